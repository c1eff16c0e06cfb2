// Fetches: a connection stands in the queue only while one of its subscriptions is hungry, none is being fed, and its outbox is
// at most half full. Whatever may make it so queues it, and it is looked at once more when its turn comes.
#include "daemon/core/fetches.h"

#include "daemon/base/check.h"
#include "daemon/core/effects.h"
#include "daemon/core/sending.h"

static bool ready(const struct core *core, const struct connection *connection)
{
	return !list_empty(&connection->hungry) && connection->fetch == NULL && sending_half_empty(core, connection);
}

void fetches_wake(struct core *core, struct connection *connection)
{
	if (ready(core, connection) && !list_linked(&connection->queued))
		list_append(&core->queued, &connection->queued);
}

void fetches_want(struct core *core, struct subscription *subscription)
{
	struct connection *connection = subscription->connection;
	bool in_flight = connection->fetch != NULL && connection->fetch->subscription == subscription;
	if (!in_flight && !list_linked(&subscription->hungry))
		list_append(&connection->hungry, &subscription->hungry);
	fetches_wake(core, connection);
}

void fetches_hold(struct core *core, int64_t for_us)
{
	core->fetch_not_before_us = core->now_us + for_us;
}

static void ask(struct core *core, struct subscription *subscription)
{
	struct fetch *fetch = pool_take(&core->fetches);
	CHECK(fetch != NULL);
	fetch->subscription = subscription;
	fetch->asked_us = core->now_us;
	fetch->live = subscription->channel->live;
	fetch->epoch = core->epoch;
	list_append(&core->fetching, &fetch->of_core);
	list_remove(&subscription->hungry);
	subscription->connection->fetch = fetch;
	core->figures.fetches++;
	struct core_effect *effect = effects_add(core, CORE_FETCH);
	effect->fetch.fetch = pool_handle(&core->fetches, fetch);
	effect->fetch.person = subscription->connection->person->id;
	effect->fetch.channel = subscription->channel->id;
	effect->fetch.after = subscription->cursor;
	effect->fetch.limit = core->limits.history_max;
}

bool fetches_carry(struct core *core)
{
	if (!core->there || core->now_us < core->fetch_not_before_us)
		return false;
	while (!list_empty(&core->queued) && core->fetches.count < core->fetches.count_max) {
		if (effects_room(core) == 0)
			return true;
		struct connection *connection = list_entry(list_first(&core->queued), struct connection, queued);
		list_remove(&connection->queued);
		if (ready(core, connection))
			ask(core, list_entry(list_first(&connection->hungry), struct subscription, hungry));
	}
	return false;
}

struct fetch fetches_end(struct core *core, uint64_t handle)
{
	struct fetch *fetch = pool_find(&core->fetches, handle);
	if (fetch == NULL)
		return (struct fetch){ 0 };
	struct fetch ended = *fetch;
	if (ended.subscription != NULL) {
		CHECK(ended.subscription->connection->fetch == fetch);
		ended.subscription->connection->fetch = NULL;
	}
	list_remove(&fetch->of_core);
	pool_give(&core->fetches, fetch);
	return ended;
}

void fetches_expire(struct core *core)
{
	while (!list_empty(&core->fetching)) {
		struct fetch *fetch = list_entry(list_first(&core->fetching), struct fetch, of_core);
		if (fetch->asked_us + core->limits.answer_us_max > core->now_us)
			return;
		struct fetch ended = fetches_end(core, pool_handle(&core->fetches, fetch));
		if (ended.subscription != NULL)
			fetches_want(core, ended.subscription);
	}
}

int64_t fetches_alarm_us(const struct core *core)
{
	int64_t alarm_us = INT64_MAX;
	if (!list_empty(&core->fetching))
		alarm_us = list_entry(list_first(&core->fetching), struct fetch, of_core)->asked_us + core->limits.answer_us_max;
	if (core->there && !list_empty(&core->queued) && core->fetch_not_before_us > core->now_us &&
		core->fetch_not_before_us < alarm_us)
		alarm_us = core->fetch_not_before_us;
	return alarm_us;
}
