// Pipeline: sending in order, reading in order, and judging failures by their SQLSTATE class.
//
// A deadlock or a serialization failure is asked again at once, before everything that waits. As no two questions that touch the
// same person are in flight together (database.c), a second try never lands behind a later command of that person.
#include "daemon/database/pipeline.h"

#include <stdio.h>

#include "daemon/base/check.h"
#include "daemon/database/rows.h"

// What a failure means for the question, or for its connection.
enum failure { FAILURE_AGAIN, FAILURE_UNAVAILABLE, FAILURE_CONNECTION, FAILURE_FAULT };

// Classes of PostgreSQL's manual, appendix A.
static enum failure failure_of(const char *sqlstate)
{
	static const struct {
		const char *prefix;
		enum failure failure;
	} classes[] = {
		{ "40001", FAILURE_AGAIN },       // serialization failure
		{ "40P01", FAILURE_AGAIN },       // deadlock
		{ "57P0", FAILURE_CONNECTION },   // shutting down, or crashed: the connection ends with it
		{ "08", FAILURE_CONNECTION },     // connection exceptions
		{ "53", FAILURE_UNAVAILABLE },    // disk full, memory out, too many connections
		{ "57014", FAILURE_UNAVAILABLE }, // took longer than statement_timeout
		{ "55P03", FAILURE_UNAVAILABLE }, // lock not available
		{ "25006", FAILURE_UNAVAILABLE }, // a standby: read only, until it is promoted
		{ "58030", FAILURE_UNAVAILABLE }, // input or output error
	};
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		if (strncmp(sqlstate, classes[i].prefix, strlen(classes[i].prefix)) == 0)
			return classes[i].failure;
	}
	return FAILURE_FAULT;
}

static void begin_first(struct pipeline *pipeline)
{
	PQclear(pipeline->result);
	pipeline->result = NULL;
	pipeline->failed = false;
	pipeline->person_left = pipeline->flight.first != NULL && pipeline->flight.first->person != 0;
	pipeline->progress_ms = uv_now(pipeline->connection.loop);
}

// Recomputes what depends on the questions in flight.
static void count_flight(struct pipeline *pipeline)
{
	people_clear(&pipeline->people);
	pipeline->batches = 0;
	for (const struct question *question = pipeline->flight.first; question != NULL; question = question->next) {
		people_join(&pipeline->people, &question->people);
		pipeline->batches += question->batch ? 1 : 0;
	}
}

static void end_question(
	struct pipeline *pipeline, struct question *question, enum question_end end, const struct database_rows *rows)
{
	question_queue_put_back(pipeline->waiting, question->finish(question, end, rows));
}

static void fail_question(struct pipeline *pipeline, struct question *question)
{
	enum failure failure = failure_of(pipeline->sqlstate);
	CHECK(failure != FAILURE_CONNECTION);
	if (failure == FAILURE_AGAIN && ++question->tries < PIPELINE_TRIES_MAX) {
		question->next = NULL;
		question_queue_put_back(pipeline->waiting, question);
		return;
	}
	char detail[120];
	snprintf(detail, sizeof detail, "%s sqlstate=%s", question->statement->name, pipeline->sqlstate);
	pipeline->listener->log(pipeline->context, failure == FAILURE_FAULT ? "fault" : "unavailable", detail);
	end_question(pipeline, question, failure == FAILURE_FAULT ? QUESTION_FAULT : QUESTION_UNAVAILABLE, NULL);
}

// The first in flight has its sync: it is committed, or failed as a whole.
static void on_sync(struct pipeline *pipeline)
{
	struct question *question = question_queue_take(&pipeline->flight);
	struct database_rows rows = { .result = pipeline->result };
	bool failed = pipeline->failed;
	pipeline->result = NULL;
	begin_first(pipeline);
	count_flight(pipeline);
	if (failed)
		fail_question(pipeline, question);
	else
		end_question(pipeline, question, QUESTION_ANSWERED, &rows);
	PQclear(rows.result);
}

static void note_failure(struct pipeline *pipeline, const PGresult *result)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	pipeline->failed = true;
	snprintf(pipeline->sqlstate, sizeof pipeline->sqlstate, "%s", sqlstate == NULL ? "08000" : sqlstate);
}

static void on_result(void *context, PGresult *result)
{
	struct pipeline *pipeline = context;
	ExecStatusType status = PQresultStatus(result);
	if (pipeline->flight.count == 0) {
		// Not ours: after this nothing on the connection can be trusted to be the answer to its question.
		PQclear(result);
		connection_drop(&pipeline->connection, "an answer that nobody asked for");
		return;
	}
	if (status == PGRES_PIPELINE_SYNC) {
		PQclear(result);
		if (!pipeline->failed && pipeline->result == NULL)
			connection_drop(&pipeline->connection, "a sync without an answer");
		else
			on_sync(pipeline);
		return;
	}
	if (status == PGRES_TUPLES_OK && pipeline->person_left) {
		pipeline->person_left = false;
		PQclear(result);
		return;
	}
	if (status == PGRES_TUPLES_OK && pipeline->result == NULL) {
		pipeline->result = result;
		return;
	}
	if (status == PGRES_FATAL_ERROR && !pipeline->failed) // a failed commit comes behind its rows
		note_failure(pipeline, result);
	PQclear(result);
	if (pipeline->failed && failure_of(pipeline->sqlstate) == FAILURE_CONNECTION)
		connection_drop(&pipeline->connection, "PostgreSQL is going down");
}

static void on_ready(void *context)
{
	struct pipeline *pipeline = context;
	CHECK(pipeline->flight.count == 0);
	pipeline->listener->ready(pipeline->context);
}

static void on_lost(void *context)
{
	struct pipeline *pipeline = context;
	// The first may be what broke the connection; the others are not to blame.
	struct question *first = pipeline->flight.first;
	if (first != NULL && ++first->tries >= PIPELINE_TRIES_MAX) {
		question_queue_take(&pipeline->flight);
		end_question(pipeline, first, QUESTION_UNAVAILABLE, NULL);
	}
	question_queue_put_all_back(pipeline->waiting, &pipeline->flight);
	begin_first(pipeline);
	count_flight(pipeline);
	pipeline->listener->lost(pipeline->context);
}

static void on_log(void *context, const char *event, const char *detail)
{
	struct pipeline *pipeline = context;
	pipeline->listener->log(pipeline->context, event, detail);
}

static const struct connection_listener connection_listener = {
	.ready = on_ready, .lost = on_lost, .result = on_result, .log = on_log
};

void pipeline_init(struct pipeline *pipeline, uv_loop_t *loop, const struct database_settings *settings,
	const struct database_statement *const *statements, size_t statement_count, int64_t statement_ms_max,
	struct question_queue *waiting, const struct pipeline_listener *listener, void *context)
{
	*pipeline = (struct pipeline){ .waiting = waiting, .listener = listener, .context = context };
	connection_init(
		&pipeline->connection, loop, settings, statements, statement_count, statement_ms_max, &connection_listener, pipeline);
}

bool pipeline_ready(const struct pipeline *pipeline)
{
	return pipeline->connection.state == CONNECTION_READY;
}

static bool send_question(struct pipeline *pipeline, struct question *question)
{
	struct connection *connection = &pipeline->connection;
	if (question->person != 0) {
		char person[24];
		snprintf(person, sizeof person, "%lld", (long long)question->person);
		const char *values[] = { person };
		if (!connection_send(connection, "waymark_person", 1, values, NULL, NULL))
			return false;
	}
	return connection_send(connection, question->statement->name, question->parameter_count, question->values, question->lengths,
			   question->formats) &&
		   connection_sync(connection);
}

void pipeline_send(struct pipeline *pipeline, struct question *question)
{
	CHECK(pipeline_ready(pipeline));
	if (question->fill != NULL)
		question->fill(question);
	question_queue_add(&pipeline->flight, question);
	if (pipeline->flight.count == 1)
		begin_first(pipeline);
	people_join(&pipeline->people, &question->people);
	pipeline->batches += question->batch ? 1 : 0;
	if (!send_question(pipeline, question))
		connection_drop(&pipeline->connection, "the connection broke while asking");
}

void pipeline_push(struct pipeline *pipeline)
{
	if (!connection_flush(&pipeline->connection))
		connection_drop(&pipeline->connection, "the connection broke while writing");
}

void pipeline_watch(struct pipeline *pipeline, int64_t answer_ms_max)
{
	if (!pipeline_ready(pipeline) || pipeline->flight.count == 0)
		return;
	if (uv_now(pipeline->connection.loop) - pipeline->progress_ms > (uint64_t)answer_ms_max + PIPELINE_SILENCE_MS)
		connection_drop(&pipeline->connection, "no answer for too long");
}

void pipeline_close(struct pipeline *pipeline)
{
	connection_close(&pipeline->connection);
	question_queue_put_all_back(pipeline->waiting, &pipeline->flight);
	PQclear(pipeline->result);
	pipeline->result = NULL;
}
