// Listening: what the gateway tells becomes the core's happenings. The core's handle is the gateway's number for a connection.
#include "daemon/base/check.h"
#include "daemon/server/loop.h"

static uint64_t on_opened(void *context, struct gateway_connection *connection, uint64_t peer, struct slice token)
{
	struct server *server = context;
	core_connection handle = 0;
	if (server->state == SERVER_ENDING)
		return 0;
	server->opening = connection;
	step(server, &(struct core_happening){ .kind = CORE_OPENED, .opened = { .handle = &handle, .peer = peer, .token = token } });
	server->opening = NULL;
	return handle;
}

static void on_frame(void *context, uint64_t number, struct slice bytes)
{
	step(context, &(struct core_happening){ .kind = CORE_FRAME, .connection = number, .frame = bytes });
}

static void on_alive(void *context, uint64_t number)
{
	step(context, &(struct core_happening){ .kind = CORE_ALIVE, .connection = number });
}

static void on_closed(void *context, uint64_t number)
{
	struct server *server = context;
	map_remove(&server->connections, number);
	step(server, &(struct core_happening){ .kind = CORE_CLOSED, .connection = number });
}

static size_t on_pull(void *context, uint64_t number, uint8_t *bytes, size_t size)
{
	struct server *server = context;
	return server->state == SERVER_ENDING ? 0 : core_pull(server->core, number, bytes, size);
}

static void on_drained(void *context, uint64_t number)
{
	step(context, &(struct core_happening){ .kind = CORE_DRAINED, .connection = number });
}

static void on_session(void *context, gateway_exchange exchange, struct slice code, struct slice token, uint64_t peer)
{
	signing_begin(context, exchange, code, token);
}

static int on_report(void *context, const char *path, char *text, size_t size)
{
	struct server *server = context;
	return server->watch->report(server->watch->context, server, path, text, size);
}

static void on_log(void *context, const char *event, const char *detail)
{
	loop_log(context, SERVER_WARNING, "gateway", event, detail);
}

struct gateway_listener listening_listener(struct server *server)
{
	return (struct gateway_listener){ .context = server,
		.opened = on_opened,
		.frame = on_frame,
		.alive = on_alive,
		.closed = on_closed,
		.pull = on_pull,
		.drained = on_drained,
		.session = on_session,
		.report = on_report,
		.log = on_log };
}
