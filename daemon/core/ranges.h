// Ranges: events become frames, for one subscription or for all.
#ifndef WAYMARK_CORE_RANGES_H
#define WAYMARK_CORE_RANGES_H

#include "daemon/core/state.h"

// How many of the events, from the first, may share one frame: EVENT_FRAME_BYTES_MAX and half an outbox together, or one alone.
// At least 1.
size_t ranges_count(const struct core *core, const struct core_event *events, size_t event_count);
// One notification of all these events, of one reference.
struct frame *ranges_frame(const struct core_event *events, size_t event_count);

// Sends what a fetch brought to its subscription as far as the outbox has room, announces what is hidden, and moves the cursor.
// True if all of it was sent and the log holds nothing behind it. The connection may be CLOSING afterwards.
bool ranges_send(struct core *core, struct subscription *subscription, const struct core_happening *happening);

#endif
