// Signals: each is encoded once and shared, like an event.
#include "daemon/core/signals.h"

#include "daemon/base/check.h"
#include "daemon/core/channels.h"
#include "daemon/core/sending.h"

#define SIGNAL_BYTES_MAX (256 + SIGNALS_PERSONS_MAX * 9)

static void send_signal(struct core *core, struct connection *connection, struct frame *frame)
{
	if (sending_half_empty(core, connection))
		sending_frame(core, connection, frame_share(frame));
}

// The latest time at which the person typed in the channel, on any of their connections.
static int64_t typed_last_us(const struct person *person, int64_t channel)
{
	int64_t last_us = 0;
	list_each(link, following, &person->connections)
	{
		struct subscription *subscription = channels_subscription(list_entry(link, struct connection, of_person), channel);
		if (subscription != NULL && subscription->typed_us > last_us)
			last_us = subscription->typed_us;
	}
	return last_us;
}

enum outcome signals_typing(struct core *core, struct connection *connection, int64_t channel)
{
	struct subscription *typing = channels_subscription(connection, channel);
	if (typing == NULL)
		return OUTCOME_NOT_FOUND;
	int64_t last_us = typed_last_us(connection->person, channel);
	if (typing->quiet || (last_us > 0 && core->now_us - last_us < SIGNALS_TYPING_US))
		return OUTCOME_OK;
	typing->typed_us = core->now_us;
	uint8_t bytes[SIGNAL_BYTES_MAX];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	envelope_put_signal(&writer, "typing", channel, &connection->person->id, 1, -1, -1);
	CHECK(!writer.overflowed);
	struct frame *frame = frame_create(wire_written(&writer));
	struct channel *in = typing->channel;
	in->keepers++; // a connection without memory for its outbox is closed on the way
	list_each(link, following, &in->subscribers)
	{
		struct connection *other = list_entry(link, struct subscription, of_channel)->connection;
		if (other->person != connection->person)
			send_signal(core, other, frame);
	}
	channels_release(core, in);
	frame_release(frame);
	return OUTCOME_OK;
}

void signals_read(struct core *core, struct connection *connection, struct core_mark mark)
{
	if (connection->person == NULL || connection->person->connection_count < 2)
		return;
	uint8_t bytes[SIGNAL_BYTES_MAX];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	envelope_put_signal(&writer, "read", mark.channel, NULL, 0, -1, mark.seq);
	CHECK(!writer.overflowed);
	struct frame *frame = frame_create(wire_written(&writer));
	list_each(link, following, &connection->person->connections)
	{
		struct connection *other = list_entry(link, struct connection, of_person);
		if (other != connection)
			send_signal(core, other, frame);
	}
	frame_release(frame);
}

// Counts the people who are present, each once, and names the first SIGNALS_PERSONS_MAX.
static uint32_t count_present(struct core *core, const struct channel *channel, int64_t *persons)
{
	uint32_t count = 0;
	core->stamp++;
	list_each(link, following, &channel->subscribers)
	{
		struct subscription *subscription = list_entry(link, struct subscription, of_channel);
		struct person *person = subscription->connection->person;
		if (!subscription->presence || person->stamp == core->stamp)
			continue;
		person->stamp = core->stamp;
		if (count < SIGNALS_PERSONS_MAX)
			persons[count] = person->id;
		count++;
	}
	return count;
}

static void send_presence(struct core *core, struct channel *channel)
{
	int64_t persons[SIGNALS_PERSONS_MAX];
	uint32_t count = count_present(core, channel, persons);
	uint8_t bytes[SIGNAL_BYTES_MAX];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	envelope_put_signal(&writer, "presence", channel->id, persons, count <= SIGNALS_PERSONS_MAX ? count : 0, count, -1);
	CHECK(!writer.overflowed);
	struct frame *frame = frame_create(wire_written(&writer));
	channel->keepers++;
	list_each(link, following, &channel->subscribers)
	{
		struct subscription *subscription = list_entry(link, struct subscription, of_channel);
		if (subscription->presence)
			send_signal(core, subscription->connection, frame);
	}
	channels_release(core, channel);
	frame_release(frame);
}

void signals_presence(struct core *core)
{
	while (signals_alarm_us(core) <= core->now_us) {
		struct channel *channel = list_entry(list_first(&core->stirred), struct channel, stirred);
		list_remove(&channel->stirred);
		if (channel->present > 0)
			send_presence(core, channel);
	}
}

int64_t signals_alarm_us(const struct core *core)
{
	if (list_empty(&core->stirred))
		return INT64_MAX;
	return list_entry(list_first(&core->stirred), struct channel, stirred)->stirred_us + SIGNALS_PRESENCE_US;
}
