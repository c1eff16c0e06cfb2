// Connection: one libpq connection in pipeline mode on the loop, which comes back by itself.
//
//   DOWN -(300 ms)-> CONNECTING -> PREPARING -> READY
//     ^------------------+-------------+----------+   any failure
//
// Only READY can send. CLOSED is the end.
#ifndef WAYMARK_CONNECTION_H
#define WAYMARK_CONNECTION_H

#include <libpq-fe.h>
#include <uv.h>

#include "daemon/database/database.h"

#define CONNECTION_RETRY_MS 300        // between tries, with a third of jitter on either side
#define CONNECTION_CONNECT_MS_MAX 3000 // from the first packet to READY

enum connection_state { CONNECTION_DOWN, CONNECTION_CONNECTING, CONNECTION_PREPARING, CONNECTION_READY, CONNECTION_CLOSED };

struct connection_listener {
	// READY: statements are prepared, nothing is in flight.
	void (*ready)(void *context);
	// READY no longer: whatever was sent without a sync result has an unknown end.
	void (*lost)(void *context);
	// The next result in order, PGRES_PIPELINE_SYNC too; the listener clears it. NULLs of libpq are left out.
	void (*result)(void *context, PGresult *result);
	// For the log. detail is never content.
	void (*log)(void *context, const char *event, const char *detail);
};

struct connection {
	enum connection_state state;
	uv_loop_t *loop;
	const char *conninfo;
	const struct database_statement *const *statements;
	size_t statement_count;
	int64_t statement_ms_max; // PostgreSQL gives a statement up after so long
	const struct connection_listener *listener;
	void *context;
	PGconn *pg;        // NULL when DOWN or CLOSED
	uv_poll_t *poll;   // on pg's socket; NULL when there is none
	int polled;        // the events that poll is started for
	uv_timer_t *timer; // DOWN: the next try. CONNECTING, PREPARING: the deadline.
	size_t prepared;   // PREPARING: how many syncs came
	int predecessor;   // the process of the backend that was lost, to be ended before anything is asked again; 0: none
	bool quiet;        // the failure was told already; tries in the same trouble are not logged
};

// Begins to connect. All pointers outlive the connection; conninfo and statements are not copied.
void connection_init(struct connection *connection, uv_loop_t *loop, const struct database_settings *settings,
	const struct database_statement *const *statements, size_t statement_count, int64_t statement_ms_max,
	const struct connection_listener *listener, void *context);

// Puts a prepared statement behind what was sent before. READY only. False: the connection is broken, drop it.
bool connection_send(struct connection *connection, const char *name, int parameter_count, const char *const *values,
	const int *lengths, const int *formats);
// Ends an atomic unit: PostgreSQL commits what stands between two of these.
bool connection_sync(struct connection *connection);
// Hands what was sent to the socket, and the rest when it is writable again. False: broken.
bool connection_flush(struct connection *connection);

// Gives this connection up and tries again later; reason is static text for the log. lost() is called if it was READY.
void connection_drop(struct connection *connection, const char *reason);

// The end: CLOSED, nothing is called any more; the loop must run until its handles are closed. The struct may go at once.
void connection_close(struct connection *connection);

#endif
