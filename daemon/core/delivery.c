// Delivery: events that follow one another in one channel share a frame; a person's `left` ends the run, and them.
#include "daemon/core/delivery.h"

#include "daemon/base/check.h"
#include "daemon/core/channels.h"
#include "daemon/core/effects.h"
#include "daemon/core/ranges.h"
#include "daemon/core/sending.h"
#include "daemon/core/subscriptions.h"

// How many events from the first are one run: of one channel, without a gap, nobody leaving but in the last, in one frame.
static size_t run_count(const struct core *core, const struct core_event *events, size_t event_count)
{
	size_t n = 1;
	while (n < event_count && events[n].channel == events[0].channel && events[n].seq == events[n - 1].seq + 1 &&
		   !events[n - 1].left)
		n++;
	return ranges_count(core, events, n);
}

// Gives the run to one subscription that is LIVE.
static void deliver(struct core *core, struct subscription *subscription, const struct core_event *events, size_t event_count,
	struct frame *frame)
{
	int64_t last = events[event_count - 1].seq;
	if (subscription->cursor >= last)
		return;
	if (subscription->cursor != events[0].seq - 1) {
		subscriptions_behind(core, subscription);
		return;
	}
	struct connection *connection = subscription->connection;
	if (!sending_has_room_for(core, connection, frame) || !outbox_push(&connection->outbox, &core->chunks, frame)) {
		subscriptions_lag(core, subscription);
		return;
	}
	subscription->cursor = last;
	core->figures.deliveries += event_count;
	effects_want_write(core, connection);
}

// The person is no member from here on. A subscription whose membership the log confirmed at a later position is of a person who
// came back since; it stays.
static void drop_leaver(struct core *core, struct channel *channel, int64_t person, int64_t seq)
{
	list_each(link, following, &channel->subscribers)
	{
		struct subscription *subscription = list_entry(link, struct subscription, of_channel);
		if (subscription->connection->person->id == person && subscription->member_at < seq)
			channels_part(core, subscription);
	}
}

static void deliver_run(struct core *core, struct channel *channel, const struct core_event *events, size_t event_count)
{
	const struct core_event *last = &events[event_count - 1];
	if (last->seq > channel->live)
		channel->live = last->seq;
	struct frame *frame = NULL;
	channel->keepers++; // so that it outlives its last subscription below
	list_each(link, following, &channel->subscribers)
	{
		struct subscription *subscription = list_entry(link, struct subscription, of_channel);
		if (subscription->state != SUBSCRIPTION_LIVE)
			continue;
		if (frame == NULL)
			frame = ranges_frame(events, event_count);
		deliver(core, subscription, events, event_count, frame);
	}
	frame_release(frame);
	if (last->left)
		drop_leaver(core, channel, last->person, last->seq);
	channels_release(core, channel);
}

void delivery_events(struct core *core, const struct core_event *events, size_t event_count)
{
	for (size_t i = 0; i < event_count;) {
		CHECK(events[i].channel > 0 && events[i].seq > 0);
		size_t n = run_count(core, events + i, event_count - i);
		core->figures.events_in += n;
		effects_tell_head(core, events[i].channel, events[i + n - 1].seq);
		struct channel *channel = channels_find(core, events[i].channel);
		if (channel != NULL)
			deliver_run(core, channel, events + i, n);
		i += n;
	}
}
