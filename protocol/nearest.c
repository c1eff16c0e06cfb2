// Nearest: counts slips between names.
#include "protocol/nearest.h"

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t nearest_distance(struct slice one, struct slice other)
{
	size_t rows[3][NEAREST_BYTES_MAX + 1]; // two back, one back, this one
	size_t *before = rows[0], *above = rows[1], *row = rows[2];
	size_t height = least(one.n, NEAREST_BYTES_MAX), width = least(other.n, NEAREST_BYTES_MAX);
	for (size_t x = 0; x <= width; x++)
		row[x] = x;
	for (size_t y = 1; y <= height; y++) {
		size_t *free_row = before;
		before = above;
		above = row;
		row = free_row;
		row[0] = y;
		for (size_t x = 1; x <= width; x++) {
			bool same = one.at[y - 1] == other.at[x - 1];
			row[x] = least(least(above[x], row[x - 1]) + 1, above[x - 1] + !same);
			bool swapped = y > 1 && x > 1 && one.at[y - 1] == other.at[x - 2] && one.at[y - 2] == other.at[x - 1];
			if (swapped)
				row[x] = least(row[x], before[x - 2] + 1);
		}
	}
	return row[width];
}

struct nearest nearest_to(struct slice typed)
{
	return (struct nearest){ .typed = typed, .distance = (typed.n + 2) / 3 + 1 };
}

bool nearest_offer(struct nearest *nearest, const char *name)
{
	size_t distance = nearest_distance(nearest->typed, slice_of(name));
	if (distance >= nearest->distance)
		return false;
	nearest->name = name;
	nearest->distance = distance;
	return true;
}
