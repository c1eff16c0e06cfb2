// Raw: the physical limit to measure against. A WebSocket server of bare epoll that sends every message it gets to everybody who
// is connected: one send per connection and loop turn, no storage, no access rules, no limits. Never run it for people.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 20000
#define TURN_BYTES_MAX (1u << 18)

static struct connection {
	int fd;
	int open; // upgraded
	uint8_t *unsent;
	size_t unsent_n;
	size_t input_n;
	uint8_t input[4096];
} * connections[CONNECTIONS_MAX];
static int connection_count;
static uint8_t turn[TURN_BYTES_MAX]; // framed messages of this loop turn, for everybody
static size_t turn_n;
static int poller;

static void send_to(struct connection *connection, const uint8_t *bytes, size_t n)
{
	ssize_t sent = connection->unsent_n ? 0 : send(connection->fd, bytes, n, MSG_NOSIGNAL);
	if (sent < 0)
		sent = 0;
	if ((size_t)sent == n)
		return;
	connection->unsent = realloc(connection->unsent, connection->unsent_n + n);
	if (!connection->unsent)
		abort();
	memcpy(connection->unsent + connection->unsent_n, bytes + sent, n - (size_t)sent);
	connection->unsent_n += n - (size_t)sent;
	struct epoll_event event = { .events = EPOLLIN | EPOLLOUT, .data.ptr = connection };
	epoll_ctl(poller, EPOLL_CTL_MOD, connection->fd, &event);
}

static void drain(struct connection *connection)
{
	ssize_t sent = send(connection->fd, connection->unsent, connection->unsent_n, MSG_NOSIGNAL);
	if (sent > 0) {
		memmove(connection->unsent, connection->unsent + sent, connection->unsent_n - (size_t)sent);
		connection->unsent_n -= (size_t)sent;
	}
	if (connection->unsent_n == 0) {
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
		epoll_ctl(poller, EPOLL_CTL_MOD, connection->fd, &event);
	}
}

static void flush_turn(void)
{
	if (turn_n == 0)
		return;
	for (int i = 0; i < connection_count; i++)
		if (connections[i]->open)
			send_to(connections[i], turn, turn_n);
	turn_n = 0;
}

// One masked client message becomes one unmasked message of the turn. The generator's masking key is zero.
static void publish(const uint8_t *message, size_t n)
{
	if (turn_n + n + 4 > sizeof(turn))
		flush_turn();
	turn[turn_n++] = 0x82;
	if (n < 126) {
		turn[turn_n++] = (uint8_t)n;
	} else {
		turn[turn_n++] = 126;
		turn[turn_n++] = (uint8_t)(n >> 8);
		turn[turn_n++] = (uint8_t)n;
	}
	memcpy(turn + turn_n, message, n);
	turn_n += n;
}

static void upgrade(struct connection *connection)
{
	// The generator always sends the example key of RFC 6455 section 1.3, whose answer is known.
	static const char answer[] =
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: waymark.msgpack\r\n\r\n";
	if (connection->input_n < 4 || memcmp(connection->input + connection->input_n - 4, "\r\n\r\n", 4) != 0)
		return;
	connection->input_n = 0;
	connection->open = 1;
	send_to(connection, (const uint8_t *)answer, sizeof(answer) - 1);
}

static void messages(struct connection *connection)
{
	size_t at = 0;
	while (connection->input_n - at >= 6) {
		size_t header = 6, length = connection->input[at + 1] & 127;
		if (length == 126) {
			if (connection->input_n - at < 8)
				break;
			length = ((size_t)connection->input[at + 2] << 8) | connection->input[at + 3];
			header = 8;
		}
		if (connection->input_n - at < header + length)
			break;
		publish(connection->input + at + header, length);
		at += header + length;
	}
	memmove(connection->input, connection->input + at, connection->input_n - at);
	connection->input_n -= at;
}

static void gone(struct connection *connection)
{
	for (int i = 0; i < connection_count; i++) {
		if (connections[i] == connection) {
			connections[i] = connections[--connection_count];
			break;
		}
	}
	close(connection->fd);
	free(connection->unsent);
	free(connection);
}

static void readable(struct connection *connection)
{
	ssize_t got =
		recv(connection->fd, connection->input + connection->input_n, sizeof(connection->input) - connection->input_n, 0);
	if (got == 0 || (got < 0 && errno != EAGAIN)) {
		gone(connection);
		return;
	}
	if (got > 0)
		connection->input_n += (size_t)got;
	if (connection->open)
		messages(connection);
	else
		upgrade(connection);
}

static void accept_all(int listener)
{
	int fd, one = 1;
	while (connection_count < CONNECTIONS_MAX && (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		struct connection *connection = calloc(1, sizeof(*connection));
		if (!connection)
			abort();
		connection->fd = fd;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
		epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
		connections[connection_count++] = connection;
	}
}

int main(void)
{
	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, 1024) != 0)
		return 1;
	getsockname(listener, (struct sockaddr *)&address, &length);
	printf("%u\n", ntohs(address.sin_port));
	fflush(stdout);
	poller = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL }, events[512];
	epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
	for (;;) {
		int n = epoll_wait(poller, events, 512, -1);
		for (int i = 0; i < n; i++) {
			struct connection *connection = events[i].data.ptr;
			if (!connection) {
				accept_all(listener);
				continue;
			}
			if (events[i].events & EPOLLOUT)
				drain(connection);
			if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
				readable(connection);
		}
		flush_turn();
	}
}
