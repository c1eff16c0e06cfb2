// Server: makes the loop and everything on it, runs it, and takes it down again.
//
//   STARTING -> SERVING -> DRAINING -> ENDING
//
// STARTING until the door is open. DRAINING from SIGTERM until the core says that nothing is left. In ENDING nothing steps the
// core any more: handles are closed, and the loop runs out. The database comes and goes meanwhile: each time that it is there,
// its functions are compared with this program's before any request is asked.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/server/loop.h"

// -- the end --

static void on_destroyed(void *context)
{
}

static void close_handle(uv_handle_t *handle)
{
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

static void on_ending(uv_async_t *ending)
{
	struct server *server = ending->data;
	server->state = SERVER_ENDING;
	jobs_stop(server);
	server->watch->ended(server->watch->context, server);
	database_destroy(server->database, on_destroyed, server);
	gateway_destroy(server->gateway, on_destroyed, server);
	close_handle((uv_handle_t *)&server->alarm);
	close_handle((uv_handle_t *)&server->jobs);
	close_handle((uv_handle_t *)&server->ending);
	for (size_t i = 0; i < sizeof server->signals / sizeof *server->signals; i++)
		close_handle((uv_handle_t *)&server->signals[i]);
}

void server_stop(struct server *server)
{
	if (server->state != SERVER_SERVING)
		return;
	server->state = SERVER_DRAINING;
	loop_log(server, SERVER_INFO, "server", "stopping", NULL);
	jobs_stop(server);
	gateway_stop_listening(server->gateway);
	step(server, &(struct core_happening){ .kind = CORE_SHUTDOWN });
}

// -- the database --

static void give_up(struct server *server, const char *problem)
{
	loop_log(server, SERVER_ERROR, "database", "schema_mismatch", problem);
	server->end = SERVER_SCHEMA_MISMATCH;
	server_stop(server);
}

static void on_signatures(void *context, const struct database_rows *rows, bool unavailable)
{
	struct server *server = context;
	char problem[600];
	if (unavailable || !server->there || server->state != SERVER_SERVING) // when it is there again, it is asked again
		return;
	if (rows == NULL) {
		give_up(server, "the database knows no api.signatures(): run waymarkd migrate");
		return;
	}
	struct operations_rows texts = asking_rows(rows);
	if (!operations_fit(server->operations, &texts, problem, sizeof problem)) {
		give_up(server, problem);
		return;
	}
	server->ready = true;
	step(server, &(struct core_happening){ .kind = CORE_DATABASE, .database_there = true });
	server->watch->ready(server->watch->context, server);
	calling_tell_url(server);
	jobs_start(server);
}

static void on_there(void *context, bool there)
{
	struct server *server = context;
	server->there = there;
	loop_log(server, SERVER_DEBUG, "database", there ? "connected" : "disconnected", NULL);
	if (there) {
		if (!asking_own(server, DATABASE_WRITE, &server->own[OWN_SIGNATURES], 0, NULL, 0, on_signatures, server))
			loop_log(server, SERVER_WARNING, "database", "crowded", "too much waits to look at the functions");
	} else if (server->ready) {
		server->ready = false;
		step(server, &(struct core_happening){ .kind = CORE_DATABASE, .database_there = false });
	}
}

static void on_database_log(void *context, const char *event, const char *detail)
{
	loop_log(context, SERVER_WARNING, "database", event, detail);
}

static void on_bus_head(void *context, int64_t channel, int64_t seq)
{
	step(context, &(struct core_happening){ .kind = CORE_HEAD, .head = { .channel = channel, .seq = seq } });
}

static void on_bus_revoked(void *context, int64_t person, int64_t session)
{
	step(context, &(struct core_happening){ .kind = CORE_REVOKED, .revoked = { .person = person, .session = session } });
}

// -- the start --

static void create_statements(struct server *server)
{
	server->own[OWN_RANGE] =
		(struct database_statement){ "channel_range", operations_range_statement, OPERATIONS_RANGE_PARAMETERS };
	server->own[OWN_JOBS] =
		(struct database_statement){ "jobs", "select done, next_at, events::text from api.jobs($1::integer)", 1 };
	server->own[OWN_SIGNATURES] = (struct database_statement){ "signatures", "select name, arguments from api.signatures()", 0 };
	server->own[OWN_ADMIN] = (struct database_statement){ "admin_call",
		"select outcome, detail, reply::text, events::text, ended from admin.call($1::text, $2::jsonb)", 2 };
	server->asked = calloc(schema_operation_count, sizeof *server->asked);
	CHECK(server->asked != NULL);
}

static void create_database(struct server *server)
{
	const struct database_statement *list[SCHEMA_OPERATIONS_MAX + OWN_COUNT];
	size_t count = 0;
	create_statements(server);
	CHECK(operations_count(server->operations) <= SCHEMA_OPERATIONS_MAX);
	for (size_t i = 0; i < operations_count(server->operations); i++) {
		const struct operation *operation = operations_at(server->operations, i);
		struct database_statement *statement = &server->asked[operation->schema - schema_operations];
		*statement = (struct database_statement){ operation->function, operation->statement, operation->parameter_count };
		if (operation->statement != NULL)
			list[count++] = statement;
	}
	for (size_t i = 0; i < OWN_COUNT; i++)
		list[count++] = &server->own[i];
	struct database_settings settings = server->settings.database;
	if (settings.questions_max == 0)
		settings.questions_max = server->settings.limits.requests_max + server->settings.limits.fetches_max + OWN_QUESTIONS_MAX;
	struct database_listener listener = { .context = server, .there = on_there, .log = on_database_log };
	server->database = database_create(server->loop, &settings, list, count, &listener);
}

static void create_core(struct server *server)
{
	const struct core_limits *limits = &server->settings.limits;
	uint64_t seed;
	CHECK(uv_random(NULL, NULL, &seed, sizeof seed, 0, NULL) == 0);
	server->core = core_create(limits, seed);
	map_init(&server->connections, limits->connections_max, seed);
	server->refused_max = limits->requests_max + limits->fetches_max;
	server->refused = calloc(server->refused_max, sizeof *server->refused);
	CHECK(server->refused != NULL);
}

static bool open_gateway(struct server *server)
{
	const char *problem = NULL;
	struct gateway_settings settings = server->settings.gateway;
	settings.connections_max = server->settings.limits.connections_max;
	settings.frame_bytes_max = server->settings.limits.frame_bytes_max;
	struct gateway_listener listener = listening_listener(server);
	server->gateway = gateway_create(server->loop, &settings, &listener, &problem);
	if (server->gateway == NULL)
		loop_log(server, SERVER_ERROR, "gateway", "cannot_listen", problem);
	return server->gateway != NULL;
}

static void on_signal(uv_signal_t *signal, int number)
{
	if (number == SIGHUP)
		server_reload(signal->data);
	else
		server_stop(signal->data);
}

static void start_handles(struct server *server)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };
	uv_timer_t *timers[] = { &server->alarm, &server->jobs };
	CHECK(uv_async_init(server->loop, &server->ending, on_ending) == 0);
	server->ending.data = server;
	for (size_t i = 0; i < sizeof timers / sizeof *timers; i++) {
		uv_timer_init(server->loop, timers[i]); // cannot fail
		timers[i]->data = server;
	}
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		uv_signal_init(server->loop, &server->signals[i]);
		server->signals[i].data = server;
		uv_signal_start(&server->signals[i], on_signal, numbers[i]);
	}
	signal(SIGPIPE, SIG_IGN);
}

static void release(struct server *server)
{
	CHECK(!server->stepping);
	core_destroy(server->core);
	map_release(&server->connections);
	free(server->refused);
	bus_destroy(server->bus);
	operations_destroy(server->operations);
	operations_space_destroy(server->asking_space);
	operations_space_destroy(server->answer_space);
	free(server->asked);
	free(server);
}

static void serve(struct server *server, uv_loop_t *loop)
{
	struct bus_listener bus_listener = { .context = server, .head = on_bus_head, .revoked = on_bus_revoked };
	server->bus = bus_create_alone(&bus_listener);
	start_handles(server);
	create_database(server);
	server->state = SERVER_SERVING;
	server->watch->started(server->watch->context, server, loop);
	uv_run(loop, UV_RUN_DEFAULT);
	CHECK(server->state == SERVER_ENDING);
}

enum server_end server_run(const struct server_settings *settings, const struct server_watch *watch)
{
	uv_loop_t loop;
	CHECK(watch->log != NULL && watch->started != NULL && watch->ready != NULL && watch->ended != NULL && watch->reload != NULL &&
		  watch->report != NULL);
	int failed = uv_loop_init(&loop);
	CHECK(failed == 0);
	struct server *server = calloc(1, sizeof *server);
	CHECK(server != NULL);
	server->loop = &loop;
	server->settings = *settings;
	server->watch = watch;
	server->end = SERVER_STOPPED;
	server->started_us = loop_now_us();
	server->operations = operations_create();
	server->asking_space = operations_space_create();
	server->answer_space = operations_space_create();
	create_core(server);
	if (open_gateway(server)) {
		serve(server, &loop);
	} else {
		server->end = SERVER_CANNOT_LISTEN;
		uv_run(&loop, UV_RUN_DEFAULT); // lets the gateway's beginnings go
	}
	enum server_end end = server->end;
	release(server);
	failed = uv_loop_close(&loop);
	CHECK(failed == 0); // else somebody left a handle open
	return end;
}

// -- what the program around the loop asks --

void server_reload(struct server *server)
{
	const struct server_settings *settings = server->watch->reload(server->watch->context);
	if (settings == NULL || server->state == SERVER_ENDING)
		return;
	gateway_reload(server->gateway, &settings->gateway);
	server->settings.gateway = settings->gateway;
	server->settings.public_url = settings->public_url;
	if (server->ready)
		calling_tell_url(server);
	loop_log(server, SERVER_INFO, "server", "reloaded", NULL);
}

uint16_t server_port(const struct server *server)
{
	return gateway_port(server->gateway);
}

struct server_figures server_figures(const struct server *server)
{
	return (struct server_figures){
		.core = core_figures(server->core),
		.database = database_figures(server->database),
		.jobs_done = server->jobs_done,
		.jobs_failed = server->jobs_failed,
		.faults = server->faults,
		.uptime_us = loop_now_us() - server->started_us,
		.database_there = server->there,
		.ready = server->ready && server->state == SERVER_SERVING,
		.stopping = server->state >= SERVER_DRAINING,
	};
}
