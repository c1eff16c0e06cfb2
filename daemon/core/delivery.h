// Delivery: one event, encoded once, to every subscriber.
//
// This is what the daemon does most. For each LIVE subscription it costs a comparison, a reference in an outbox, and one
// WANT_WRITE for its connection until that is pulled; a subscription that cannot take the event costs no more than its turn to
// CATCHING.
#ifndef WAYMARK_CORE_DELIVERY_H
#define WAYMARK_CORE_DELIVERY_H

#include "daemon/core/state.h"

// Delivers events that were committed, in the order of their commit, and tells other daemons how far the channels are.
void delivery_events(struct core *core, const struct core_event *events, size_t event_count);

#endif
