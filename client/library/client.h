// Client: the inside of a wm_client, shared by the rooms that move it.
//
//   WAITING -> CONNECTING (network, TLS, upgrade, hello) -> READY -> WAITING ...;  a refused token -> ENDED
//
// The rooms of this folder, lowest first; each calls only those above it in this list:
//   chance, buffer, value, params    clock and dice; bytes on the way; what is read and what is written
//   outcomes, address, options       words of the codes; where the service is; what was set
//   secure, upgrade, transport       TLS; the first request; bytes over the one or the other
//   websocket                        messages over the transport
//   outbox, subscriptions            what waits to be sent or answered; what is followed
//   moves                            moves the state, greets, drops and sends
//   message                          reads what the service says
//   client                           makes it, and answers the caller's questions
//   calls                            takes requests and subscriptions
//   run                              waits for all this, for callers without a loop
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_CLIENT_H
#define WAYMARK_LIBRARY_CLIENT_H

#include "client/library/outbox.h"
#include "client/library/subscriptions.h"
#include "client/library/websocket.h"

#define CLIENT_ERROR_BYTES 320

struct wm_client {
	struct wm_options *options; // a copy of its own
	struct websocket websocket;
	enum wm_state state;
	int code; // why it is in that state
	char error[CLIENT_ERROR_BYTES];

	wm_state_callback *on_state;
	void *on_state_user;

	bool inside; // a wm_process is running: destroy waits for its end
	bool destroyed;
	bool stopped;    // wm_stop was called
	int dropping;    // WM_OK, or: the connection ends behind the message that is being read, for this reason
	bool greet_anew; // the token changed

	uint32_t last_id;                       // of a request on the wire
	uint32_t hello_id;                      // of the hello on the way; 0 if none
	const struct wm_value *hello;           // the last good answer to it
	const struct wm_value *old_hello;       // the one before, until the next wm_process
	int64_t person;                         // who we are; 0: nobody
	size_t on_way_max, out_frame_bytes_max; // what the service takes, from hello

	int64_t retry_at_ms;    // WAITING: when to connect
	int64_t delay_ms;       // the wait before the next try, doubled by each failure
	int64_t retry_least_ms; // what the service asked for (goaway, retry_after_ms)
	int64_t deadline_ms;    // CONNECTING: when to give up
	int64_t ready_at_ms;    // READY: since when
	int64_t heard_at_ms;    // READY: when anything came last
	int64_t heartbeat_ms;   // READY: silence of twice that is death
	int64_t hold_until_ms;  // the service asked us to wait until then

	struct outbox outbox;
	struct subscriptions subscriptions;
};

// -- moves.c --------------------------------------------------------------------------------------------------------------------

// Everything that can be done now.
void client_step(struct wm_client *client);
// The service took the hello (result), or did not (code; retry_after_ms below zero: none).
void client_greeted(struct wm_client *client, const struct wm_value *result);
void client_not_greeted(struct wm_client *client, int code, const char *message, int64_t retry_after_ms);
// The connection ends behind the message that is being read, for this reason.
void client_drop_soon(struct wm_client *client, int code, const char *error);
// Asks nothing of the service for so long.
void client_hold(struct wm_client *client, int64_t for_ms);
// Answers a request: takes it out, calls its callback, frees it.
void client_answer(struct wm_client *client, struct request *request, int code, const char *message, const char *detail,
	const struct wm_value *result);
// The next id on the wire, never 0.
uint32_t client_next_id(struct wm_client *client);
// When client_step must run next, on the clock of chance_now_ms; NEVER_MS if only the descriptor counts.
int64_t client_due_ms(const struct wm_client *client);

// -- message.c ------------------------------------------------------------------------------------------------------------------

// One message from the service; context is the client.
void client_message(void *context, struct slice bytes);

#endif
