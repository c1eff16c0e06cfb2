// Files of rows; the only place that knows libcsv.
#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/base/check.h"
#include "daemon/operator/rows.h"

struct csv_reading {
	struct rows *rows;
	char *names[ROWS_COLUMNS_MAX];
	size_t name_count;
	bool header_read;
	json_t *row;
	size_t column;
	size_t line; // on which the row in hand began
	bool bad;
};

static void append(struct rows *rows, json_t *row, size_t place)
{
	size_t count = json_array_size(rows->list);
	CHECK(count < ROWS_MAX);
	if (rows->places == NULL)
		rows->places = calloc(ROWS_MAX, sizeof rows->places[0]);
	CHECK(rows->places != NULL);
	rows->places[count] = place;
	json_array_append_new(rows->list, row);
}

static void complain(struct csv_reading *reading, const char *what, const char *column)
{
	if (!reading->bad)
		snprintf(reading->rows->problem, sizeof reading->rows->problem, "line %zu: %s%s%s", reading->line, what,
			column == NULL ? "" : " ", column == NULL ? "" : column);
	reading->bad = true;
}

// libcsv: a field ended.
static void field(void *bytes, size_t length, void *context)
{
	struct csv_reading *reading = context;
	const char *text = bytes;
	if (reading->bad)
		return;
	if (!reading->header_read) {
		if (reading->name_count == 0 && length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
			text += 3; // a byte order mark, which spreadsheets write
			length -= 3;
		}
		if (reading->name_count == ROWS_COLUMNS_MAX) {
			complain(reading, "too many columns", NULL);
			return;
		}
		char *name = strndup(text, length);
		CHECK(name != NULL);
		reading->names[reading->name_count++] = name;
		return;
	}
	if (reading->row == NULL)
		reading->row = json_object();
	if (reading->column == reading->name_count) {
		complain(reading, "more values than the header has columns", NULL);
		return;
	}
	const char *name = reading->names[reading->column++];
	if (length == 0)
		return;
	json_t *value = json_stringn(text, length);
	if (value == NULL)
		complain(reading, "no UTF-8 text in column", name);
	else
		json_object_set_new(reading->row, name, value);
}

// libcsv: a row ended.
static void row_ended(int letter, void *context)
{
	struct csv_reading *reading = context;
	if (!reading->header_read)
		reading->header_read = true;
	else if (reading->row != NULL && !reading->bad && reading->column < reading->name_count)
		complain(reading, "fewer values than the header has columns", NULL);
	if (reading->row != NULL && !reading->bad && json_array_size(reading->rows->list) == ROWS_MAX)
		complain(reading, "too many rows", NULL);
	if (reading->row != NULL && !reading->bad)
		append(reading->rows, reading->row, reading->line);
	else
		json_decref(reading->row);
	reading->row = NULL;
	reading->column = 0;
}

static bool read_csv(struct rows *rows, const char *bytes, size_t length)
{
	struct csv_parser parser;
	struct csv_reading reading = { .rows = rows };
	int made = csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
	CHECK(made == 0);
	rows->lines = true;
	// Line by line, so that the line on which each row began is known: a quoted value may hold line ends.
	for (size_t at = 0, line = 1; at < length && !reading.bad; line++) {
		const char *end = memchr(bytes + at, '\n', length - at);
		size_t run = end == NULL ? length - at : (size_t)(end - (bytes + at)) + 1;
		if (reading.row == NULL && reading.column == 0)
			reading.line = line;
		if (csv_parse(&parser, bytes + at, run, field, row_ended, &reading) != run)
			complain(&reading, csv_strerror(csv_error(&parser)), NULL);
		at += run;
	}
	if (csv_fini(&parser, field, row_ended, &reading) != 0)
		complain(&reading, "a quoted value does not end", NULL);
	csv_free(&parser);
	json_decref(reading.row);
	for (size_t i = 0; i < reading.name_count; i++)
		free(reading.names[i]);
	return !reading.bad;
}

static bool read_json(struct rows *rows, const char *bytes, size_t length)
{
	json_error_t error;
	json_t *list = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
	size_t i;
	json_t *row;
	if (list == NULL) {
		snprintf(rows->problem, sizeof rows->problem, "line %d: %s", error.line, error.text);
		return false;
	}
	json_array_foreach(list, i, row)
	{
		if (!json_is_object(row) || i == ROWS_MAX) {
			snprintf(
				rows->problem, sizeof rows->problem, "element %zu: %s", i + 1, i == ROWS_MAX ? "too many rows" : "no object");
			json_decref(list);
			return false;
		}
		append(rows, json_incref(row), i + 1);
	}
	json_decref(list);
	return true;
}

// Reads a whole file for the caller to free; NULL with errno, EFBIG when it is too large.
static char *read_whole(const char *path, size_t *length)
{
	struct stat facts;
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return NULL;
	char *bytes = NULL;
	if (fstat(fileno(file), &facts) == 0 && facts.st_size <= ROWS_FILE_BYTES_MAX) {
		bytes = malloc((size_t)facts.st_size + 1);
		CHECK(bytes != NULL);
		*length = fread(bytes, 1, (size_t)facts.st_size, file);
	} else {
		errno = EFBIG;
	}
	fclose(file);
	return bytes;
}

bool rows_read(struct rows *rows, const char *path)
{
	CHECK(rows != NULL && path != NULL);
	size_t length = 0;
	*rows = (struct rows){ .list = json_array() };
	char *bytes = read_whole(path, &length);
	if (bytes == NULL) {
		snprintf(rows->problem, sizeof rows->problem, "%s", strerror(errno));
		return false;
	}
	size_t blank = 0;
	while (blank < length && strchr(" \t\r\n", bytes[blank]) != NULL)
		blank++;
	bool good = blank < length && bytes[blank] == '[' ? read_json(rows, bytes, length) : read_csv(rows, bytes, length);
	free(bytes);
	return good;
}

void rows_release(struct rows *rows)
{
	CHECK(rows != NULL);
	json_decref(rows->list);
	free(rows->places);
	*rows = (struct rows){ .list = NULL };
}
