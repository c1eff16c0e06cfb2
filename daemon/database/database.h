// Database: the only room that knows libpq. Pipelined questions to PostgreSQL, each one atomic unit with one sync.
//
// One write connection per daemon (answers arrive in the order of the questions), some read connections, one for jobs and
// one for searches. A question that was in flight when a connection was lost is asked again on the next one: so every question
// must be idempotent (nonces). An answer comes after the sync, so after the commit. Nothing here blocks.
#ifndef WAYMARK_DATABASE_H
#define WAYMARK_DATABASE_H

#include <uv.h>

#include "protocol/slice.h"

struct database;

struct database_settings {
	const char *conninfo;      // libpq key words; hostaddr or a socket folder, so that nothing looks a name up
	uint32_t read_connections; // 1 to 16
	uint32_t questions_max;    // waiting, over all connections; more are refused
	uint32_t batch_rows_max;   // posts in one statement
	int64_t answer_ms_max;     // a connection that is silent for so long is dropped
};

// JOBS: one more connection, for work that nobody waits for and that may take long. SEARCH: one more, for what a person can make
// as dear as they like, so that it keeps nobody waiting who does something else; PostgreSQL gives it up after two seconds.
enum database_lane { DATABASE_WRITE, DATABASE_READ, DATABASE_JOBS, DATABASE_SEARCH };

// A statement that each connection prepares once when it connects. Static; one per SQL text.
struct database_statement {
	const char *name; // of the prepared statement
	const char *sql;
	int parameter_count;
};

#define DATABASE_PARAMETERS_MAX 26

struct database_parameter {
	bool null;
	bool binary;        // PostgreSQL's binary form; else its text form
	struct slice bytes; // copied by the call; text needs no zero
};

// The rows of one answer; good during the callback only.
struct database_rows;
int database_row_count(const struct database_rows *rows);
bool database_is_null(const struct database_rows *rows, int row, int column);
struct slice database_text(const struct database_rows *rows, int row, int column); // zero-terminated behind the slice
int64_t database_int64(const struct database_rows *rows, int row, int column);     // 0 for null

// rows is NULL when the question failed: unavailable is then true if it may be asked again later (lost, overloaded, shutting
// down), false for a fault of ours, which is logged with its SQLSTATE.
typedef void database_answer(void *context, const struct database_rows *rows, bool unavailable);

struct database_listener {
	void *context;
	void (*there)(void *context, bool there); // the write connection is usable, or lost
	void (*log)(void *context, const char *event, const char *detail);
};

// Begins to connect, on a loop that the caller runs. conninfo is copied; statements and listener's context outlive the
// database. Each connection prepares all statements, and one that PostgreSQL refuses is logged and fails whenever it is asked.
// Never NULL.
struct database *database_create(uv_loop_t *loop, const struct database_settings *settings,
	const struct database_statement *const *statements, size_t statement_count, const struct database_listener *listener);
// True while the write connection is usable.
bool database_there(const struct database *database);

// Asks as this person (0: nobody): row-level security sees them for this question only. Returns false, and never calls answer,
// if questions_max are waiting.
bool database_ask(struct database *database, enum database_lane lane, const struct database_statement *statement, int64_t person,
	const struct database_parameter *parameters, int parameter_count, database_answer *answer, void *context);

// One post, for the batches that the database room forms by itself from what arrives while the previous commit is in flight.
struct database_post {
	int64_t person, channel;
	uint8_t nonce[16];
	struct slice text, lang; // copied; lang may be empty
	int64_t reply_to;        // 0: none
};
// row is the row of this post in rows: columns of api.channel_post.
typedef void database_posted(void *context, const struct database_rows *rows, int row, bool unavailable);
bool database_post(struct database *database, const struct database_post *post, database_posted *answer, void *context);

struct database_figures {
	uint64_t asked, answered, failed, batches, batch_rows, reconnects;
	uint32_t waiting;
};
// Since database_create; waiting: now, in flight or not.
struct database_figures database_figures(const struct database *database);

// Ends all connections; questions in flight are answered as unavailable. done is called when the last handle is closed.
void database_destroy(struct database *database, void (*done)(void *context), void *context);

#endif
