// Finding a setting by its name, and the nearest one to a name that is none.
#include <stdio.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/settings/table.h"

#define NAME_BYTES_MAX 64

const struct setting *setting_find(const char *section, const char *key, bool *of_file)
{
	CHECK(section != NULL && key != NULL && of_file != NULL);
	size_t length = strlen(key);
	*of_file = false;
	for (size_t i = 0; i < setting_count; i++)
		if (strcmp(setting_table[i].section, section) == 0 && strcmp(setting_table[i].key, key) == 0)
			return &setting_table[i];
	if (length <= 5 || strcmp(key + length - 5, "_file") != 0)
		return NULL;
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *row = &setting_table[i];
		if (row->secrecy != SETTING_OPEN && strcmp(row->section, section) == 0 && strlen(row->key) == length - 5 &&
			memcmp(row->key, key, length - 5) == 0) {
			*of_file = true;
			return row;
		}
	}
	return NULL;
}

bool setting_section_known(const char *section)
{
	CHECK(section != NULL);
	for (size_t i = 0; i < setting_count; i++)
		if (strcmp(setting_table[i].section, section) == 0)
			return true;
	return false;
}

// How many letters must be put in, taken out or changed to make one name of the other; names are cut at NAME_BYTES_MAX.
static size_t distance(const char *one, const char *other)
{
	size_t row[NAME_BYTES_MAX + 1];
	size_t width = strnlen(other, NAME_BYTES_MAX);
	size_t height = strnlen(one, NAME_BYTES_MAX);
	for (size_t x = 0; x <= width; x++)
		row[x] = x;
	for (size_t y = 1; y <= height; y++) {
		size_t corner = row[0];
		row[0] = y;
		for (size_t x = 1; x <= width; x++) {
			size_t changed = corner + (one[y - 1] != other[x - 1]);
			size_t least = row[x] < row[x - 1] ? row[x] + 1 : row[x - 1] + 1;
			corner = row[x];
			row[x] = changed < least ? changed : least;
		}
	}
	return row[width];
}

const char *setting_nearest(const char *section, const char *key)
{
	static char name[2 * NAME_BYTES_MAX];
	CHECK(section != NULL && key != NULL);
	size_t best = SIZE_MAX, which = 0;
	bool suffix = false;
	for (size_t i = 0; i < setting_count; i++) {
		char file_key[NAME_BYTES_MAX];
		size_t apart = 2 * distance(section, setting_table[i].section);
		size_t as_value = apart + 2 * distance(key, setting_table[i].key);
		if (setting_table[i].secrecy != SETTING_FILE_ONLY && as_value < best) {
			best = as_value;
			which = i;
			suffix = false;
		}
		snprintf(file_key, sizeof file_key, "%s_file", setting_table[i].key);
		size_t as_file = apart + 2 * distance(key, file_key) + 1; // the plain key wins a draw
		if (setting_table[i].secrecy != SETTING_OPEN && as_file < best) {
			best = as_file;
			which = i;
			suffix = true;
		}
	}
	CHECK(best != SIZE_MAX);
	snprintf(name, sizeof name, "%s.%s%s", setting_table[which].section, setting_table[which].key, suffix ? "_file" : "");
	return name;
}
