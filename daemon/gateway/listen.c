// Accepts sockets, within the limits. libwebsockets' own listening spins when descriptors are out; this one refuses politely.
#include "daemon/gateway/house.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/base/check.h"

#define BACKLOG 4096 // the kernel's somaxconn may be lower

static const char refusal[] =
	"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nCache-Control: no-store\r\n"
	"Content-Type: text/plain; charset=utf-8\r\nContent-Length: 42\r\n\r\n"
	"Too many connections. Try again in a bit.\n";

static void refuse(struct gateway *gateway, int fd)
{
	// Bytes that stay unread would make the kernel take the answer back with a reset.
	char request[4096];
	while (recv(fd, request, sizeof request, MSG_DONTWAIT) == (ssize_t)sizeof request)
		continue;
	(void)!send(fd, refusal, sizeof refusal - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
	shutdown(fd, SHUT_WR);
	close(fd);
	house_log_quietly(gateway, QUIET_FULL, "no room for another connection");
}

static bool nobody_waits(int why)
{
	return why == EAGAIN || why == EWOULDBLOCK;
}

// Descriptors are out, in spite of our own limit: the spare one lets the next in, to be refused. Returns 0, or why it could not:
// nobody_waits, because the kernel looks for a descriptor before it looks for somebody to give it to.
static int refuse_with_spare(struct gateway *gateway)
{
	if (gateway->spare_fd < 0)
		return EMFILE;
	close(gateway->spare_fd);
	int fd = accept4(gateway->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	int why = fd >= 0 ? 0 : errno;
	if (fd >= 0)
		refuse(gateway, fd);
	gateway->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return why;
}

static void write_address(const struct sockaddr_storage *from, char address[CALLER_ADDRESS_BYTES_MAX])
{
	const struct in6_addr *six = &((const struct sockaddr_in6 *)from)->sin6_addr;
	const void *four = &((const struct sockaddr_in *)from)->sin_addr;
	bool is_six = from->ss_family == AF_INET6;
	bool mapped = is_six && IN6_IS_ADDR_V4MAPPED(six); // as it stands in the list of trusted proxies
	if (mapped)
		four = six->s6_addr + 12;
	int family = is_six && !mapped ? AF_INET6 : AF_INET;
	if (inet_ntop(family, family == AF_INET6 ? (const void *)six : four, address, CALLER_ADDRESS_BYTES_MAX) == NULL)
		snprintf(address, CALLER_ADDRESS_BYTES_MAX, "unknown");
}

// Nothing can be accepted for now; waiting for the socket would only spin.
static void pause_listening(struct gateway *gateway)
{
	uv_poll_stop(&gateway->accepting);
	gateway->listening_paused = true;
	house_start_ticking(gateway);
	house_log_quietly(gateway, QUIET_FULL, "no descriptors are left");
}

static void on_accept(uv_poll_t *handle, int status, int events)
{
	struct gateway *gateway = handle->data;
	for (int i = 0; i < ACCEPTS_PER_TURN_MAX; i++) {
		struct sockaddr_storage from = { 0 };
		socklen_t from_bytes = sizeof from;
		int fd = accept4(gateway->listen_fd, (struct sockaddr *)&from, &from_bytes, SOCK_CLOEXEC | SOCK_NONBLOCK);
		int why = fd >= 0 ? 0 : errno;
		if (why == EMFILE || why == ENFILE || why == ENOMEM || why == ENOBUFS) {
			why = refuse_with_spare(gateway);
			if (why == 0)
				continue;
			if (!nobody_waits(why))
				pause_listening(gateway);
			return;
		}
		if (nobody_waits(why))
			return;
		if (fd < 0)
			continue; // that one was gone before it was accepted
		char address[CALLER_ADDRESS_BYTES_MAX];
		write_address(&from, address);
		if (gateway->sockets >= gateway->sockets_max || !visit_begin(gateway, fd, address, route_request))
			refuse(gateway, fd);
	}
}

void listen_tick(struct gateway *gateway)
{
	if (!gateway->listening_paused || !gateway->listening)
		return;
	gateway->listening_paused = false;
	if (gateway->spare_fd < 0)
		gateway->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	CHECK(uv_poll_start(&gateway->accepting, UV_READABLE, on_accept) == 0);
}

// What is set on the listening socket, each accepted one inherits.
static bool prepare(struct gateway *gateway, int fd, const struct addrinfo *where)
{
	int yes = 1, bytes = gateway->send_buffer_bytes;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	if (bytes > 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
	return bind(fd, where->ai_addr, where->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0;
}

static uint16_t port_of(int fd)
{
	union {
		struct sockaddr any;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	} at = { 0 };
	socklen_t n = sizeof at;
	CHECK(getsockname(fd, &at.any, &n) == 0);
	return ntohs(at.any.sa_family == AF_INET6 ? at.six.sin6_port : at.four.sin_port);
}

const char *listen_open(struct gateway *gateway, const char *address, uint16_t port)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM };
	struct addrinfo *where;
	char service[8];
	snprintf(service, sizeof service, "%u", port);
	if (getaddrinfo(address, service, &hints, &where) != 0)
		return "the address to listen on is no IP address";
	int fd = socket(where->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool bound = fd >= 0 && prepare(gateway, fd, where);
	int why = errno;
	freeaddrinfo(where);
	if (!bound) {
		if (fd >= 0)
			close(fd);
		if (why == EADDRINUSE)
			return "the port is in use already";
		return why == EACCES ? "the port needs more rights" : "the address cannot be listened on";
	}
	gateway->listen_fd = fd;
	gateway->port = port_of(fd);
	gateway->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	CHECK(uv_poll_init(gateway->loop, &gateway->accepting, fd) == 0);
	gateway->accepting.data = gateway;
	gateway->handles_open++;
	gateway->listening = true;
	CHECK(uv_poll_start(&gateway->accepting, UV_READABLE, on_accept) == 0);
	return NULL;
}

static void on_closed(uv_handle_t *handle)
{
	((struct gateway *)handle->data)->handles_open--;
}

void listen_close(struct gateway *gateway)
{
	if (!gateway->listening)
		return;
	gateway->listening = false;
	uv_poll_stop(&gateway->accepting);
	uv_close((uv_handle_t *)&gateway->accepting, on_closed);
	close(gateway->listen_fd);
	if (gateway->spare_fd >= 0)
		close(gateway->spare_fd);
	gateway->listen_fd = gateway->spare_fd = -1;
}
