// Fetches: which subscription's range of the log is read next.
//
// At most fetches_max are in flight over all connections and one for a connection, so what a fetch brings is bounded for both.
// The queue is of connections, each with a ring of its own hungry subscriptions: both are served in turn, so nobody starves.
#ifndef WAYMARK_CORE_FETCHES_H
#define WAYMARK_CORE_FETCHES_H

#include "daemon/core/state.h"

// The subscription wants the range behind its cursor; nothing happens if it is waiting for one already.
void fetches_want(struct core *core, struct subscription *subscription);
// The connection's outbox may have room again: queues it if something of it is hungry.
void fetches_wake(struct core *core, struct connection *connection);
// The database could not: no fetch is asked for until then.
void fetches_hold(struct core *core, int64_t for_us);
// Asks for as many as may be in flight and fit into the round. Returns true when more could be asked for in another round.
bool fetches_carry(struct core *core);
// An answer arrived, or will not any more: ends the fetch. Returns what it was; subscription is NULL if it is wanted no longer,
// or if the handle is stale.
struct fetch fetches_end(struct core *core, uint64_t handle);
// Gives up on fetches that have waited longer than answer_us_max; their subscriptions want them again.
void fetches_expire(struct core *core);
// When the queue next needs an alarm; INT64_MAX: not.
int64_t fetches_alarm_us(const struct core *core);

#endif
