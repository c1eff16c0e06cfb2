// Connection: PQconnectPoll and the pipeline's reading and writing, driven by uv_poll and one timer.
//
// Traps that this file knows: the socket may change while connecting, so the poll handle is made anew for each step; an fd must
// leave the loop before libpq closes it; reading comes before writing, or two full buffers wait for each other; PQgetResult
// blocks unless PQisBusy says no; and a poll that reports an error has silently stopped, so it counts as readable.
#include "daemon/database/connection.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/check.h"

static const char person_sql[] = "select set_config('waymark.person', $1, true)";
// A backend whose client is gone may go on for a while, and commit behind our asking again: a post that was refused meanwhile
// would be kept after all. So the one that we lost is ended first, and waited for a second at most.
static const char begin_sql[] =
	"select set_config('statement_timeout', $1, false), (select bool_or(pg_terminate_backend(pid, 1000))"
	" from pg_stat_activity where pid = $2::int and pid <> pg_backend_pid() and application_name = 'waymarkd')";

#define SYNCS_BEFORE 2 // of the preparation: that of begin_sql and that of person_sql; then one for each statement

static void connection_begin(struct connection *connection);
static void on_poll(uv_poll_t *poll, int status, int events);

// PostgreSQL's notices may hold anything, and libpq would print them: what matters comes as a result or as the loss of one.
static void pass_over_notice(void *context, const PGresult *notice)
{
}

static void free_handle(uv_handle_t *handle)
{
	free(handle);
}

static void stop_polling(struct connection *connection)
{
	if (connection->poll == NULL)
		return;
	uv_poll_stop(connection->poll);
	uv_close((uv_handle_t *)connection->poll, free_handle);
	connection->poll = NULL;
	connection->polled = 0;
}

// Changes what is polled for; each change costs two system calls, so it is made only when it is one.
static bool poll_for(struct connection *connection, int events)
{
	if (connection->polled == events)
		return true;
	connection->polled = events;
	return uv_poll_start(connection->poll, events, on_poll) == 0;
}

// Polls pg's socket as it is now. False if it has none.
static bool start_polling(struct connection *connection, int events)
{
	CHECK(connection->poll == NULL);
	int fd = PQsocket(connection->pg);
	if (fd < 0)
		return false;
	uv_poll_t *poll = calloc(1, sizeof *poll);
	CHECK(poll != NULL);
	if (uv_poll_init(connection->loop, poll, fd) != 0) {
		free(poll); // the loop never heard of it
		return false;
	}
	poll->data = connection;
	connection->poll = poll;
	return poll_for(connection, events);
}

static void on_retry(uv_timer_t *timer)
{
	connection_begin(timer->data);
}

static void on_deadline(uv_timer_t *timer)
{
	connection_drop(timer->data, "connecting took too long");
}

void connection_drop(struct connection *connection, const char *reason)
{
	CHECK(connection->state != CONNECTION_CLOSED && connection->state != CONNECTION_DOWN);
	bool was_ready = connection->state == CONNECTION_READY;
	if (was_ready || !connection->quiet)
		connection->listener->log(connection->context, was_ready ? "lost" : "unreachable", reason);
	connection->quiet = true;
	stop_polling(connection);
	if (was_ready)
		connection->predecessor = PQbackendPID(connection->pg);
	PQfinish(connection->pg);
	connection->pg = NULL;
	connection->state = CONNECTION_DOWN;
	uint64_t jitter = uv_hrtime() / 1000 % (CONNECTION_RETRY_MS * 2 / 3);
	uv_timer_start(connection->timer, on_retry, CONNECTION_RETRY_MS * 2 / 3 + jitter, 0);
	if (was_ready)
		connection->listener->lost(connection->context);
}

// Why libpq gave up, in one of our own words: its message may hold a host or user name, which the settings show better.
static const char *connect_problem(struct connection *connection)
{
	const char *state = PQerrorMessage(connection->pg);
	if (strstr(state, "starting up") != NULL)
		return "PostgreSQL is starting up";
	if (strstr(state, "shutting down") != NULL)
		return "PostgreSQL is shutting down";
	if (strstr(state, "password") != NULL || strstr(state, "authentication") != NULL)
		return "PostgreSQL refuses the user or password";
	if (strstr(state, "does not exist") != NULL)
		return "the database or role does not exist";
	if (strstr(state, "too many") != NULL || strstr(state, "connection slots") != NULL)
		return "PostgreSQL has no connection free";
	return "PostgreSQL cannot be reached";
}

// Sends one statement of the preparation with its own sync, so that a bad one spoils no other.
static bool prepare_one(PGconn *pg, const char *name, const char *sql)
{
	return PQsendPrepare(pg, name, sql, 0, NULL) == 1 && PQpipelineSync(pg) == 1;
}

static bool begin_preparing(struct connection *connection)
{
	PGconn *pg = connection->pg;
	if (PQsetnonblocking(pg, 1) != 0 || PQenterPipelineMode(pg) != 1)
		return false;
	char ms[24], predecessor[24];
	snprintf(ms, sizeof ms, "%lld", (long long)connection->statement_ms_max);
	snprintf(predecessor, sizeof predecessor, "%d", connection->predecessor);
	const char *values[] = { ms, predecessor };
	if (PQsendQueryParams(pg, begin_sql, 2, NULL, values, NULL, NULL, 0) != 1 || PQpipelineSync(pg) != 1)
		return false;
	if (!prepare_one(pg, "waymark_person", person_sql))
		return false;
	for (size_t i = 0; i < connection->statement_count; i++) {
		if (!prepare_one(pg, connection->statements[i]->name, connection->statements[i]->sql))
			return false;
	}
	connection->prepared = 0;
	connection->state = CONNECTION_PREPARING;
	return connection_flush(connection);
}

static void connect_step(struct connection *connection)
{
	// libpq may close this socket and open another in here: out of the loop first.
	stop_polling(connection);
	bool fine = true;
	switch (PQconnectPoll(connection->pg)) {
	case PGRES_POLLING_READING:
		fine = start_polling(connection, UV_READABLE);
		break;
	case PGRES_POLLING_WRITING:
		fine = start_polling(connection, UV_WRITABLE);
		break;
	case PGRES_POLLING_OK:
		fine = start_polling(connection, UV_READABLE) && begin_preparing(connection);
		break;
	default:
		fine = false;
		break;
	}
	if (!fine)
		connection_drop(connection, connect_problem(connection));
}

static void connection_begin(struct connection *connection)
{
	CHECK(connection->state == CONNECTION_DOWN && connection->pg == NULL);
	// What stands before dbname gives way to the operator's own conninfo. A dead network is noticed within about three seconds.
	const char *keywords[] = { "application_name", "tcp_user_timeout", "keepalives_idle", "keepalives_interval",
		"keepalives_count", "dbname", "client_encoding", NULL };
	const char *values[] = { "waymarkd", "3000", "2", "1", "3", connection->conninfo, "UTF8", NULL };
	connection->pg = PQconnectStartParams(keywords, values, 1);
	CHECK(connection->pg != NULL);
	PQsetNoticeReceiver(connection->pg, pass_over_notice, NULL);
	connection->state = CONNECTION_CONNECTING;
	uv_timer_start(connection->timer, on_deadline, CONNECTION_CONNECT_MS_MAX, 0);
	if (PQstatus(connection->pg) == CONNECTION_BAD || !start_polling(connection, UV_WRITABLE))
		connection_drop(connection, connect_problem(connection));
}

// One result while PREPARING.
static void prepare_result(struct connection *connection, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	if (status == PGRES_FATAL_ERROR) {
		char detail[160];
		const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
		size_t index = connection->prepared;
		snprintf(detail, sizeof detail, "%s sqlstate=%s",
			index < SYNCS_BEFORE ? "setting" : connection->statements[index - SYNCS_BEFORE]->name,
			sqlstate == NULL ? "-" : sqlstate);
		connection->listener->log(connection->context, "unprepared", detail);
	}
	PQclear(result);
	if (status != PGRES_PIPELINE_SYNC)
		return;
	connection->prepared++;
	if (connection->prepared < connection->statement_count + SYNCS_BEFORE)
		return;
	uv_timer_stop(connection->timer);
	connection->predecessor = 0;
	connection->state = CONNECTION_READY;
	connection->quiet = false;
	connection->listener->ready(connection->context);
}

// Hands every result that is there to whom it concerns. A callback may drop or close the connection.
static void read_results(struct connection *connection)
{
	int nulls = 0;
	while (connection->state >= CONNECTION_PREPARING && connection->state != CONNECTION_CLOSED && !PQisBusy(connection->pg)) {
		PGresult *result = PQgetResult(connection->pg);
		if (result == NULL) {
			// One ends a query's results; a second in a row means that nothing is expected.
			if (++nulls == 2)
				return;
			continue;
		}
		nulls = 0;
		if (connection->state == CONNECTION_PREPARING)
			prepare_result(connection, result);
		else
			connection->listener->result(connection->context, result);
	}
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
	struct connection *connection = poll->data;
	CHECK(connection->poll == poll);
	if (connection->state == CONNECTION_CONNECTING) {
		connect_step(connection);
		return;
	}
	if (status < 0)
		connection->polled = 0; // libuv has stopped polling without a word
	if (status < 0 || (events & UV_READABLE) != 0) {
		bool alive = PQconsumeInput(connection->pg) == 1;
		// Read also after a failure: what came before it is an answer all the same.
		read_results(connection);
		if (connection->state < CONNECTION_PREPARING || connection->state == CONNECTION_CLOSED)
			return;
		if (!alive || PQstatus(connection->pg) == CONNECTION_BAD) {
			connection_drop(connection, "PostgreSQL closed the connection");
			return;
		}
	}
	if (!connection_flush(connection))
		connection_drop(connection, "the connection broke while writing");
}

bool connection_flush(struct connection *connection)
{
	CHECK(connection->state == CONNECTION_PREPARING || connection->state == CONNECTION_READY);
	int left = PQflush(connection->pg);
	if (left < 0 || connection->poll == NULL)
		return false;
	return poll_for(connection, left == 1 ? UV_READABLE | UV_WRITABLE : UV_READABLE);
}

bool connection_send(struct connection *connection, const char *name, int parameter_count, const char *const *values,
	const int *lengths, const int *formats)
{
	CHECK(connection->state == CONNECTION_READY);
	return PQsendQueryPrepared(connection->pg, name, parameter_count, values, lengths, formats, 0) == 1;
}

bool connection_sync(struct connection *connection)
{
	CHECK(connection->state == CONNECTION_READY);
	return PQpipelineSync(connection->pg) == 1;
}

void connection_init(struct connection *connection, uv_loop_t *loop, const struct database_settings *settings,
	const struct database_statement *const *statements, size_t statement_count, int64_t statement_ms_max,
	const struct connection_listener *listener, void *context)
{
	*connection = (struct connection){ .state = CONNECTION_DOWN,
		.loop = loop,
		.conninfo = settings->conninfo,
		.statements = statements,
		.statement_count = statement_count,
		.statement_ms_max = statement_ms_max,
		.listener = listener,
		.context = context };
	connection->timer = calloc(1, sizeof *connection->timer);
	CHECK(connection->timer != NULL);
	uv_timer_init(loop, connection->timer); // cannot fail
	connection->timer->data = connection;
	// From the loop, not from in here: the caller is still being made.
	uv_timer_start(connection->timer, on_retry, 0, 0);
}

void connection_close(struct connection *connection)
{
	CHECK(connection->state != CONNECTION_CLOSED);
	stop_polling(connection);
	PQfinish(connection->pg); // NULL is fine
	connection->pg = NULL;
	connection->state = CONNECTION_CLOSED;
	uv_close((uv_handle_t *)connection->timer, free_handle);
	connection->timer = NULL;
}
