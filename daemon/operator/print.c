// Answers in lines and columns.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/base/check.h"
#include "daemon/operator/print.h"

#define COLUMNS_MAX 16
#define CELL_BYTES_MAX 120
#define LINE_BYTES_MAX 4096

// Times come as microseconds since 1970, under names such as "made_at" and "until".
static bool is_time(const char *name, const json_t *value)
{
	size_t length = strlen(name);
	return json_is_integer(value) && (strcmp(name, "until") == 0 || (length > 3 && strcmp(name + length - 3, "_at") == 0));
}

// Appends to a text, as far as it fits.
static void append(char *text, size_t size, const char *more, const char *between)
{
	size_t used = strlen(text);
	snprintf(text + used, size - used, "%s%s", used > 0 ? between : "", more);
}

// The text of a value in a cell. Lists are joined by commas, an object's values by slashes, nulls left out.
static void cell(const char *name, const json_t *value, char *text, size_t size)
{
	char inner[CELL_BYTES_MAX];
	size_t i;
	const char *member;
	json_t *element;
	text[0] = '\0';
	if (is_time(name, value)) {
		time_t seconds = (time_t)(json_integer_value(value) / 1000000);
		struct tm parts;
		strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &parts));
	} else if (json_is_string(value)) {
		snprintf(text, size, "%s", json_string_value(value));
	} else if (json_is_array(value)) {
		json_array_foreach(value, i, element)
		{
			cell("", element, inner, sizeof inner);
			append(text, size, inner, ",");
		}
	} else if (json_is_object(value)) {
		json_object_foreach((json_t *)(uintptr_t)value, member, element) if (!json_is_null(element))
		{
			cell(member, element, inner, sizeof inner);
			append(text, size, inner, "/");
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
	json_object_foreach(json_array_get(rows, 0), name, value)
	{
		if (count == COLUMNS_MAX)
			break;
		names[count] = name;
		widths[count++] = letters(name);
	}
	json_array_foreach(rows, i, row) for (size_t c = 0; c < count; c++)
	{
		cell(names[c], json_object_get(row, names[c]), cells[c], sizeof cells[c]);
		if (letters(cells[c]) > widths[c])
			widths[c] = letters(cells[c]);
	}
	for (size_t c = 0; c < count; c++)
		snprintf(cells[c], sizeof cells[c], "%s", names[c]);
	print_row(out, cells, widths, count);
	json_array_foreach(rows, i, row)
	{
		for (size_t c = 0; c < count; c++)
			cell(names[c], json_object_get(row, names[c]), cells[c], sizeof cells[c]);
		print_row(out, cells, widths, count);
	}
}

void operator_print(FILE *out, const json_t *reply)
{
	CHECK(out != NULL);
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)reply, name, value)
	{
		if (json_is_array(value) && json_is_object(json_array_get(value, 0))) {
			print_table(out, value);
		} else if (json_is_array(value) && json_array_size(value) == 0) {
			fprintf(out, "%s: none\n", name);
		} else {
			char whole[LINE_BYTES_MAX];
			cell(name, value, whole, sizeof whole);
			fprintf(out, "%s: %s\n", name, whole);
		}
	}
}
