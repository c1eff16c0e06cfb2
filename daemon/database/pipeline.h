// Pipeline: the questions that are in flight on one connection, and what their results come to.
//
//   waiting (the lane's) -> in flight -> ended
//      ^----- lost ------------+
//
// Results arrive in the order of the questions. A question ends at its sync only: before it, nothing is committed.
#ifndef WAYMARK_PIPELINE_H
#define WAYMARK_PIPELINE_H

#include "daemon/database/connection.h"
#include "daemon/database/question.h"

#define PIPELINE_TRIES_MAX 5 // of a question that meets a deadlock, or is the first in flight when the connection breaks

#define PIPELINE_SILENCE_MS 1000 // beyond answer_ms_max, at which PostgreSQL itself gives a statement up

struct pipeline_listener {
	void (*ready)(void *context);
	void (*lost)(void *context);
	void (*log)(void *context, const char *event, const char *detail);
};

struct pipeline {
	struct connection connection;
	struct question_queue *waiting; // the lane's; what must be asked again goes back to its front
	struct question_queue flight;
	uint32_t batches;     // of those in flight
	struct people people; // of those in flight
	uint64_t progress_ms; // when the first in flight began to be the first
	PGresult *result;     // of the first in flight, until its sync
	bool person_left;     // the first in flight still awaits its person's result
	bool failed;
	char sqlstate[6];
	const struct pipeline_listener *listener;
	void *context;
};

// Begins to connect. waiting, listener and context outlive the pipeline.
void pipeline_init(struct pipeline *pipeline, uv_loop_t *loop, const struct database_settings *settings,
	const struct database_statement *const *statements, size_t statement_count, int64_t statement_ms_max,
	struct question_queue *waiting, const struct pipeline_listener *listener, void *context);

// True if questions can be sent now.
bool pipeline_ready(const struct pipeline *pipeline);

// Takes the question and sends it as one atomic unit; it leaves with pipeline_push. READY only. On a break the question waits
// again.
void pipeline_send(struct pipeline *pipeline, struct question *question);
// Hands what was sent to the socket.
void pipeline_push(struct pipeline *pipeline);

// Drops a connection whose first question has had no answer, not even that it took too long, PIPELINE_SILENCE_MS after its time.
void pipeline_watch(struct pipeline *pipeline, int64_t answer_ms_max);

// Closes the connection; what was in flight goes back to waiting.
void pipeline_close(struct pipeline *pipeline);

#endif
