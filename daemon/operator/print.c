// Answers in lines and columns.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/operator/print.h"

#define COLUMNS_MAX 16
#define CELL_BYTES_MAX 120

// The text of a value in a cell; lists joined by commas.
static void cell(const json_t *value, char *text, size_t size)
{
	text[0] = '\0';
	if (json_is_string(value)) {
		snprintf(text, size, "%s", json_string_value(value));
	} else if (json_is_array(value)) {
		size_t used = 0, i;
		const json_t *element;
		json_array_foreach(value, i, element) {
			char inner[CELL_BYTES_MAX];
			cell(element, inner, sizeof inner);
			int wanted = snprintf(text + used, size - used, "%s%s", i > 0 ? "," : "", inner);
			if (wanted < 0 || used + (size_t)wanted >= size)
				return;
			used += (size_t)wanted;
		}
	} else if (value != NULL && !json_is_null(value)) {
		char *dumped = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
		CHECK(dumped != NULL);
		snprintf(text, size, "%s", dumped);
		free(dumped);
	}
}

// Letters in UTF-8 text, so that columns line up for "Môn" too.
static int letters(const char *text)
{
	int count = 0;
	for (; *text != '\0'; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

static void print_row(FILE *out, char cells[COLUMNS_MAX][CELL_BYTES_MAX], const int *widths, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		fputs(cells[i], out);
		if (i + 1 < count)
			fprintf(out, "%*s", widths[i] - letters(cells[i]) + 2, "");
	}
	fputc('\n', out);
}

// Prints a list of objects; the first one's members are the columns.
static void print_table(FILE *out, const json_t *rows)
{
	const char *names[COLUMNS_MAX];
	char cells[COLUMNS_MAX][CELL_BYTES_MAX];
	int widths[COLUMNS_MAX];
	size_t count = 0, i;
	const char *name;
	json_t *value;
	const json_t *row;
	json_object_foreach(json_array_get(rows, 0), name, value) {
		if (count == COLUMNS_MAX)
			break;
		names[count] = name;
		widths[count++] = letters(name);
	}
	json_array_foreach(rows, i, row)
		for (size_t c = 0; c < count; c++) {
			cell(json_object_get(row, names[c]), cells[c], sizeof cells[c]);
			if (letters(cells[c]) > widths[c])
				widths[c] = letters(cells[c]);
		}
	for (size_t c = 0; c < count; c++)
		snprintf(cells[c], sizeof cells[c], "%s", names[c]);
	print_row(out, cells, widths, count);
	json_array_foreach(rows, i, row) {
		for (size_t c = 0; c < count; c++)
			cell(json_object_get(row, names[c]), cells[c], sizeof cells[c]);
		print_row(out, cells, widths, count);
	}
}

void operator_print(FILE *out, const json_t *reply)
{
	CHECK(out != NULL);
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)reply, name, value) {
		if (json_is_array(value) && json_is_object(json_array_get(value, 0))) {
			print_table(out, value);
		} else if (json_is_array(value) && json_array_size(value) == 0) {
			fprintf(out, "%s: none\n", name);
		} else {
			char *whole = json_is_string(value) ? strdup(json_string_value(value)) : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
			CHECK(whole != NULL);
			fprintf(out, "%s: %s\n", name, whole);
			free(whole);
		}
	}
}
