// Rows: a CSV or JSON file read into JSON objects, each with the line or place that it came from.
#ifndef WAYMARK_OPERATOR_ROWS_H
#define WAYMARK_OPERATOR_ROWS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define ROWS_FILE_BYTES_MAX (64 * 1024 * 1024)
#define ROWS_MAX 200000
#define ROWS_COLUMNS_MAX 128
#define ROWS_PROBLEM_BYTES_MAX 512

struct rows {
	json_t *list;   // of objects; a CSV's values are texts, empty ones left out
	size_t *places; // of each: its line in a CSV file, its number in a JSON list; from 1
	bool lines;     // places are lines
	char problem[ROWS_PROBLEM_BYTES_MAX];
};

// Reads a file: a list of objects if its first letter is [, else CSV (RFC 4180, UTF-8) with a header. False, with the reason and
// the line in rows->problem, when it cannot be read. The caller releases rows either way.
bool rows_read(struct rows *rows, const char *path);
void rows_release(struct rows *rows); // a zeroed object is allowed

#endif
