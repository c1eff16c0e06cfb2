// Effects: how decisions leave the core, bounded in one round and unbounded over rounds.
//
// Only what a happening causes once is put into the list directly. What it may cause for many connections, fetches or requests is
// left as a mark on them, and core->due, queued and forgotten link those that have one; each round takes as many as fit.
#ifndef WAYMARK_CORE_EFFECTS_H
#define WAYMARK_CORE_EFFECTS_H

#include "daemon/core/state.h"

// Marks a connection as due an effect. PAUSE takes back a RESUME that did not go out yet, and the other way round.
void effects_mark(struct core *core, struct connection *connection, enum connection_mark mark);
// The outbox has something: WANT_WRITE goes out unless it did already and no pull came since.
void effects_want_write(struct core *core, struct connection *connection);
// A connection that goes away is due nothing.
void effects_unmark(struct connection *connection);

// How many more effects fit into this round.
size_t effects_room(const struct core *core);
// The next free effect, zeroed but for its kind. There must be room.
struct core_effect *effects_add(struct core *core, enum core_effect_kind kind);
// A line for the log; left out when there is no room. All texts are static.
void effects_log(struct core *core, const struct connection *connection, const char *event, const char *detail, int64_t number);
// A hint for other daemons, channel 0 for all channels; left out when there is no room, for hints may be lost.
void effects_tell_head(struct core *core, int64_t channel, int64_t seq);

// Puts marks and forgotten requests into the round, as many as fit. Returns true when some are left.
bool effects_carry(struct core *core);

#endif
