// Whether the service can be reached at its public address, a WebSocket too.
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/operator/doctor.h"

#define ANSWER_S_MAX 5

// Cuts http://host[:port][/path] into host and port.
static void cut(const char *url, char *host, size_t host_size, char *port, size_t port_size)
{
	const char *at = strstr(url, "://");
	CHECK(at != NULL); // the settings' rule
	at += 3;
	size_t length = *at == '[' ? strcspn(at, "]") : strcspn(at, ":/");
	bool bracket = *at == '[' && at[length] == ']';
	snprintf(host, host_size, "%.*s", (int)(length - bracket), at + bracket);
	at += length + bracket;
	if (*at == ':')
		snprintf(port, port_size, "%.*s", (int)strcspn(at + 1, "/"), at + 1);
	else
		snprintf(port, port_size, "80");
}

// Connects within ANSWER_S_MAX; -1 when nobody is there.
static int connect_to(const char *host, const char *port)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	const struct timeval patience = { .tv_sec = ANSWER_S_MAX };
	struct addrinfo *found = NULL;
	int line = -1;
	if (getaddrinfo(host, port, &hints, &found) != 0)
		return -1;
	for (const struct addrinfo *one = found; one != NULL && line < 0; one = one->ai_next) {
		line = socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol);
		if (line < 0)
			continue;
		setsockopt(line, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience); // also bounds connect
		setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
		if (connect(line, one->ai_addr, one->ai_addrlen) < 0) {
			close(line);
			line = -1;
		}
	}
	freeaddrinfo(found);
	return line;
}

// Asks for a WebSocket and reads the first line of the answer.
static bool ask_upgrade(int line, const char *url, const char *host, const char *port, char *status, size_t size)
{
	char question[1024];
	int length = snprintf(question, sizeof question,
		"GET /socket HTTP/1.1\r\nHost: %s:%s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Key: d2F5bWFyayBkb2N0b3IgIQ==\r\nSec-WebSocket-Protocol: waymark.msgpack\r\nOrigin: %s\r\n\r\n",
		host, port, url);
	size_t used = 0;
	if (length < 0 || (size_t)length >= sizeof question || write(line, question, (size_t)length) != length)
		return false;
	while (used + 1 < size) {
		ssize_t run = read(line, status + used, size - 1 - used);
		if (run <= 0)
			break;
		used += (size_t)run;
		status[used] = '\0';
		if (strchr(status, '\n') != NULL)
			break;
	}
	status[used] = '\0';
	status[strcspn(status, "\r\n")] = '\0';
	return used > 0;
}

void doctor_public(struct doctor *doctor, struct doctor_finding *finding)
{
	const char *url = doctor->call->settings->gateway.public_url;
	char host[256], port[16], status[256] = "", fix[512];
	snprintf(fix, sizeof fix,
		"curl -i --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' "
		"-H 'Sec-WebSocket-Key: d2F5bWFyayBkb2N0b3IgIQ==' -H 'Sec-WebSocket-Protocol: waymark.msgpack' -H 'Origin: %.120s' "
		"%.120s/socket",
		url, url);
	if (strncmp(url, "https://", 8) == 0) {
		doctor_find(
			finding, DOCTOR_GOOD, fix, "not tried: this program speaks no TLS; the command should print 101 Switching Protocols");
		return;
	}
	cut(url, host, sizeof host, port, sizeof port);
	int line = connect_to(host, port);
	if (line < 0) {
		doctor_find(finding, DOCTOR_BAD, "systemctl status waymarkd", "nothing answers at %s", url);
		return;
	}
	if (!ask_upgrade(line, url, host, port, status, sizeof status))
		doctor_find(finding, DOCTOR_BAD, fix, "%s took the connection and gave no answer", url);
	else if (strncmp(status, "HTTP/1.1 101", 12) == 0)
		doctor_find(finding, DOCTOR_GOOD, "", "a WebSocket opens at %s", url);
	else
		doctor_find(finding, DOCTOR_BAD, fix, "no WebSocket opens at %s: %s", url, status);
	close(line);
}
