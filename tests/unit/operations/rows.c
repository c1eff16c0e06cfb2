// Rows: see rows.h.
#include "rows.h"

#include <stdlib.h>

static bool read_cell(const void *rows, int row, int column, struct slice *text)
{
	const char *cell = ((const struct row *)rows)[row].cells[column];
	if (cell == NULL)
		return false;
	*text = slice_of(cell);
	return true;
}

struct operations_rows rows_of(const struct row *list, int count)
{
	return (struct operations_rows){ .rows = list, .count = count, .cell = read_cell };
}

const struct core_ask *ask_of(const char *operation, const char *json)
{
	static struct envelope_value values[SCHEMA_FIELDS_MAX];
	static struct core_ask ask;
	static uint8_t bytes[65536];
	const struct schema_operation *schema = schema_operation(slice_of(operation));
	ck_assert_ptr_nonnull(schema);
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	struct envelope_problem problem = transcode_to_wire(slice_of(json), schema->takes, &writer);
	ck_assert_msg(problem.outcome == OUTCOME_OK, "%s", problem.detail);
	problem = envelope_params(wire_written(&writer), schema->takes, values);
	ck_assert_msg(problem.outcome == OUTCOME_OK, "%s", problem.detail);
	ask = (struct core_ask){ .request = 1, .operation = schema, .values = values, .person = 7, .session = 70 };
	return &ask;
}

const char *json_of(struct slice value)
{
	static char *text;
	free(text);
	text = transcode_to_json(value);
	ck_assert_ptr_nonnull(text);
	return text;
}

const struct operation *row_of(const struct operations *operations, const char *operation)
{
	const struct operation *row = operations_find(operations, schema_operation(slice_of(operation)));
	ck_assert_ptr_nonnull(row);
	return row;
}
