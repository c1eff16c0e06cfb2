// Rows: reading one answer's cells, all of which come in text form.
#include "daemon/database/rows.h"

#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/database/database.h"

static void check_cell(const struct database_rows *rows, int row, int column)
{
	CHECK(rows != NULL && rows->result != NULL);
	CHECK(row >= 0 && row < PQntuples(rows->result));
	CHECK(column >= 0 && column < PQnfields(rows->result));
}

int database_row_count(const struct database_rows *rows)
{
	CHECK(rows != NULL);
	return PQntuples(rows->result);
}

bool database_is_null(const struct database_rows *rows, int row, int column)
{
	check_cell(rows, row, column);
	return PQgetisnull(rows->result, row, column) == 1;
}

struct slice database_text(const struct database_rows *rows, int row, int column)
{
	check_cell(rows, row, column);
	return (struct slice){ .at = (const uint8_t *)PQgetvalue(rows->result, row, column),
		.n = (size_t)PQgetlength(rows->result, row, column) };
}

int64_t database_int64(const struct database_rows *rows, int row, int column)
{
	check_cell(rows, row, column);
	return strtoll(PQgetvalue(rows->result, row, column), NULL, 10); // null reads as an empty text, which is 0
}
