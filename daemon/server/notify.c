// The readiness protocol: one datagram to a unix socket, by hand, so that no library is linked for it.
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/server/notify.h"

void notify_send(const char *lines)
{
	CHECK(lines != NULL);
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = path == NULL ? 0 : strlen(path);
	if (length == 0 || length >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(address.sun_path, path, length);
	if (path[0] == '@')
		address.sun_path[0] = '\0'; // an abstract name
	int sender = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (sender < 0)
		return;
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
	ssize_t sent = sendto(sender, lines, strlen(lines), MSG_NOSIGNAL, (const struct sockaddr *)&address, size);
	(void)sent; // the manager's own time limit notices
	close(sender);
}

void notify_reloading(void)
{
	char lines[80];
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(lines, sizeof lines, "RELOADING=1\nMONOTONIC_USEC=%" PRId64, (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
	notify_send(lines);
}
