// Sending: into the outbox, with the one rule of backpressure that is about reading: who does not read is not read from.
#include "daemon/core/sending.h"

#include "daemon/base/check.h"
#include "daemon/core/effects.h"
#include "daemon/core/ending.h"
#include "protocol/words.h"

#define SMALL_BYTES_MAX 4096 // of a reply that is queued even over the bound
#define HEAD_BYTES_MAX 64    // around a result
#define ERROR_BYTES_MAX 1024

void sending_frame(struct core *core, struct connection *connection, struct frame *frame)
{
	if (connection->state != CONNECTION_CLOSING) {
		if (!outbox_push(&connection->outbox, &core->chunks, frame))
			ending_close(core, connection, CLOSE_TRY_LATER, "too busy, please connect again");
		else
			effects_want_write(core, connection);
		if (!connection->paused && connection->outbox.bytes > core->limits.outbox_bytes_max)
			effects_mark(core, connection, MARK_PAUSE);
	}
	frame_release(frame);
}

void sending_written(struct core *core, struct connection *connection, const struct wire_writer *writer)
{
	CHECK(!writer->overflowed);
	sending_frame(core, connection, frame_create(wire_written(writer)));
}

void sending_result(struct core *core, struct connection *connection, uint32_t id, struct slice result)
{
	if (result.n > SMALL_BYTES_MAX && connection->outbox.bytes > core->limits.outbox_bytes_max) {
		sending_error(core, connection, id, OUTCOME_UNAVAILABLE, slice_of("read what was sent, then ask again"), 1000);
		return;
	}
	uint8_t *room;
	struct frame *frame = frame_begin(result.n + HEAD_BYTES_MAX, &room);
	struct wire_writer writer = wire_writer_of(room, result.n + HEAD_BYTES_MAX);
	envelope_put_result(&writer, id, result);
	CHECK(!writer.overflowed);
	sending_frame(core, connection, frame_finish(frame, writer.n));
}

void sending_error(struct core *core, struct connection *connection, uint32_t id, enum outcome outcome, struct slice detail,
	int64_t retry_after_ms)
{
	CHECK(outcome != OUTCOME_OK);
	core->figures.refusals[outcome]++;
	if (detail.n > ENVELOPE_DETAIL_BYTES_MAX)
		detail.n = 0; // longer ones are not ours
	uint8_t bytes[ERROR_BYTES_MAX];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	const char *words = words_in(slice_of(connection->language), outcome_words(outcome));
	envelope_put_error(&writer, id, outcome, words, detail, retry_after_ms);
	sending_written(core, connection, &writer);
}

bool sending_half_empty(const struct core *core, const struct connection *connection)
{
	return connection->outbox.bytes <= core->limits.outbox_bytes_max / 2;
}

bool sending_has_room_for(const struct core *core, const struct connection *connection, const struct frame *frame)
{
	const struct outbox *outbox = &connection->outbox;
	if (outbox->count == 0)
		return true;
	return outbox->count < OUTBOX_FRAMES_MAX && outbox->bytes + frame_bytes(frame).n <= core->limits.outbox_bytes_max;
}
