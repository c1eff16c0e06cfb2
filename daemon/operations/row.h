// Row: what one row of the table is made of, for this folder only.
//
// The rooms, lowest first; each calls only those above it in this list:
//   space                     the memory of one request or answer
//   bind, finish              parameters on the way in; cells, replies and events on the way out
//   session, channel, post    the operations that are written by hand
//   operations                the table
//   signatures                the table against the database
#ifndef WAYMARK_OPERATIONS_ROW_H
#define WAYMARK_OPERATIONS_ROW_H

#include "daemon/operations/operations.h"

// -- binding: parameters are put in order --

struct binding {
	struct operations_parameter *parameters;
	int count;
	struct operations_space *space;
};

// SQL's null.
void binding_put_null(struct binding *binding);
// A number, written out in the binding's space.
void binding_put_int(struct binding *binding, int64_t value);
// true or false.
void binding_put_bool(struct binding *binding, bool value);
void binding_put_text(struct binding *binding, struct slice text); // borrowed
// 0, nobody, is null.
void binding_put_person(struct binding *binding, int64_t person);
// One value of a request by its type; absent is null.
void binding_put_value(struct binding *binding, const struct schema_type *type, const struct envelope_value *value);

// The value of a field that the operation takes; absent ones have present false.
const struct envelope_value *row_value(const struct core_ask *ask, const char *field);

// The cast of a type in a statement, and its name in a signature: "bigint", "text[]", "jsonb".
const char *row_sql_type(const struct schema_type *type);

// -- reading rows --

// A cell's text, empty if null.
struct slice row_text(const struct operations_rows *rows, int row, int column);
// A cell's number, 0 if null.
int64_t row_int(const struct operations_rows *rows, int row, int column);
bool row_bool(const struct operations_rows *rows, int row, int column);

// -- making answers --

#define NO_COLUMN (-1)

// Begins an answer from a row's outcome and detail, which may have NO_COLUMN. False if there is no such row or the outcome is no
// word of the list.
bool answer_begin(struct core_answer *answer, const struct operations_rows *rows, int row, int outcome_column, int detail_column,
	struct operations_space *space);
// Turns the answer into OUTCOME_INTERNAL, keeping events; where names the place. Always false, for return.
bool answer_problem(struct core_answer *answer, struct operations_space *space, const char *where, const char *detail);

// A writer over all of space that is left; space_keep takes what was written, or marks the space overflowed.
struct wire_writer space_writer(const struct operations_space *space);
struct slice space_keep(struct operations_space *space, const struct wire_writer *writer);
// Adds one event whose map is in space already. False, and overflowed, beyond OPERATIONS_EVENTS_MAX.
bool space_event(struct operations_space *space, const struct core_event *event);
// Encodes an event of a log's columns into writer: its body is JSON, read by its kind. False with space->problem.
bool space_put_event(
	struct operations_space *space, struct wire_writer *writer, int64_t channel, const struct operations_rows *rows, int row);

// -- the written rows --

struct typed_operation {
	const char *name, *arguments, *statement;
	int parameter_count;
	void (*bind)(struct binding *binding, const struct core_ask *ask, struct operations_asked *asked);
	bool (*finish)(const struct operations_asked *asked, const struct operations_rows *rows, struct operations_space *space,
		struct core_answer *answer);
};

extern const struct typed_operation typed_session_hello, typed_session_end;                             // session.c
extern const struct typed_operation typed_channel_subscribe, typed_channel_history, typed_channel_read; // channel.c

#endif
