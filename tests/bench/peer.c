// Peer: blocking to open, then non-blocking sends and reads of unfragmented WebSocket messages.
#include "tests/bench/peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static uint8_t arrived[1u << 18]; // one thread: shared by all peers

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void upgrade(struct peer *peer, uint16_t port)
{
	char request[512], answer[2048];
	int n = snprintf(request, sizeof(request),
		"GET /socket HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Protocol: waymark.msgpack\r\n\r\n",
		port);
	if (send(peer->fd, request, (size_t)n, MSG_NOSIGNAL) != n)
		fail("upgrade");
	size_t have = 0;
	for (;;) {
		ssize_t got = recv(peer->fd, answer + have, 1, 0);
		if (got <= 0)
			fail("upgrade: closed");
		have += (size_t)got;
		if (have >= 4 && memcmp(answer + have - 4, "\r\n\r\n", 4) == 0)
			break;
		if (have == sizeof(answer) - 1)
			fail("upgrade: long answer");
	}
	answer[have] = 0;
	if (strncmp(answer, "HTTP/1.1 101", 12) != 0) {
		fprintf(stderr, "upgrade refused: %.60s\n", answer);
		exit(1);
	}
}

void peer_open(struct peer *peer, uint16_t port, const char *host)
{
	memset(peer, 0, sizeof(*peer));
	peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (peer->fd < 0)
		fail("socket");
	int one = 1;
	setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	struct sockaddr_in from = { .sin_family = AF_INET }, to = { .sin_family = AF_INET, .sin_port = htons(port) };
	inet_pton(AF_INET, host, &from.sin_addr);
	inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
	setsockopt(peer->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
	if (bind(peer->fd, (struct sockaddr *)&from, sizeof(from)) != 0 || connect(peer->fd, (struct sockaddr *)&to, sizeof(to)) != 0)
		fail("connect");
	upgrade(peer, port);
	if (fcntl(peer->fd, F_SETFL, O_NONBLOCK) != 0)
		fail("fcntl");
}

static void keep(struct peer *peer, const uint8_t *bytes, size_t n)
{
	if (peer->unsent_n + n > peer->unsent_size) {
		peer->unsent_size = (peer->unsent_n + n) * 2;
		peer->unsent = realloc(peer->unsent, peer->unsent_size);
		if (!peer->unsent)
			fail("memory");
	}
	memcpy(peer->unsent + peer->unsent_n, bytes, n);
	peer->unsent_n += n;
}

bool peer_flush(struct peer *peer)
{
	if (peer->unsent_n == 0)
		return true;
	ssize_t sent = send(peer->fd, peer->unsent, peer->unsent_n, MSG_NOSIGNAL);
	if (sent < 0 && errno != EAGAIN && errno != EINTR)
		fail("send");
	if (sent > 0) {
		memmove(peer->unsent, peer->unsent + sent, peer->unsent_n - (size_t)sent);
		peer->unsent_n -= (size_t)sent;
	}
	return peer->unsent_n == 0;
}

void peer_send(struct peer *peer, struct slice message)
{
	// A masking key of zero leaves the bytes as they are (RFC 6455 section 5.3).
	uint8_t head[14] = { 0x82 };
	size_t n = 2;
	if (message.n < 126) {
		head[1] = (uint8_t)(0x80 | message.n);
	} else {
		head[1] = 0x80 | 126;
		head[2] = (uint8_t)(message.n >> 8);
		head[3] = (uint8_t)message.n;
		n = 4;
	}
	n += 4;
	keep(peer, head, n);
	keep(peer, message.at, message.n);
	peer_flush(peer);
}

// The length of the whole message at bytes, header included, and of its header; 0 when more bytes are needed to tell.
static size_t measure(const uint8_t *bytes, size_t n, size_t *header)
{
	if (n < 2)
		return 0;
	size_t length = bytes[1] & 127;
	*header = 2;
	if (length == 126) {
		*header = 4;
		if (n < 4)
			return 0;
		length = ((size_t)bytes[2] << 8) | bytes[3];
	} else if (length == 127) {
		*header = 10;
		if (n < 10)
			return 0;
		length = 0;
		for (int i = 2; i < 10; i++)
			length = (length << 8) | bytes[i];
	}
	return *header + length;
}

static ssize_t receive(struct peer *peer)
{
	if (peer->held_n)
		memcpy(arrived, peer->held, peer->held_n);
	ssize_t got = recv(peer->fd, arrived + peer->held_n, sizeof(arrived) - peer->held_n, 0);
	if (got < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	return got == 0 ? -1 : got + (ssize_t)peer->held_n;
}

static void hold(struct peer *peer, const uint8_t *bytes, size_t n)
{
	if (n > PEER_HELD_BYTES_MAX) {
		fprintf(stderr, "a message over %u bytes\n", PEER_HELD_BYTES_MAX);
		exit(1);
	}
	if (n && !peer->held) {
		peer->held = malloc(PEER_HELD_BYTES_MAX);
		if (!peer->held)
			fail("memory");
	}
	if (n)
		memcpy(peer->held, bytes, n);
	peer->held_n = n;
}

bool peer_read(struct peer *peer, void (*each)(void *context, struct peer *peer, struct slice message), void *context)
{
	ssize_t have = receive(peer);
	if (have <= 0)
		return have == 0;
	size_t at = 0, n = (size_t)have;
	while (at < n) {
		size_t header, whole = measure(arrived + at, n - at, &header);
		if (whole == 0 || at + whole > n)
			break;
		if ((arrived[at] & 15) == 8)
			return false;
		if ((arrived[at] & 15) == 2)
			each(context, peer, (struct slice){ arrived + at + header, whole - header });
		at += whole;
	}
	hold(peer, arrived + at, n - at);
	return true;
}

int peer_count(struct peer *peer, const char mark[8])
{
	ssize_t have = receive(peer);
	if (have <= 0)
		return (int)have;
	int found = 0;
	const uint8_t *at = arrived, *end = arrived + have;
	while ((at = memmem(at, (size_t)(end - at), mark, 8))) {
		found++;
		at += 8;
	}
	// Seven bytes can be the beginning of a mark, never a whole one.
	size_t tail = have < 7 ? (size_t)have : 7;
	hold(peer, end - tail, tail);
	return found;
}

void peer_close(struct peer *peer)
{
	close(peer->fd);
	free(peer->held);
	free(peer->unsent);
	memset(peer, 0, sizeof(*peer));
	peer->fd = -1;
}
