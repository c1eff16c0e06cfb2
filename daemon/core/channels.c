// Channels: records come with the first who asks to follow and go with the last; the rest of the world's channels cost nothing.
#include "daemon/core/channels.h"

#include "daemon/base/check.h"

struct channel *channels_find(const struct core *core, int64_t id)
{
	return id > 0 ? map_get(&core->channels_by_id, (uint64_t)id) : NULL;
}

struct channel *channels_keep(struct core *core, int64_t id)
{
	struct channel *channel = channels_find(core, id);
	if (channel == NULL) {
		channel = pool_take(&core->channels);
		CHECK(channel != NULL); // there are as many as subscriptions and requests together
		channel->id = id;
		list_init(&channel->subscribers);
		list_append(&core->channels_all, &channel->all);
		map_put(&core->channels_by_id, (uint64_t)id, channel);
	}
	channel->keepers++;
	return channel;
}

void channels_release(struct core *core, struct channel *channel)
{
	CHECK(channel->keepers > 0);
	if (--channel->keepers > 0)
		return;
	CHECK(list_empty(&channel->subscribers));
	CHECK(channel->present == 0);
	list_remove(&channel->stirred);
	list_remove(&channel->check);
	list_remove(&channel->all);
	map_remove(&core->channels_by_id, (uint64_t)channel->id);
	pool_give(&core->channels, channel);
}

void channels_stir(struct core *core, struct channel *channel)
{
	if (list_linked(&channel->stirred))
		return;
	channel->stirred_us = core->now_us;
	list_append(&core->stirred, &channel->stirred);
}

struct subscription *channels_join(struct core *core, struct connection *connection, struct channel *channel)
{
	struct subscription *subscription = pool_take(&core->subscriptions);
	if (subscription == NULL)
		return NULL;
	subscription->connection = connection;
	subscription->channel = channel;
	subscription->state = SUBSCRIPTION_CATCHING;
	channel->keepers++;
	list_append(&channel->subscribers, &subscription->of_channel);
	list_append(&connection->subscriptions, &subscription->of_connection);
	connection->subscription_count++;
	return subscription;
}

void channels_disown_fetch(struct core *core, struct subscription *subscription)
{
	struct fetch *fetch = subscription->connection->fetch;
	if (fetch == NULL || fetch->subscription != subscription)
		return;
	fetch->subscription = NULL;
	subscription->connection->fetch = NULL;
	if (!list_linked(&subscription->connection->queued))
		list_append(&core->queued, &subscription->connection->queued);
}

void channels_show(struct core *core, struct subscription *subscription, bool presence)
{
	if (subscription->presence == presence)
		return;
	subscription->presence = presence;
	if (presence)
		subscription->channel->present++;
	else
		subscription->channel->present--;
	channels_stir(core, subscription->channel);
}

void channels_part(struct core *core, struct subscription *subscription)
{
	struct connection *connection = subscription->connection;
	channels_show(core, subscription, false);
	channels_disown_fetch(core, subscription);
	list_remove(&subscription->of_channel);
	list_remove(&subscription->of_connection);
	list_remove(&subscription->hungry);
	CHECK(connection->subscription_count > 0);
	connection->subscription_count--;
	struct channel *channel = subscription->channel;
	pool_give(&core->subscriptions, subscription);
	// It may have been the one that was asking for the head.
	if (channel->unchecked && !list_linked(&channel->check))
		list_append(&core->unchecked, &channel->check);
	channels_release(core, channel);
}

struct subscription *channels_subscription(const struct connection *connection, int64_t channel)
{
	list_each(link, following, &connection->subscriptions)
	{
		struct subscription *subscription = list_entry(link, struct subscription, of_connection);
		if (subscription->channel->id == channel)
			return subscription;
	}
	return NULL;
}
