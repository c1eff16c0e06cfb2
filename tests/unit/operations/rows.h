// Rows: a request and an answer of the database, written down by hand.
#ifndef WAYMARK_TEST_ROWS_H
#define WAYMARK_TEST_ROWS_H

#include <check.h>

#include "daemon/operations/operations.h"
#include "protocol/transcode.h"

#define ROWS_COLUMNS_MAX 9

// One row; a NULL is a null.
struct row {
	const char *cells[ROWS_COLUMNS_MAX];
};

// The rows as operations reads them; list outlives them.
struct operations_rows rows_of(const struct row *list, int count);

// A request of person 7 in session 70, with parameters as JSON: {"channel": 4}. bytes fields are base64url.
// Good until the next one.
const struct core_ask *ask_of(const char *operation, const char *json);

// MessagePack as JSON text; good until the next one.
const char *json_of(struct slice value);

// The row of the table of an operation.
const struct operation *row_of(const struct operations *operations, const char *operation);

#endif
