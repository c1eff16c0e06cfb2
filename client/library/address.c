// Address: the few urls that name a Waymark service, read strictly.
// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/library/options.h"

#define SOCKET_PATH "/socket"

struct scheme {
	const char *text;
	bool tls, web; // web: the service's own address, to which the socket's path is added
};

static const struct scheme schemes[] = {
	{ "http://", false, true },
	{ "https://", true, true },
	{ "ws://", false, false },
	{ "wss://", true, false },
};

static const struct scheme *read_scheme(const char **at)
{
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t n = strlen(schemes[i].text);
		if (strncasecmp(*at, schemes[i].text, n) == 0) {
			*at += n;
			return &schemes[i];
		}
	}
	return NULL;
}

static const char *read_host(struct address *address, const char **at)
{
	address->bracketed = **at == '[';
	const char *start = address->bracketed ? *at + 1 : *at;
	size_t n = strcspn(start, address->bracketed ? "]" : ":/?#@");
	const char *behind = start + n;
	if (address->bracketed && *behind++ != ']')
		return "the bracket of the IPv6 address is not closed";
	if (*behind == '@')
		return "a name or password does not belong in it; use a token";
	if (n == 0 || n >= sizeof address->host)
		return "it has no host, or too long a one";
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)start[i]) && !strchr(address->bracketed ? ":.%" : "-._", start[i]))
			return "its host has a character that no host has";
	memcpy(address->host, start, n);
	address->host[n] = 0;
	*at = behind;
	return NULL;
}

static const char *read_port(struct address *address, const char **at)
{
	if (**at != ':') {
		snprintf(address->port, sizeof address->port, "%s", address->tls ? "443" : "80");
		return NULL;
	}
	char *end;
	const char *start = *at + 1;
	unsigned long port = strtoul(start, &end, 10);
	if (!isdigit((unsigned char)*start) || end - start > 5 || port == 0 || port > 65535)
		return "its port is not a number from 1 to 65535";
	snprintf(address->port, sizeof address->port, "%lu", port);
	*at = end;
	return NULL;
}

static const char *read_path(struct address *address, const char *at, bool web)
{
	if (*at && *at != '/')
		return "it has something behind its port that is no path";
	size_t n = strlen(at);
	for (size_t i = 0; i < n; i++)
		if (at[i] <= ' ' || at[i] == '#' || at[i] == '?' || (unsigned char)at[i] >= 127)
			return "its path has a character that does not belong there";
	while (n > 0 && at[n - 1] == '/')
		n--;
	if (n + sizeof SOCKET_PATH > sizeof address->path)
		return "its path is too long";
	memcpy(address->path, at, n);
	snprintf(address->path + n, sizeof address->path - n, "%s", web || n == 0 ? SOCKET_PATH : "");
	return NULL;
}

bool address_read(struct address *address, const char *url, const char **problem)
{
	struct address read = { 0 };
	const char *at = url;
	const struct scheme *scheme = read_scheme(&at);
	if (!scheme) {
		*problem = "it must begin with https://, http://, wss:// or ws://";
		return false;
	}
	read.tls = scheme->tls;
	*problem = read_host(&read, &at);
	if (!*problem)
		*problem = read_port(&read, &at);
	if (!*problem)
		*problem = read_path(&read, at, scheme->web);
	if (!*problem)
		*address = read;
	return !*problem;
}

bool address_is_local(const struct address *address)
{
	struct in_addr four;
	struct in6_addr six;
	if (strcasecmp(address->host, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, address->host, &four) == 1)
		return (ntohl(four.s_addr) >> 24) == 127;
	return inet_pton(AF_INET6, address->host, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}
