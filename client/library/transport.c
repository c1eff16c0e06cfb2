// Transport: non-blocking TCP, addresses tried in turn, and TLS with the host's name verified.
// SPDX-License-Identifier: MIT
#include "client/library/transport.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "protocol/must.h"
#include "client/library/secure.h"

// Resolves the host, or the numeric address that stands in for it.
static int look_up(struct transport *transport)
{
	const struct wm_options *options = transport->options;
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
	const char *host = options->where.host;
	if (*options->address) {
		host = options->address;
		hints.ai_flags |= AI_NUMERICHOST;
	}
	int failed = getaddrinfo(host, options->where.port, &hints, &transport->addresses);
	if (failed) {
		transport->addresses = NULL;
		snprintf(transport->problem, sizeof transport->problem,
			"the address %.100s cannot be found (%s): check its spelling and your network", host, gai_strerror(failed));
		return WM_UNREACHABLE;
	}
	transport->next = transport->addresses;
	return WM_OK;
}

static void close_socket(struct transport *transport)
{
	if (transport->fd >= 0)
		close(transport->fd);
	transport->fd = -1;
}

static int begin_tls(struct transport *transport)
{
	transport->tls = secure_create(transport->context, transport->options, transport->fd);
	if (!transport->tls)
		return WM_NO_MEMORY;
	transport->phase = TRANSPORT_HANDSHAKING;
	return WM_OK;
}

static int connected(struct transport *transport)
{
	int on = 1;
	setsockopt(transport->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // only speed hangs on it
	if (transport->options->where.tls)
		return begin_tls(transport);
	transport->phase = TRANSPORT_OPEN;
	return WM_OK;
}

// Begins with the next address that takes a connection. The last failure stays in problem.
static int connect_next(struct transport *transport)
{
	while (transport->next) {
		const struct addrinfo *to = transport->next;
		transport->next = to->ai_next;
		close_socket(transport);
		transport->fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, to->ai_protocol);
		if (transport->fd >= 0 && connect(transport->fd, to->ai_addr, to->ai_addrlen) == 0)
			return connected(transport);
		if (transport->fd >= 0 && errno == EINPROGRESS) {
			transport->phase = TRANSPORT_CONNECTING;
			return WM_OK;
		}
		snprintf(transport->problem, sizeof transport->problem,
			"no connection to %.100s port %s (%s): check that the service runs there", transport->options->where.host,
			transport->options->where.port, strerror(errno));
	}
	close_socket(transport);
	return WM_UNREACHABLE;
}

int transport_open(struct transport *transport, const struct wm_options *options)
{
	*transport = (struct transport){ .fd = -1, .options = options };
	if (options->where.tls) {
		transport->context = secure_context_create(options, transport->problem, sizeof transport->problem);
		if (!transport->context)
			return WM_TLS;
	}
	int code = look_up(transport);
	return code == WM_OK ? connect_next(transport) : code;
}

static int step_connecting(struct transport *transport)
{
	int error = 0;
	socklen_t size = sizeof error;
	struct sockaddr_storage peer;
	socklen_t peer_size = sizeof peer;
	if (getsockopt(transport->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
		error = errno;
	if (error) {
		snprintf(transport->problem, sizeof transport->problem,
			"no connection to %.100s port %s (%s): check that the service runs there", transport->options->where.host,
			transport->options->where.port, strerror(error));
		return connect_next(transport);
	}
	// Called early, without the descriptor being ready, there is no peer yet.
	if (getpeername(transport->fd, (struct sockaddr *)&peer, &peer_size) < 0)
		return WM_OK;
	return connected(transport);
}

static int step_handshaking(struct transport *transport)
{
	transport->wants_write = false;
	switch (secure_handshake(transport->tls, transport->problem, sizeof transport->problem)) {
	case SECURE_DONE:
		transport->phase = TRANSPORT_OPEN;
		return WM_OK;
	case SECURE_WANT_WRITE:
		transport->wants_write = true;
		return WM_OK;
	case SECURE_WANT_READ:
		return WM_OK;
	case SECURE_FAILED:
		break;
	}
	return WM_TLS;
}

int transport_step(struct transport *transport)
{
	if (transport->phase == TRANSPORT_CONNECTING) {
		int code = step_connecting(transport);
		if (code != WM_OK)
			return code;
	}
	return transport->phase == TRANSPORT_HANDSHAKING ? step_handshaking(transport) : WM_OK;
}

static ssize_t plain_result(struct transport *transport, ssize_t n, bool reading)
{
	if (n > 0)
		return n;
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return 0;
	if (n < 0)
		snprintf(transport->problem, sizeof transport->problem, "the connection broke (%s)", strerror(errno));
	else
		snprintf(transport->problem, sizeof transport->problem, "%s",
			reading ? "the service closed the connection" : "nothing could be sent");
	return -1;
}

ssize_t transport_read(struct transport *transport, void *bytes, size_t size)
{
	MUST(transport->phase == TRANSPORT_OPEN);
	if (!transport->tls)
		return plain_result(transport, recv(transport->fd, bytes, size, 0), true);
	return secure_read(transport->tls, bytes, size, &transport->wants_write, transport->problem, sizeof transport->problem);
}

ssize_t transport_write(struct transport *transport, const void *bytes, size_t n)
{
	MUST(transport->phase == TRANSPORT_OPEN && n > 0);
	if (!transport->tls)
		return plain_result(transport, send(transport->fd, bytes, n, MSG_NOSIGNAL), false);
	return secure_write(transport->tls, bytes, n, transport->problem, sizeof transport->problem);
}

bool transport_has_more(const struct transport *transport)
{
	return transport->tls && SSL_pending(transport->tls) > 0;
}

int transport_events(const struct transport *transport)
{
	switch (transport->phase) {
	case TRANSPORT_CLOSED:
		return 0;
	case TRANSPORT_CONNECTING:
		return WM_WRITE;
	case TRANSPORT_HANDSHAKING:
	case TRANSPORT_OPEN:
		break;
	}
	return WM_READ | (transport->wants_write ? WM_WRITE : 0);
}

void transport_close(struct transport *transport)
{
	if (transport->tls) {
		secure_destroy(transport->tls);
		transport->tls = NULL;
	}
	secure_context_destroy(transport->context);
	transport->context = NULL;
	if (transport->addresses)
		freeaddrinfo(transport->addresses);
	transport->addresses = transport->next = NULL;
	if (transport->phase != TRANSPORT_CLOSED || transport->fd > 0)
		close_socket(transport);
	transport->fd = -1;
	transport->phase = TRANSPORT_CLOSED;
}
