// WebSocket: whole binary messages over a transport. The only room that knows wslay.
//
//   CLOSED -> OPENING (transport) -> UPGRADING (HTTP) -> OPEN -> CLOSED
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_WEBSOCKET_H
#define WAYMARK_LIBRARY_WEBSOCKET_H

#include "client/library/transport.h"
#include "client/library/upgrade.h"

enum websocket_phase { WEBSOCKET_CLOSED, WEBSOCKET_OPENING, WEBSOCKET_UPGRADING, WEBSOCKET_OPEN };

struct wslay_event_context;

struct websocket {
	enum websocket_phase phase;
	struct transport transport;
	struct wslay_event_context *wslay; // while OPEN
	char key[UPGRADE_KEY_BYTES];
	char request[UPGRADE_REQUEST_BYTES_MAX];
	size_t request_n, request_sent;
	uint8_t *answer; // of UPGRADE_ANSWER_BYTES_MAX, until what follows it is read
	size_t answer_n, answer_used;
	size_t turn_bytes;   // read in this step; a turn is bounded so that a flood starves nobody
	bool more;           // the turn ended before the bytes did
	bool heard;          // something came since the caller last cleared it
	bool broken;         // the transport failed
	bool closing;        // the frame that is being read is a close
	uint16_t close_code; // that the service sent; 0 if none
	char problem[TRANSPORT_PROBLEM_BYTES];
	// Told of every message; the bytes are good during the call. Not called again after websocket_shut.
	void (*message)(void *context, struct slice bytes);
	void *context;
	bool shut;
};

// Begins to open where options say. message and context must be set. As transport_open.
int websocket_open(struct websocket *websocket, const struct wm_options *options);
// Does all that can be done without waiting. WM_OK, or why it is over: WM_UNREACHABLE, WM_TLS, WM_PROTOCOL, WM_UNAVAILABLE,
// WM_NO_MEMORY; problem and close_code say more. The caller then closes it.
int websocket_step(struct websocket *websocket);
// Sends what is waiting as far as it goes now, while OPEN. As websocket_step.
int websocket_flush(struct websocket *websocket);
// Takes one message to send. False if it cannot (memory is out, or it is closing).
bool websocket_send(struct websocket *websocket, struct slice message);
// Bytes taken and not sent yet.
size_t websocket_waiting(const struct websocket *websocket);
// No message is handed out any more; legal inside message().
void websocket_shut(struct websocket *websocket);
int websocket_fd(const struct websocket *websocket);     // or -1
int websocket_events(const struct websocket *websocket); // WM_READ, WM_WRITE
// True if a step can go on at once, whatever the descriptor says.
bool websocket_has_more(const struct websocket *websocket);
// Says goodbye if it can without waiting, and closes. Never inside message(). A zeroed or closed one is allowed.
void websocket_close(struct websocket *websocket);

#endif
