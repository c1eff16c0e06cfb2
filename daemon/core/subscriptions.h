// Subscriptions: CATCHING reads ranges from the log, LIVE takes what passes; between them nothing is missed and nothing repeats.
//
//   (SUBSCRIBED) --- cursor behind ---> CATCHING --- cursor at the highest known position ---> LIVE
//                                          ^                                                     |
//                                          +---- a gap, a hint, or an outbox without room -------+
#ifndef WAYMARK_CORE_SUBSCRIPTIONS_H
#define WAYMARK_CORE_SUBSCRIPTIONS_H

#include "daemon/core/state.h"

// The database let the connection follow the channel: replies with the head, and begins or moves the subscription.
void subscriptions_begin(struct core *core, struct connection *connection, uint32_t id, struct channel *channel,
	const struct core_subscription *granted);
// A fetch was answered.
void subscriptions_fetched(struct core *core, const struct core_happening *happening);
// A LIVE subscription missed something: it reads it from the log.
void subscriptions_behind(struct core *core, struct subscription *subscription);
// A LIVE subscription whose outbox has no room: the same, and the client is told, once until it is LIVE again.
void subscriptions_lag(struct core *core, struct subscription *subscription);
// The channel is at least at this position: LIVE subscriptions behind it read on from the log.
void subscriptions_hint(struct core *core, struct channel *channel, int64_t seq);
// Events may have been committed here that nobody heard of: one subscription of every channel is to ask the log for the head, and
// other daemons are told to look too.
void subscriptions_doubt(struct core *core);
// The same within a second, once for all calls until then.
void subscriptions_doubt_soon(struct core *core);
// Another daemon is in doubt: looks at all heads within a second, and tells nobody.
void subscriptions_recheck_soon(struct core *core);
// Begins a recheck whose time has come, or that waited for unsure requests to end; then picks the one subscription for the
// channels that need it. Called at the end of a step.
void subscriptions_check(struct core *core);
// When a recheck next needs an alarm; INT64_MAX: not.
int64_t subscriptions_alarm_us(const struct core *core);

#endif
