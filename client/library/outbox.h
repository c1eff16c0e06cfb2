// Outbox: the requests that are not answered yet, in the order in which they were asked.
//
// Backpressure stands here: the outbox is bounded in requests and bytes, and a full one refuses the next (WM_FULL), because a
// program that asks faster than the service answers must notice. Changes go out one at a time: were two on the way, the first
// could be refused for now and the second taken, and a person's words would stand in the wrong order for ever.
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_OUTBOX_H
#define WAYMARK_LIBRARY_OUTBOX_H

#include "client/library/buffer.h"
#include "client/library/waymark.h"

struct request {
	struct request *next;
	uint32_t id;                 // on the wire, and the caller's number
	char *operation;             // owned
	struct buffer params;        // the MessagePack map, nonce and all
	wm_reply_callback *callback; // NULL: nobody waits
	void *user;
	bool changes;        // keeps its place behind the changes before it
	bool once;           // is never sent a second time
	bool sent;           // on this connection
	int strikes;         // connections that were refused while it was on the way
	int64_t deadline_ms; // NEVER_MS: none
};

struct outbox {
	struct request *first, *last;
	size_t count, bytes, sent;
};

// Whether changes and repeats of an operation need care, from the schema; unknown operations get the careful answer.
bool outbox_changes(const char *operation);
bool outbox_once(const char *operation, bool has_nonce);

// Puts a request, which it owns from then on, behind the others.
void outbox_add(struct outbox *outbox, struct request *request);
// The next one that may be sent while at most on_way_max are on the way; NULL if none may.
struct request *outbox_next(const struct outbox *outbox, size_t on_way_max);
void outbox_mark_sent(struct outbox *outbox, struct request *request);
// It was refused for now: it is sent again later, at its old place.
void outbox_mark_unsent(struct outbox *outbox, struct request *request);
// The request of that id, or NULL.
struct request *outbox_find(const struct outbox *outbox, uint32_t id);
// Takes a request out; the caller destroys it.
void outbox_take(struct outbox *outbox, struct request *request);
// A sent request that may not be sent twice, after the connection was lost; NULL if none is left.
struct request *outbox_lost(const struct outbox *outbox);
// The connection is gone: all will be sent again in their order.
void outbox_rewind(struct outbox *outbox);
// A request whose deadline is over, or NULL.
struct request *outbox_late(const struct outbox *outbox, int64_t now_ms);
// The earliest deadline, or NEVER_MS.
int64_t outbox_deadline_ms(const struct outbox *outbox);

void request_destroy(struct request *request); // NULL is allowed
// Forgets every request; nobody is told. A zeroed one is allowed.
void outbox_release(struct outbox *outbox);

#endif
