// Peer: a WebSocket server of one connection, small enough to be wrong on purpose.
#include "peer.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client/library/chance.h"
#include "protocol/envelope.h"
#include "protocol/transcode.h"

void peer_start(struct peer *peer)
{
	*peer = (struct peer){ .fd = -1, .in = malloc(PEER_BYTES) };
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof at;
	peer->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(peer->listener, (struct sockaddr *)&at, sizeof at), 0);
	ck_assert_int_eq(listen(peer->listener, 8), 0);
	ck_assert_int_eq(getsockname(peer->listener, (struct sockaddr *)&at, &size), 0);
	peer->port = ntohs(at.sin_port);
	snprintf(peer->url, sizeof peer->url, "http://127.0.0.1:%u", peer->port);
}

void peer_cut(struct peer *peer)
{
	if (peer->fd >= 0)
		close(peer->fd);
	peer->fd = -1;
	peer->in_n = 0;
	peer->upgraded = false;
}

void peer_stop(struct peer *peer)
{
	peer_cut(peer);
	close(peer->listener);
	free(peer->in);
}

struct wm_options *peer_options(const struct peer *peer)
{
	struct wm_options *options = wm_options_create();
	ck_assert_int_eq(wm_options_set_url(options, peer->url), WM_OK);
	ck_assert_int_eq(wm_options_set_token(options, "token"), WM_OK);
	ck_assert_int_eq(wm_options_set_reconnect_ms(options, 1, 4), WM_OK);
	return options;
}

struct wm_client *peer_client(const struct peer *peer)
{
	struct wm_options *options = peer_options(peer);
	struct wm_client *client = wm_client_create(options);
	ck_assert_ptr_nonnull(client);
	wm_options_destroy(options);
	return client;
}

static void pump(struct peer *peer)
{
	if (peer->fd < 0) {
		peer->fd = accept4(peer->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (peer->fd >= 0)
			peer->connections++;
		return;
	}
	ssize_t n = recv(peer->fd, peer->in + peer->in_n, PEER_BYTES - peer->in_n, 0);
	if (n > 0)
		peer->in_n += (size_t)n;
	else if (n == 0 || errno != EAGAIN)
		peer_cut(peer);
}

int peer_turn(struct peer *peer, struct wm_client *client)
{
	struct pollfd ready[2] = { { .fd = peer->fd >= 0 ? peer->fd : peer->listener, .events = POLLIN }, { .fd = -1 } };
	int wait = 20;
	if (client) {
		int events = wm_events(client), timeout = wm_timeout_ms(client);
		ready[1] = (struct pollfd){ .fd = wm_fd(client),
			.events = (short)((events & WM_READ ? POLLIN : 0) | (events & WM_WRITE ? POLLOUT : 0)) };
		wait = timeout >= 0 && timeout < wait ? timeout : wait;
	}
	poll(ready, 2, wait);
	pump(peer);
	return client ? wm_process(client, WM_READ | WM_WRITE) : WM_OK;
}

// -- frames ---------------------------------------------------------------------------------------------------------------------

void peer_send_raw(struct peer *peer, const void *bytes, size_t n)
{
	const uint8_t *at = bytes;
	while (n > 0) {
		ssize_t sent = send(peer->fd, at, n, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0 && errno == EAGAIN) {
			struct pollfd ready = { .fd = peer->fd, .events = POLLOUT };
			poll(&ready, 1, 100);
			continue;
		}
		if (sent < 0)
			return; // the client has hung up: that is for the test to see
		at += sent;
		n -= (size_t)sent;
	}
}

void peer_send_frame(struct peer *peer, uint8_t first, const void *bytes, size_t n)
{
	uint8_t head[10] = { first };
	size_t size = 2;
	if (n < 126) {
		head[1] = (uint8_t)n;
	} else if (n < 65536) {
		head[1] = 126;
		head[2] = (uint8_t)(n >> 8);
		head[3] = (uint8_t)n;
		size = 4;
	} else {
		head[1] = 127;
		for (int i = 0; i < 8; i++)
			head[2 + i] = (uint8_t)((uint64_t)n >> (56 - 8 * i));
		size = 10;
	}
	peer_send_raw(peer, head, size);
	peer_send_raw(peer, bytes, n);
}

// The first whole frame of what arrived: its payload unmasked in place. Returns the bytes of the frame, 0 if there is none.
static size_t frame(const struct peer *peer, uint8_t *first, uint8_t **payload, size_t *n)
{
	uint8_t *in = peer->in;
	if (!peer->upgraded || peer->in_n < 6)
		return 0;
	size_t head = 2;
	*n = in[1] & 127;
	if (*n == 126) {
		*n = (size_t)in[2] << 8 | in[3];
		head = 4;
	}
	ck_assert_msg((in[1] & 127) != 127, "larger than any test sends");
	ck_assert_msg(in[1] & 128, "a client's frame must be masked");
	if (peer->in_n < head + 4 + *n)
		return 0;
	*first = in[0];
	*payload = in + head + 4;
	return head + 4 + *n;
}

bool peer_has_request(const struct peer *peer)
{
	uint8_t first, *payload;
	size_t n;
	return frame(peer, &first, &payload, &n) > 0;
}

struct peer_request peer_take(struct peer *peer, struct wm_client *client)
{
	PEER_UNTIL(peer, client, peer_has_request(peer));
	uint8_t first, *payload;
	size_t n, whole = frame(peer, &first, &payload, &n);
	uint8_t *mask = payload - 4;
	for (size_t i = 0; i < n; i++)
		payload[i] ^= mask[i % 4];
	ck_assert_uint_eq(first, 0x82);
	struct envelope envelope = envelope_read((struct slice){ .at = payload, .n = n });
	ck_assert_int_eq(envelope.kind, ENVELOPE_REQUEST);
	struct peer_request request = { .id = envelope.id };
	snprintf(request.operation, sizeof request.operation, "%.*s", (int)envelope.name.n, (const char *)envelope.name.at);
	char *json = envelope.params.at ? transcode_to_json(envelope.params) : NULL;
	snprintf(request.json, sizeof request.json, "%s", json ? json : "");
	free(json);
	const char *nonce = strstr(request.json, "\"nonce\":\"");
	if (nonce)
		sscanf(nonce, "\"nonce\":\"%39[^\"]", request.nonce);
	memmove(peer->in, peer->in + whole, peer->in_n - whole);
	peer->in_n -= whole;
	return request;
}

void peer_accept(struct peer *peer, struct wm_client *client)
{
	PEER_UNTIL(peer, client, peer->fd >= 0 && memmem(peer->in, peer->in_n, "\r\n\r\n", 4));
	char key[UPGRADE_KEY_BYTES], accept[UPGRADE_ACCEPT_BYTES], answer[400];
	const char *field = memmem(peer->in, peer->in_n, "Sec-WebSocket-Key: ", 19);
	ck_assert_ptr_nonnull(field);
	snprintf(key, sizeof key, "%.24s", field + 19);
	upgrade_accept(key, accept);
	int n = snprintf(answer, sizeof answer,
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\n"
		"Sec-WebSocket-Protocol: waymark.msgpack\r\n\r\n",
		accept);
	peer_send_raw(peer, answer, (size_t)n);
	peer->in_n = 0;
	peer->upgraded = true;
}

void peer_greet(struct peer *peer, struct wm_client *client)
{
	peer_accept(peer, client);
	struct peer_request hello = peer_take(peer, client);
	ck_assert_str_eq(hello.operation, "session.hello");
	peer_answer(peer, hello.id,
		"{\"person\":{\"id\":1,\"name\":\"Nia\",\"language\":\"cy\",\"roles\":[]},\"inbox\":3,\"limits\":{\"frame_bytes_max\":"
		"65536,"
		"\"requests_open_max\":8},\"heartbeat_s\":30,\"version\":1}");
	PEER_UNTIL(peer, client, wm_client_state(client) == WM_READY);
}

// -- messages -------------------------------------------------------------------------------------------------------------------

static void send_message(struct peer *peer, const struct wire_writer *writer)
{
	ck_assert(!writer->overflowed);
	struct slice message = wire_written(writer);
	peer_send_frame(peer, 0x82, message.at, message.n);
}

static void put_json(struct wire_writer *writer, const char *json)
{
	struct envelope_problem problem = transcode_to_wire(slice_of(json), NULL, writer);
	ck_assert_msg(problem.outcome == OUTCOME_OK, "%s: %s", json, problem.detail);
}

void peer_answer(struct peer *peer, uint32_t id, const char *json)
{
	uint8_t bytes[4096];
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	wire_put_array(&writer, 4);
	wire_put_int(&writer, 1);
	wire_put_int(&writer, id);
	wire_put_nil(&writer);
	put_json(&writer, json);
	send_message(peer, &writer);
}

void peer_refuse(struct peer *peer, uint32_t id, const char *json)
{
	uint8_t bytes[4096];
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	wire_put_array(&writer, 4);
	wire_put_int(&writer, 1);
	wire_put_int(&writer, id);
	put_json(&writer, json);
	wire_put_nil(&writer);
	send_message(peer, &writer);
}

void peer_notify(struct peer *peer, const char *name, const char *json)
{
	uint8_t bytes[8192];
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	wire_put_array(&writer, 3);
	wire_put_int(&writer, 2);
	wire_put_word(&writer, name);
	put_json(&writer, json);
	send_message(peer, &writer);
}
