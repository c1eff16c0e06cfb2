// Sending: what goes to one connection alone: replies, errors and notices. They are always queued, because their number is
// bounded.
#ifndef WAYMARK_CORE_SENDING_H
#define WAYMARK_CORE_SENDING_H

#include "daemon/core/state.h"

// Queues a frame and takes over the caller's reference. A connection that is CLOSING gets nothing. When the memory of all
// outboxes is out, the connection is closed instead.
void sending_frame(struct core *core, struct connection *connection, struct frame *frame);
// A small message that the caller wrote into a writer; it must not have overflowed.
void sending_written(struct core *core, struct connection *connection, const struct wire_writer *writer);

// The reply of a request. A large one that finds the outbox over its bound becomes unavailable, to be asked for again.
void sending_result(struct core *core, struct connection *connection, uint32_t id, struct slice result);
// The error of a request, with words in the session's language. detail may be empty; retry_after_ms < 0: none.
void sending_error(struct core *core, struct connection *connection, uint32_t id, enum outcome outcome, struct slice detail,
	int64_t retry_after_ms);

// True while the outbox is at most half full: ranges are fetched and signals sent only then.
bool sending_half_empty(const struct core *core, const struct connection *connection);
// True if a frame of events fits within the bound; an empty outbox takes any one.
bool sending_has_room_for(const struct core *core, const struct connection *connection, const struct frame *frame);

#endif
