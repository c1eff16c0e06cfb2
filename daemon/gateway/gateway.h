// Gateway: the only room that knows libwebsockets. It opens the door strictly, carries whole messages in and frames out, and
// decides nothing: it tells its listener what happened and does what it is told.
//
// One WebSocket path (/socket, sub-protocol waymark.msgpack, binary only, no extensions), POST /session, static files, and on
// loopback /live, /ready, /metrics. One RAW write per connection and loop turn; "writable" is asked for only after a short write.
#ifndef WAYMARK_GATEWAY_H
#define WAYMARK_GATEWAY_H

#include <uv.h>

#include "protocol/slice.h"

struct gateway;
struct gateway_connection; // one WebSocket; valid from opened to closed

struct gateway_settings {
	const char *address;                // to listen on, "127.0.0.1"
	uint16_t port;                      // 0: any free one, see gateway_port
	const char *static_folder;          // of files with .br and .gz beside them; NULL or "" for none
	const char *const *origins;         // exact allowed Origins, NULL-terminated; a browser's upgrade needs one of them
	bool secure_cookie;                 // behind TLS: cookie __Host-wm with Secure; else waymark
	const char *const *trusted_proxies; // addresses whose X-Forwarded-For is believed, NULL-terminated
	uint32_t connections_max;           // WebSockets; more are refused with 503 and the log stays quiet
	uint32_t frame_bytes_max;           // one incoming message; more is closed with 1009
	int send_buffer_bytes;              // SO_SNDBUF of each socket
};

// A POST /session waits for its answer under this number.
typedef uint64_t gateway_exchange;

struct gateway_listener {
	void *context; // given back in every call
	// A WebSocket is open. peer: a hash of the client's address, 0 where there is none to hold it to. token: the cookie's, or
	// empty. Returns the listener's own number for it, or 0 to refuse it (closed with 1013).
	uint64_t (*opened)(void *context, struct gateway_connection *connection, uint64_t peer, struct slice token);
	// A whole binary message; bytes are good during the call.
	void (*frame)(void *context, uint64_t number, struct slice bytes);
	void (*alive)(void *context, uint64_t number);  // a pong
	void (*closed)(void *context, uint64_t number); // the connection is gone behind this call
	// Pull: copy up to size bytes of whole frames; 0 when there are none. A first frame larger than size comes in parts, over
	// calls that follow at once: in the middle of it 0 is a bug.
	size_t (*pull)(void *context, uint64_t number, uint8_t *bytes, size_t size);
	void (*drained)(void *context, uint64_t number); // after a pull that reached the socket
	// POST /session with a code in the header X-Waymark-Code (DELETE /session: code empty, token from the cookie): answer with
	// gateway_answer_session, now or within 15 s. A code is 1 to 128 letters, digits, '-' or '_'; others are refused before this.
	void (*session)(void *context, gateway_exchange exchange, struct slice code, struct slice token, uint64_t peer);
	// GET /live, /ready, /metrics from loopback: write a text, return the HTTP status.
	int (*report)(void *context, const char *path, char *text, size_t size);
	// A line for the log: a static event word, and a static or own detail; never content.
	void (*log)(void *context, const char *event, const char *detail);
};

// Opens the door on a loop that the caller runs. NULL if it cannot listen; *problem then says why (static or own text).
struct gateway *gateway_create(
	uv_loop_t *loop, const struct gateway_settings *settings, const struct gateway_listener *listener, const char **problem);
uint16_t gateway_port(const struct gateway *gateway);
// New allowed origins and proxies after a reload; the rest of the settings stay as created.
void gateway_reload(struct gateway *gateway, const struct gateway_settings *settings);

// This connection has output: it is pulled once at the end of this loop turn, however often it is asked for.
void gateway_want_write(struct gateway_connection *connection);
void gateway_pause(struct gateway_connection *connection);
void gateway_resume(struct gateway_connection *connection);
void gateway_ping(struct gateway_connection *connection);
// Closes with code and reason after the output that is waiting (at most 5 s). closed() follows.
void gateway_close(struct gateway_connection *connection, uint16_t code, const char *reason);

// Answers a session exchange: status 204 with the token as cookie (empty: cookie deleted), or 4xx/503 with a plain text.
void gateway_answer_session(struct gateway *gateway, gateway_exchange exchange, int status, struct slice token, const char *text);

// Stops listening; open connections stay.
void gateway_stop_listening(struct gateway *gateway);
// Closes everything and frees the gateway; the caller runs the loop until done() is called, never from inside a callback.
void gateway_destroy(struct gateway *gateway, void (*done)(void *context), void *context);

#endif
