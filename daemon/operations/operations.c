// Operations: making the table from the schema, and serving by its rows.
#include "daemon/operations/operations.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/operations/row.h"
#include "protocol/transcode.h"

#define STATEMENT_BYTES_MAX 1024

struct table_row {
	struct operation operation;          // first, so that one pointer is both
	const struct typed_operation *typed; // NULL: made from the schema
	char statement[STATEMENT_BYTES_MAX];
	char arguments[STATEMENT_BYTES_MAX / 2];
};

struct operations {
	size_t count;
	struct table_row **by_schema; // as many as the schema has, NULL for path "core"
	struct table_row *rows;
};

static const struct typed_operation *const typed_operations[] = {
	&typed_session_hello,
	&typed_session_end,
	&typed_channel_subscribe,
	&typed_channel_history,
	&typed_channel_read,
};

// The signature of the batch's function, which the database room asks.
static const char post_arguments[] = "bigint[],bigint[],bytea[],text[],text[],bigint[]";

static const struct typed_operation *find_typed(const char *name)
{
	for (size_t i = 0; i < sizeof typed_operations / sizeof *typed_operations; i++) {
		if (strcmp(typed_operations[i]->name, name) == 0)
			return typed_operations[i];
	}
	return NULL;
}

static void __attribute__((format(printf, 3, 4))) append(char *text, size_t size, const char *format, ...)
{
	size_t used = strlen(text);
	va_list arguments;
	va_start(arguments, format);
	int n = vsnprintf(text + used, size - used, format, arguments);
	va_end(arguments);
	CHECK(n >= 0 && (size_t)n < size - used);
}

// select outcome, detail, reply::text, events::text, ended from api.circle_open($1::bigint, $2::bytea, ...)
static void make_row(struct table_row *row)
{
	const struct schema_operation *schema = row->operation.schema;
	append(row->statement, sizeof row->statement,
		"select outcome, detail, reply::text, events::text, ended from api.%s($1::bigint", schema->function);
	append(row->arguments, sizeof row->arguments, "bigint");
	for (size_t i = 0; i < schema->takes->field_count; i++) {
		const char *type = row_sql_type(schema->takes->fields[i].type);
		append(row->statement, sizeof row->statement, ", $%zu::%s", i + 2, type);
		append(row->arguments, sizeof row->arguments, ",%s", type);
	}
	append(row->statement, sizeof row->statement, ")");
	row->operation.statement = row->statement;
	row->operation.arguments = row->arguments;
	row->operation.parameter_count = (int)schema->takes->field_count + 1;
}

static void fill_row(struct table_row *row, const struct schema_operation *schema)
{
	row->operation = (struct operation){ .schema = schema, .function = schema->function };
	row->typed = find_typed(schema->name);
	CHECK((row->typed != NULL) == (schema->path == SCHEMA_PATH_TYPED));
	if (row->typed != NULL) {
		row->operation.statement = row->typed->statement;
		row->operation.arguments = row->typed->arguments;
		row->operation.parameter_count = row->typed->parameter_count;
	} else if (schema->path == SCHEMA_PATH_POST) {
		row->operation.arguments = post_arguments;
	} else {
		make_row(row);
	}
}

struct operations *operations_create(void)
{
	struct operations *operations = calloc(1, sizeof *operations);
	CHECK(operations != NULL);
	operations->by_schema = calloc(schema_operation_count, sizeof *operations->by_schema);
	operations->rows = calloc(schema_operation_count, sizeof *operations->rows);
	CHECK(operations->by_schema != NULL && operations->rows != NULL);
	for (size_t i = 0; i < schema_operation_count; i++) {
		if (schema_operations[i].path == SCHEMA_PATH_CORE)
			continue;
		struct table_row *row = &operations->rows[operations->count++];
		fill_row(row, &schema_operations[i]);
		operations->by_schema[i] = row;
	}
	return operations;
}

void operations_destroy(struct operations *operations)
{
	if (operations == NULL)
		return;
	free(operations->by_schema);
	free(operations->rows);
	free(operations);
}

size_t operations_count(const struct operations *operations)
{
	return operations->count;
}

const struct operation *operations_at(const struct operations *operations, size_t index)
{
	CHECK(index < operations->count);
	return &operations->rows[index].operation;
}

const struct operation *operations_find(const struct operations *operations, const struct schema_operation *schema)
{
	CHECK(schema >= schema_operations && schema < schema_operations + schema_operation_count);
	struct table_row *row = operations->by_schema[schema - schema_operations];
	return row == NULL ? NULL : &row->operation;
}

bool operations_bind(const struct operation *operation, const struct core_ask *ask, struct operations_space *space,
	struct operations_parameter *parameters, struct operations_asked *asked)
{
	const struct table_row *row = (const struct table_row *)operation;
	const struct schema_struct *takes = operation->schema->takes;
	CHECK(ask->operation == operation->schema && operation->statement != NULL);
	operations_space_clear(space);
	*asked = (struct operations_asked){ .person = ask->person, .session = ask->session };
	struct binding binding = { .parameters = parameters, .space = space };
	if (row->typed != NULL) {
		row->typed->bind(&binding, ask, asked);
	} else {
		binding_put_person(&binding, ask->person);
		for (size_t i = 0; i < takes->field_count; i++)
			binding_put_value(&binding, takes->fields[i].type, &ask->values[i]);
	}
	CHECK(binding.count == operation->parameter_count);
	return !space->overflowed;
}

static bool finish_made(const struct operation *operation, const struct operations_rows *rows, struct operations_space *space,
	struct core_answer *answer)
{
	enum { OUTCOME, DETAIL, REPLY, EVENTS, ENDED };
	if (!answer_begin(answer, rows, 0, OUTCOME, DETAIL, space))
		return false;
	if (answer->outcome != OUTCOME_OK)
		return true;
	bool events_fit = operations_events(row_text(rows, 0, EVENTS), space);
	answer->events = space->events;
	answer->event_count = space->event_count;
	struct slice json = row_text(rows, 0, REPLY);
	if (json.at == NULL) // says no more than {}
		json = slice_of("{}");
	struct wire_writer writer = space_writer(space);
	struct envelope_problem problem = transcode_to_wire(json, operation->schema->gives, &writer);
	if (problem.outcome != OUTCOME_OK)
		return answer_problem(answer, space, operation->schema->name, problem.detail);
	answer->reply = space_keep(space, &writer);
	if (space->overflowed)
		return answer_problem(answer, space, operation->schema->name, "");
	int64_t ended = row_int(rows, 0, ENDED);
	if (ended > 0) {
		answer->change = CORE_CHANGE_ENDED;
		answer->ended = (struct core_ended){ .person = ended };
	}
	// Events that do not fit spoil the subscribers' next step, not this reply: the gap in their positions is fetched.
	return events_fit;
}

bool operations_finish(const struct operation *operation, const struct operations_asked *asked,
	const struct operations_rows *rows, struct operations_space *space, struct core_answer *answer)
{
	const struct table_row *row = (const struct table_row *)operation;
	operations_space_clear(space);
	if (row->typed != NULL)
		return row->typed->finish(asked, rows, space, answer);
	return finish_made(operation, rows, space, answer);
}
