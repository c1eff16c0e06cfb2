// Ranges: what the log holds but this person may not see is announced, so that a client can tell hidden from lost.
#include "daemon/core/ranges.h"

#include "daemon/base/check.h"
#include "daemon/core/sending.h"

#define NOTICE_BYTES_MAX 128
#define HEAD_BYTES_MAX 32 // around the maps of an event notification

size_t ranges_count(const struct core *core, const struct core_event *events, size_t event_count)
{
	CHECK(event_count > 0);
	size_t half = core->limits.outbox_bytes_max / 2;
	size_t bytes_max = half < EVENT_FRAME_BYTES_MAX ? half : EVENT_FRAME_BYTES_MAX;
	size_t bytes = events[0].map.n;
	size_t n = 1;
	while (n < event_count && bytes + events[n].map.n <= bytes_max)
		bytes += events[n++].map.n;
	return n;
}

struct frame *ranges_frame(const struct core_event *events, size_t event_count)
{
	size_t bytes = HEAD_BYTES_MAX;
	for (size_t i = 0; i < event_count; i++)
		bytes += events[i].map.n;
	uint8_t *room;
	struct frame *frame = frame_begin(bytes, &room);
	struct wire_writer writer = wire_writer_of(room, bytes);
	envelope_put_notification(&writer, "event", (uint32_t)event_count);
	for (size_t i = 0; i < event_count; i++)
		wire_put_raw(&writer, events[i].map);
	CHECK(!writer.overflowed);
	return frame_finish(frame, writer.n);
}

static void announce_hidden(struct core *core, struct subscription *subscription, int64_t to)
{
	uint8_t bytes[NOTICE_BYTES_MAX];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	envelope_put_skipped(&writer, subscription->channel->id, subscription->cursor + 1, to);
	subscription->cursor = to;
	sending_written(core, subscription->connection, &writer);
}

// How many events from the first follow one another without a hidden one between.
static size_t dense_count(const struct core_event *events, size_t event_count)
{
	size_t n = 1;
	while (n < event_count && events[n].seq == events[n - 1].seq + 1)
		n++;
	return n;
}

static bool send_events(struct core *core, struct subscription *subscription, const struct core_event *events, size_t event_count)
{
	struct connection *connection = subscription->connection;
	size_t i = 0;
	while (i < event_count && events[i].seq <= subscription->cursor)
		i++;
	while (i < event_count) {
		if (events[i].seq > subscription->cursor + 1)
			announce_hidden(core, subscription, events[i].seq - 1);
		if (connection->state == CONNECTION_CLOSING)
			return false;
		size_t n = ranges_count(core, events + i, dense_count(events + i, event_count - i));
		struct frame *frame = ranges_frame(events + i, n);
		// What finds no room is read again when the outbox is half empty.
		if (!sending_has_room_for(core, connection, frame)) {
			frame_release(frame);
			return false;
		}
		i += n;
		subscription->cursor = events[i - 1].seq;
		core->figures.deliveries += n;
		sending_frame(core, connection, frame);
		if (connection->state == CONNECTION_CLOSING)
			return false;
	}
	return true;
}

bool ranges_send(struct core *core, struct subscription *subscription, const struct core_happening *happening)
{
	struct connection *connection = subscription->connection;
	if (!send_events(core, subscription, happening->fetched.events, happening->fetched.event_count))
		return false;
	if (happening->fetched.more)
		return false;
	if (happening->fetched.head > subscription->cursor)
		announce_hidden(core, subscription, happening->fetched.head);
	return connection->state != CONNECTION_CLOSING;
}
