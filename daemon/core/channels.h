// Channels: a record of every channel that a connection follows or has asked to follow, and of how far it is known to be.
#ifndef WAYMARK_CORE_CHANNELS_H
#define WAYMARK_CORE_CHANNELS_H

#include "daemon/core/state.h"

// The record, or NULL if nobody follows the channel.
struct channel *channels_find(const struct core *core, int64_t id);
// The record, made if need be, which stays until the same number of channels_release.
struct channel *channels_keep(struct core *core, int64_t id);
void channels_release(struct core *core, struct channel *channel);
// Its presence changed: the signal goes out within a second, one for all changes until then.
void channels_stir(struct core *core, struct channel *channel);

// A new CATCHING subscription of a connection, behind position 0, which keeps the channel. NULL when all are taken.
struct subscription *channels_join(struct core *core, struct connection *connection, struct channel *channel);
// Ends a subscription; a range that is being fetched for it is wanted no longer.
void channels_part(struct core *core, struct subscription *subscription);
// Turns its presence on or off.
void channels_show(struct core *core, struct subscription *subscription, bool presence);
// The connection's subscription to a channel, or NULL.
struct subscription *channels_subscription(const struct connection *connection, int64_t channel);
// Whatever is being fetched for the subscription is wanted no longer; another of its connection may be fetched for instead.
void channels_disown_fetch(struct core *core, struct subscription *subscription);

#endif
