// Operations: the table of what the database is asked, made from the schema, and how its rows become the core's answers.
//
// Most rows of the table are made, not written: an operation of the schema with path "sql" needs no line of C. Those with columns
// of their own (session.c, channel.c, post.c) are written out. There is no place here for a second wait: bind, ask, finish.
// This room knows no database: it makes texts of parameters, and reads cells of texts through a reader that its caller gives.
#ifndef WAYMARK_OPERATIONS_H
#define WAYMARK_OPERATIONS_H

#include "daemon/core/core.h"

#define OPERATIONS_EVENTS_MAX 4096            // of one answer
#define OPERATIONS_SPACE_BYTES_MAX (8u << 20) // one answer's reply and events, or one request's parameters, in all
#define OPERATIONS_PROBLEM_BYTES_MAX 300
#define OPERATIONS_UNAVAILABLE_RETRY_MS 1000 // behind what could not be asked, or came to nothing

// -- the memory of one binding or one answer --

// Cleared by whoever begins to use it; what was made in it is good until then.
struct operations_space {
	uint8_t *bytes;
	size_t used;
	struct core_event *events;
	size_t event_count;
	bool overflowed;                            // sticky: something did not fit
	char problem[OPERATIONS_PROBLEM_BYTES_MAX]; // what of SQL's answer did not fit the schema; never content
};

// Takes the memory; pages that are never needed are never touched.
struct operations_space *operations_space_create(void);
void operations_space_destroy(struct operations_space *space); // NULL is allowed
void operations_space_clear(struct operations_space *space);

// -- rows --

// The rows of an answer, as texts.
struct operations_rows {
	const void *rows; // the caller's
	int count;
	// Sets *text to a cell, good as long as the rows; false if it is null.
	bool (*cell)(const void *rows, int row, int column, struct slice *text);
};

// A parameter in PostgreSQL's text form.
struct operations_parameter {
	bool null;
	struct slice text;
};

// -- the table --

// What must be remembered of a request until its answer. Filled by operations_bind; text is borrowed from the request.
struct operations_asked {
	int64_t person, session, channel;
	int64_t reply_to;  // channel.post
	bool flag;         // session.end: everywhere. channel.subscribe: presence.
	struct slice text; // channel.post
};

struct operation {
	const struct schema_operation *schema;
	const char *function;  // in schema api
	const char *arguments; // their types, as format_type names them: "bigint,bytea,text"
	const char *statement; // NULL for channel.post, whose statement is the batch's
	int parameter_count;
};

struct operations;

// Makes the table of all operations but those of path "core". Never NULL.
struct operations *operations_create(void);
void operations_destroy(struct operations *operations); // NULL is allowed
size_t operations_count(const struct operations *operations);
const struct operation *operations_at(const struct operations *operations, size_t index);
// The row of a schema's operation; never NULL but for those of path "core".
const struct operation *operations_find(const struct operations *operations, const struct schema_operation *schema);

// Fills parameters[0..parameter_count) and *asked. Clears space, in which the texts are. False if they do not fit: too large.
bool operations_bind(const struct operation *operation, const struct core_ask *ask, struct operations_space *space,
	struct operations_parameter *parameters, struct operations_asked *asked);

// Makes the answer of rows. Clears space, in which the answer's parts are. False if the rows do not fit the schema: the answer is
// then OUTCOME_INTERNAL (with the events that could be read, as they did happen) and space->problem says what is wrong.
bool operations_finish(const struct operation *operation, const struct operations_asked *asked,
	const struct operations_rows *rows, struct operations_space *space, struct core_answer *answer);

// -- posts --

// One channel.post, its parts borrowed from the request.
struct operations_posting {
	int64_t person, channel, reply_to; // reply_to 0: none
	struct slice nonce, text, lang;    // lang may be empty
};

// Reads a channel.post and fills *asked.
struct operations_posting operations_bind_post(const struct core_ask *ask, struct operations_asked *asked);
// Makes the answer of one row of the batch's columns (ord, outcome, detail, seq, at, lang, text). As operations_finish.
bool operations_finish_post(const struct operations_asked *asked, const struct operations_rows *rows, int row,
	struct operations_space *space, struct core_answer *answer);

// -- what the daemon asks for itself --

// Reads the JSON events of a SQL function (NULL slice: none) behind those that space holds. False as operations_finish.
bool operations_events(struct slice json, struct operations_space *space);

#define OPERATIONS_RANGE_PARAMETERS 4 // person, channel, after, limit
extern const char operations_range_statement[];

// A range of a channel's log as one person sees it.
struct operations_range {
	enum outcome outcome;
	const struct core_event *events;
	size_t event_count;
	int64_t head;
	bool more;
};
// Reads the rows of operations_range_statement. Clears space. Events that do not fit are left for the next range, and more is
// true. False as operations_finish; the outcome is then INTERNAL.
bool operations_finish_range(
	int64_t channel, const struct operations_rows *rows, struct operations_space *space, struct operations_range *range);

// Compares the rows of api.signatures() (name, arguments) with the table and with what the daemon asks for itself. True if all
// fit; else problem names the first function that does not, and both signatures.
bool operations_fit(const struct operations *operations, const struct operations_rows *rows, char *problem, size_t size);

#endif
