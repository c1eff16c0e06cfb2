// Socket: the client's side of RFC 6455, without extensions and without fragments.
#include "tests/stories/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "daemon/base/check.h"

#define OPCODE_TEXT 1
#define OPCODE_BINARY 2
#define OPCODE_CLOSE 8
#define OPCODE_PING 9
#define OPCODE_PONG 10
#define INPUT_BYTES_MAX (8u << 20)

struct socket {
	int descriptor;
	uint8_t *input; // bytes that were read
	size_t n, used; // how many there are, and how many the last message took
	bool ended;
};

static int64_t now_ms(void)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static bool send_all(struct socket *socket, const void *bytes, size_t n)
{
	const uint8_t *at = bytes;
	while (n > 0) {
		ssize_t sent = send(socket->descriptor, at, n, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		at += sent;
		n -= (size_t)sent;
	}
	return true;
}

// Reads what has come, waiting until the deadline. False if nothing came.
static bool fill(struct socket *socket, int64_t deadline_ms)
{
	int64_t left = deadline_ms - now_ms();
	struct pollfd poll_one = { .fd = socket->descriptor, .events = POLLIN };
	if (socket->ended || poll(&poll_one, 1, left > 0 ? (int)left : 0) <= 0)
		return false;
	CHECK(socket->n < INPUT_BYTES_MAX);
	ssize_t got = recv(socket->descriptor, socket->input + socket->n, INPUT_BYTES_MAX - socket->n, 0);
	if (got <= 0) {
		socket->ended = true;
		return false;
	}
	socket->n += (size_t)got;
	return true;
}

static bool shake_hands(struct socket *socket, uint16_t port)
{
	char request[512];
	int n = snprintf(request, sizeof request,
		"GET /socket HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Key: c3Rvcmllcy1vZi1hLWRheQ==\r\nSec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Protocol: waymark.msgpack\r\n\r\n",
		port);
	if (!send_all(socket, request, (size_t)n))
		return false;
	int64_t deadline = now_ms() + 10000;
	for (;;) {
		uint8_t *end = memmem(socket->input, socket->n, "\r\n\r\n", 4);
		if (end != NULL) {
			socket->used = (size_t)(end - socket->input) + 4;
			return socket->n > 12 && memcmp(socket->input, "HTTP/1.1 101", 12) == 0;
		}
		if (!fill(socket, deadline))
			return false;
	}
}

struct socket *socket_open(uint16_t port)
{
	struct socket *opened = calloc(1, sizeof *opened);
	CHECK(opened != NULL);
	opened->input = malloc(INPUT_BYTES_MAX);
	CHECK(opened->input != NULL);
	opened->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (connect(opened->descriptor, (struct sockaddr *)&address, sizeof address) == 0 && shake_hands(opened, port))
		return opened;
	socket_close(opened);
	return NULL;
}

void socket_close(struct socket *socket)
{
	if (socket == NULL)
		return;
	close(socket->descriptor);
	free(socket->input);
	free(socket);
}

static void send_frame(struct socket *socket, unsigned opcode, struct slice message)
{
	static const uint8_t mask[4] = { 0x57, 0x41, 0x59, 0x4d };
	uint8_t *frame = malloc(message.n + 14);
	CHECK(frame != NULL);
	size_t head = 2;
	frame[0] = (uint8_t)(0x80 | opcode);
	if (message.n < 126) {
		frame[1] = (uint8_t)(0x80 | message.n);
	} else if (message.n < 65536) {
		frame[1] = 0x80 | 126;
		frame[2] = (uint8_t)(message.n >> 8);
		frame[3] = (uint8_t)message.n;
		head = 4;
	} else {
		frame[1] = 0x80 | 127;
		for (int i = 0; i < 8; i++)
			frame[2 + i] = (uint8_t)((uint64_t)message.n >> (56 - 8 * i));
		head = 10;
	}
	memcpy(frame + head, mask, 4);
	for (size_t i = 0; i < message.n; i++)
		frame[head + 4 + i] = message.at[i] ^ mask[i % 4];
	send_all(socket, frame, head + 4 + message.n);
	free(frame);
}

void socket_send(struct socket *socket, struct slice message, bool text)
{
	send_frame(socket, text ? OPCODE_TEXT : OPCODE_BINARY, message);
}

// One whole frame at the front of the input: its opcode and payload. False if it is not all there.
static bool take_frame(struct socket *socket, unsigned *opcode, struct slice *payload)
{
	memmove(socket->input, socket->input + socket->used, socket->n - socket->used);
	socket->n -= socket->used;
	socket->used = 0;
	if (socket->n < 2)
		return false;
	size_t head = 2;
	uint64_t length = socket->input[1] & 0x7f;
	if (length >= 126) {
		size_t more = length == 126 ? 2 : 8;
		head += more;
		if (socket->n < head)
			return false;
		length = 0;
		for (size_t i = 0; i < more; i++)
			length = length << 8 | socket->input[2 + i];
	}
	CHECK(length < INPUT_BYTES_MAX - 16);
	if (socket->n < head + length)
		return false;
	*opcode = socket->input[0] & 0x0f;
	*payload = (struct slice){ .at = socket->input + head, .n = (size_t)length };
	socket->used = head + (size_t)length;
	return true;
}

enum socket_news socket_next(struct socket *socket, int wait_ms, struct slice *message, uint16_t *code)
{
	int64_t deadline = now_ms() + wait_ms;
	for (;;) {
		unsigned opcode;
		while (take_frame(socket, &opcode, message)) {
			if (opcode == OPCODE_BINARY || opcode == OPCODE_TEXT)
				return SOCKET_MESSAGE;
			if (opcode == OPCODE_PING)
				send_frame(socket, OPCODE_PONG, *message);
			if (opcode == OPCODE_CLOSE) {
				*code = message->n >= 2 ? (uint16_t)(message->at[0] << 8 | message->at[1]) : 1005;
				send_frame(socket, OPCODE_CLOSE, *message);
				socket->ended = true;
				return SOCKET_CLOSED;
			}
		}
		if (!fill(socket, deadline)) {
			*code = 1006;
			return socket->ended ? SOCKET_CLOSED : SOCKET_NOTHING;
		}
	}
}
