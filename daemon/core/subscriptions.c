// Subscriptions: the cursor is the truth. It moves only forward, over what was sent or announced as hidden.
#include "daemon/core/subscriptions.h"

#include "daemon/base/check.h"
#include "daemon/core/channels.h"
#include "daemon/core/effects.h"
#include "daemon/core/fetches.h"
#include "daemon/core/ranges.h"
#include "daemon/core/sending.h"

#define NOTICE_BYTES_MAX 128
#define FETCH_AGAIN_US 500000 // behind a fetch that the database could not answer
#define RECHECK_US 1000000    // in which reasons to look at all heads gather
#define FETCH_STALE_US 50000  // behind one whose snapshot was older than what is known

static void catch_up(struct core *core, struct subscription *subscription)
{
	subscription->state = SUBSCRIPTION_CATCHING;
	fetches_want(core, subscription);
}

// LIVE if nothing is known to lie behind the cursor.
static void settle(struct core *core, struct subscription *subscription)
{
	struct channel *channel = subscription->channel;
	if (subscription->cursor < channel->live || channel->unchecked) {
		catch_up(core, subscription);
		return;
	}
	subscription->state = SUBSCRIPTION_LIVE;
}

static void reply_head(struct core *core, struct connection *connection, uint32_t id, int64_t head)
{
	uint8_t bytes[NOTICE_BYTES_MAX];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	wire_put_map(&writer, 1);
	wire_put_word(&writer, "head");
	wire_put_int(&writer, head);
	sending_result(core, connection, id, wire_written(&writer));
}

void subscriptions_begin(struct core *core, struct connection *connection, uint32_t id, struct channel *channel,
	const struct core_subscription *granted)
{
	CHECK(granted->after >= 0 && granted->after <= granted->head);
	struct subscription *subscription = channels_subscription(connection, channel->id);
	if (subscription == NULL && connection->subscription_count >= core->limits.subscriptions_per_connection_max) {
		sending_error(core, connection, id, OUTCOME_TOO_LARGE, slice_of("this connection follows too many channels"), -1);
		return;
	}
	if (subscription == NULL)
		subscription = channels_join(core, connection, channel);
	if (subscription == NULL) {
		sending_error(core, connection, id, OUTCOME_UNAVAILABLE, slice_of("too many channels are followed"), 5000);
		return;
	}
	channels_disown_fetch(core, subscription);
	list_remove(&subscription->hungry);
	subscription->cursor = granted->after;
	subscription->member_at = granted->head;
	subscription->quiet = granted->quiet;
	subscription->state = SUBSCRIPTION_CATCHING;
	channels_show(core, subscription, granted->presence && !granted->quiet);
	reply_head(core, connection, id, granted->head);
	if (connection->state == CONNECTION_CLOSING)
		return; // the reply found no memory
	if (subscription->cursor < granted->head)
		catch_up(core, subscription);
	else
		settle(core, subscription);
}

void subscriptions_behind(struct core *core, struct subscription *subscription)
{
	CHECK(subscription->state == SUBSCRIPTION_LIVE);
	catch_up(core, subscription);
}

void subscriptions_lag(struct core *core, struct subscription *subscription)
{
	CHECK(subscription->state == SUBSCRIPTION_LIVE);
	catch_up(core, subscription);
	core->figures.lags++;
	uint8_t bytes[NOTICE_BYTES_MAX];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	envelope_put_lagged(&writer, subscription->channel->id, subscription->cursor);
	sending_written(core, subscription->connection, &writer);
}

void subscriptions_hint(struct core *core, struct channel *channel, int64_t seq)
{
	if (seq <= channel->live)
		return;
	channel->live = seq;
	list_each(link, following, &channel->subscribers)
	{
		struct subscription *subscription = list_entry(link, struct subscription, of_channel);
		if (subscription->state == SUBSCRIPTION_LIVE && subscription->cursor < seq)
			catch_up(core, subscription);
	}
}

static void recheck(struct core *core)
{
	core->epoch++;
	list_each(link, following, &core->channels_all)
	{
		struct channel *channel = list_entry(link, struct channel, all);
		channel->unchecked = true;
		if (!list_linked(&channel->check))
			list_append(&core->unchecked, &channel->check);
	}
}

// The subscription that asks for a channel's head: one that is reading anyway, or else the first.
static void check_channel(struct core *core, struct channel *channel)
{
	list_each(link, following, &channel->subscribers)
	{
		if (list_entry(link, struct subscription, of_channel)->state == SUBSCRIPTION_CATCHING)
			return;
	}
	// When there is none yet, whoever comes will.
	struct list *first = list_first(&channel->subscribers);
	if (first != NULL)
		catch_up(core, list_entry(first, struct subscription, of_channel));
}

void subscriptions_doubt(struct core *core)
{
	recheck(core);
	effects_tell_head(core, 0, 0);
}

void subscriptions_doubt_soon(struct core *core)
{
	core->doubtful = true;
	subscriptions_recheck_soon(core);
}

void subscriptions_recheck_soon(struct core *core)
{
	if (core->recheck_us == INT64_MAX)
		core->recheck_us = core->now_us + RECHECK_US;
}

int64_t subscriptions_alarm_us(const struct core *core)
{
	return core->recheck_us;
}

void subscriptions_check(struct core *core)
{
	bool settled = core->unsure_left && core->unsure == 0;
	if (settled || core->recheck_us <= core->now_us) {
		bool told = settled || core->doubtful;
		core->unsure_left = core->unsure > 0;
		core->recheck_us = INT64_MAX;
		core->doubtful = false;
		if (told)
			subscriptions_doubt(core);
		else
			recheck(core);
	}
	while (!list_empty(&core->unchecked)) {
		struct channel *channel = list_entry(list_first(&core->unchecked), struct channel, check);
		list_remove(&channel->check);
		if (channel->unchecked)
			check_channel(core, channel);
	}
}

static void fetched_range(
	struct core *core, struct subscription *subscription, const struct fetch *fetch, const struct core_happening *happening)
{
	struct channel *channel = subscription->channel;
	struct connection *connection = subscription->connection;
	int64_t head = happening->fetched.head;
	if (head > subscription->member_at)
		subscription->member_at = head;
	if (fetch->epoch == core->epoch && channel->unchecked) {
		channel->unchecked = false;
		subscriptions_hint(core, channel, head);
	}
	int64_t before = subscription->cursor;
	bool whole = ranges_send(core, subscription, happening);
	if (connection->state == CONNECTION_CLOSING)
		return; // and the subscription is gone with it
	// The log denies a position that was known already when it was asked: a hint was wrong, or a replica is behind. It is asked
	// again, but not in a tight circle.
	if (whole && subscription->cursor == before && subscription->cursor < fetch->live)
		fetches_hold(core, FETCH_STALE_US);
	if (whole)
		settle(core, subscription);
	else
		catch_up(core, subscription);
}

void subscriptions_fetched(struct core *core, const struct core_happening *happening)
{
	struct fetch fetch = fetches_end(core, happening->fetched.fetch);
	struct subscription *subscription = fetch.subscription;
	if (subscription == NULL)
		return;
	struct connection *connection = subscription->connection;
	switch (happening->fetched.outcome) {
	case OUTCOME_OK:
		fetched_range(core, subscription, &fetch, happening);
		break;
	case OUTCOME_NOT_FOUND:
		channels_part(core, subscription);
		break;
	default:
		fetches_hold(core, FETCH_AGAIN_US);
		fetches_want(core, subscription);
		break;
	}
	if (connection->state != CONNECTION_CLOSING)
		fetches_wake(core, connection);
}
