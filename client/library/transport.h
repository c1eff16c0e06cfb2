// Transport: a stream of bytes to one host, plain or TLS, that never waits. The only room that knows sockets and OpenSSL's TLS.
//
//   CLOSED -> CONNECTING -> (TLS: HANDSHAKING) -> OPEN -> CLOSED
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_TRANSPORT_H
#define WAYMARK_LIBRARY_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "client/library/options.h"

#define TRANSPORT_PROBLEM_BYTES 256

enum transport_phase { TRANSPORT_CLOSED, TRANSPORT_CONNECTING, TRANSPORT_HANDSHAKING, TRANSPORT_OPEN };

struct addrinfo;
struct ssl_st;
struct ssl_ctx_st;

struct transport {
	enum transport_phase phase;
	int fd;                     // -1 while CLOSED
	struct addrinfo *addresses; // owned; tried one after the other
	struct addrinfo *next;      // the one to try if this fails
	struct ssl_ctx_st *context; // TLS only
	struct ssl_st *tls;
	bool wants_write; // TLS must write before it can go on
	const struct wm_options *options;
	char problem[TRANSPORT_PROBLEM_BYTES]; // what went wrong, in plain words
};

// Begins to connect to where options say; they must outlive the transport. Looks the host's name up, which may wait.
// WM_OK, WM_UNREACHABLE, WM_TLS, WM_NO_MEMORY; problem says more.
int transport_open(struct transport *transport, const struct wm_options *options);
// Goes on with connecting when the descriptor is ready. WM_OK (see phase), or as transport_open.
int transport_step(struct transport *transport);
// The next bytes: how many; 0 if there are none now; -1 at the end or a failure (problem).
ssize_t transport_read(struct transport *transport, void *bytes, size_t size);
// How many went; 0 if none can now; -1 at a failure. Never raises SIGPIPE.
ssize_t transport_write(struct transport *transport, const void *bytes, size_t n);
// True if bytes were read from the network that transport_read has not given yet.
bool transport_has_more(const struct transport *transport);
// WM_READ and WM_WRITE that the transport itself needs now.
int transport_events(const struct transport *transport);
void transport_close(struct transport *transport); // a zeroed or closed one is allowed

#endif
