// WebSockets, on libwebsockets 4.1.6 and the caller's libuv loop. It is shown only sockets whose request passed the door, and of
// that request only what door_write_request wrote: its reading of HTTP, with CVE-2025-11677, h2c and the rest, meets no stranger.
#include "daemon/gateway/house.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/check.h"

#define RX_BUFFER_BYTES 512          // of each connection; larger messages arrive in parts of this size
#define TX_PACKET_BYTES (256u << 10) // at most one send; without it rx_buffer_size would be the limit
#define SERVICE_BUFFER_BYTES 4096
#define REQUESTS_AT_ONCE 4 // libwebsockets reads one, whole, inside socket_open
#define ASSEMBLY_BYTES_MIN 2048

// libwebsockets' log is the process's own, without a context.
static struct gateway *logging;

static void log_of_library(int level, const char *line)
{
	// It calls every adopted request an error.
	if (logging == NULL || strstr(line, "adopt_socket_readbuf") != NULL)
		return;
	char detail[160];
	snprintf(detail, sizeof detail, "%.*s", (int)strcspn(line, "\n"), line);
	house_log_quietly(logging, QUIET_LIBRARY, detail);
}

void socket_forget(struct gateway_connection *connection)
{
	list_remove(&connection->wanting);
	if (connection->assembly != NULL)
		connection->gateway->assembly_bytes -= connection->assembly->size;
	free(connection->assembly);
	connection->assembly = NULL;
	if (connection->farewell != NULL)
		list_remove(&connection->farewell->order);
	free(connection->farewell);
	connection->farewell = NULL;
	connection->state = CONNECTION_GONE;
}

static void established(struct gateway *gateway, struct lws *wsi, struct gateway_connection *connection)
{
	struct visit *visit = gateway->arriving;
	CHECK(visit != NULL && connection->gateway == NULL);
	gateway->arriving = NULL;
	gateway->connections++;
	connection->gateway = gateway;
	connection->wsi = wsi;
	connection->state = CONNECTION_OPEN;
	list_init(&connection->wanting);
	connection->number = gateway->listener.opened(gateway->listener.context, connection, visit->peer, visit->token);
	if (connection->number == 0)
		gateway_close(connection, 1013, "too many connections");
}

static void closed(struct gateway_connection *connection)
{
	struct gateway *gateway = connection->gateway;
	uint64_t number = connection->number;
	CHECK(gateway->connections > 0 && gateway->sockets > 0);
	gateway->connections--;
	gateway->sockets--;
	socket_forget(connection);
	connection->number = 0;
	if (number != 0)
		gateway->listener.closed(gateway->listener.context, number);
}

void gateway_pause(struct gateway_connection *connection)
{
	if (connection->state == CONNECTION_OPEN)
		lws_rx_flow_control(connection->wsi, 0);
}

void gateway_resume(struct gateway_connection *connection)
{
	if (connection->state == CONNECTION_OPEN)
		lws_rx_flow_control(connection->wsi, 1);
}

// Adds a part of a message to what is here already. False if there is no memory to spare for it.
static bool assemble(struct gateway_connection *connection, struct slice part)
{
	struct gateway *gateway = connection->gateway;
	struct assembly *assembly = connection->assembly;
	size_t n = assembly != NULL ? assembly->n : 0, size = assembly != NULL ? assembly->size : 0;
	if (assembly == NULL || n + part.n > size) { // the first part may be empty
		size_t larger = size > 0 ? size : ASSEMBLY_BYTES_MIN;
		while (larger < n + part.n)
			larger *= 2;
		if (gateway->assembly_bytes - size + larger > ASSEMBLY_BYTES_MAX)
			return false;
		assembly = realloc(assembly, sizeof *assembly + larger);
		CHECK(assembly != NULL);
		gateway->assembly_bytes += larger - size;
		assembly->size = larger;
		connection->assembly = assembly;
	}
	if (part.n > 0)
		memcpy(assembly->bytes + n, part.at, part.n);
	assembly->n = n + part.n;
	return true;
}

// Gives a whole message to the listener: last is its end, or all of it.
static void deliver(struct gateway_connection *connection, struct slice last)
{
	const struct gateway_listener *listener = &connection->gateway->listener;
	struct assembly *assembly = connection->assembly;
	connection->assembly = NULL; // the listener may close the connection
	if (assembly == NULL) {
		listener->frame(listener->context, connection->number, last);
		return;
	}
	connection->gateway->assembly_bytes -= assembly->size;
	listener->frame(listener->context, connection->number, (struct slice){ assembly->bytes, assembly->n });
	free(assembly);
}

static void received(struct gateway_connection *connection, struct slice part)
{
	struct lws *wsi = connection->wsi;
	size_t limit = connection->gateway->frame_bytes_max;
	size_t here = connection->assembly != NULL ? connection->assembly->n : 0;
	if (connection->state != CONNECTION_OPEN)
		return; // what a peer says after its close was decided counts no more
	if (lws_is_first_fragment(wsi) && !lws_frame_is_binary(wsi)) {
		gateway_close(connection, 1003, "binary messages only");
		return;
	}
	// What is announced counts too: nobody waits for a message that will be too long.
	size_t room = limit - here;
	if (part.n > room || lws_remaining_packet_payload(wsi) > room - part.n) {
		gateway_close(connection, 1009, "message too long");
		return;
	}
	bool whole = lws_is_final_fragment(wsi);
	if ((!whole || connection->assembly != NULL) && !assemble(connection, part))
		gateway_close(connection, 1013, "too many long messages");
	else if (whole)
		deliver(connection, part);
}

// True if this is the visit in hand of socket_open: nobody comes another way, nor with a second request.
static bool is_arriving(struct lws *wsi)
{
	const struct gateway *gateway = lws_context_user(lws_get_context(wsi));
	return gateway->arriving != NULL;
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t n)
{
	struct gateway_connection *connection = user;
	switch (reason) {
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
		return is_arriving(wsi) ? 0 : -1;
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
		// CVE-2025-11677: "in" may point at freed memory, and is not touched.
		return is_arriving(wsi) && lws_hdr_total_length(wsi, WSI_TOKEN_UPGRADE) > 0 ? 0 : -1;
	case LWS_CALLBACK_HTTP:
		return -1;
	case LWS_CALLBACK_ESTABLISHED:
		established(lws_context_user(lws_get_context(wsi)), wsi, connection);
		return 0;
	case LWS_CALLBACK_RECEIVE:
		received(connection, (struct slice){ in, n });
		return 0;
	case LWS_CALLBACK_RECEIVE_PONG:
		if (connection->number != 0)
			connection->gateway->listener.alive(connection->gateway->listener.context, connection->number);
		return 0;
	case LWS_CALLBACK_SERVER_WRITEABLE:
		gateway_want_write(connection);
		return 0;
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
		// libwebsockets would answer a second time where we began, and would echo codes that may not be sent.
		sending_answer_close(connection, (struct slice){ in, n });
		return -1;
	case LWS_CALLBACK_WS_SERVER_DROP_PROTOCOL:
		if (connection != NULL && connection->gateway != NULL)
			connection->state = CONNECTION_GONE;
		return 0;
	case LWS_CALLBACK_CLOSED:
		if (connection != NULL && connection->gateway != NULL)
			closed(connection);
		return 0;
	default:
		return 0;
	}
}

bool socket_start(struct gateway *gateway)
{
	// Zeros: no validity timers. They stand in one sorted list, which every connection would walk; the core pings by itself.
	static const lws_retry_bo_t no_timers = { 0 };
	void *loops[] = { gateway->loop };
	gateway->protocols[0] = (struct lws_protocols){
		.name = DOOR_PROTOCOL,
		.callback = on_event,
		.per_session_data_size = sizeof(struct gateway_connection),
		.rx_buffer_size = RX_BUFFER_BYTES,
		.tx_packet_size = TX_PACKET_BYTES,
	};
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN_SERVER, // listen.c accepts
		.protocols = gateway->protocols,
		.extensions = NULL, // permessage-deflate stalls on this loop
		.options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME,
		.foreign_loops = loops,
		.user = gateway,
		.retry_and_idle_policy = &no_timers,
		.max_http_header_pool = REQUESTS_AT_ONCE,
		.pt_serv_buf_size = SERVICE_BUFFER_BYTES,
		.gid = (gid_t)-1,
		.uid = (uid_t)-1,
	};
	logging = gateway;
	lws_set_log_level(LLL_ERR | LLL_WARN, log_of_library);
	gateway->library = lws_create_context(&info);
	if (gateway->library == NULL)
		return false;
	gateway->vhost = lws_get_vhost_by_name(gateway->library, "default");
	CHECK(gateway->vhost != NULL);
	return true;
}

void socket_open(struct visit *visit, const struct door_answer *door, struct slice rest)
{
	struct gateway *gateway = visit->gateway;
	char request[DOOR_REQUEST_BYTES_MAX + HEAD_BYTES_MAX];
	size_t n = door_write_request(door, request, DOOR_REQUEST_BYTES_MAX);
	CHECK(rest.n <= HEAD_BYTES_MAX);
	memcpy(request + n, rest.at, rest.n); // a frame may come close behind the request
	int fd = visit->fd;
	visit->fd = -1;
	if (visit->polled)
		uv_poll_stop(&visit->poll); // two handles may not watch one descriptor
	visit->token = door->token;
	gateway->arriving = visit;
	struct lws *wsi = lws_adopt_socket_vhost_readbuf(gateway->vhost, fd, request, n + rest.n);
	bool arrived = gateway->arriving == NULL;
	gateway->arriving = NULL;
	if (!arrived) {
		// The peer is gone already: libwebsockets has closed the socket, or does so now.
		if (wsi != NULL)
			lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
		gateway->sockets--;
	}
	visit_end(visit);
}
