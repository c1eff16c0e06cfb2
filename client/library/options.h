// Options: what the caller may choose, as one table, and the address that the url names.
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_OPTIONS_H
#define WAYMARK_LIBRARY_OPTIONS_H

#include "client/library/waymark.h"

#define ADDRESS_HOST_BYTES_MAX 256
#define ADDRESS_PATH_BYTES_MAX 512

// Where the service is.
struct address {
	bool tls;
	bool bracketed; // host is an IPv6 address, written without its brackets
	char host[ADDRESS_HOST_BYTES_MAX];
	char port[6];
	char path[ADDRESS_PATH_BYTES_MAX]; // of the socket, with its slash
};

// Reads a url. False: it is none, and *problem (static text) says why.
bool address_read(struct address *address, const char *url, const char **problem);
// True if the host is this machine itself.
bool address_is_local(const struct address *address);

struct wm_options {
	struct address where;
	char *url;     // owned, as all texts here; "" and not NULL when empty
	char *address; // a numeric address to connect to instead of looking the host's name up
	char *token;
	char *program;
	char *ca_file;
	int64_t insecure; // 1: a token may go in the clear to another machine
	int64_t connect_timeout_ms;
	int64_t request_timeout_ms;
	int64_t reconnect_min_ms, reconnect_max_ms;
	int64_t outbox_requests_max, outbox_bytes_max;
	int64_t frame_bytes_max;
	char problem[300];
};

// A copy of its own, or NULL when memory is out.
struct wm_options *options_copy(const struct wm_options *options);
// WM_OK, or WM_INSECURE if the token would go in the clear to another machine.
int options_check(const struct wm_options *options, const char *token);

#endif
