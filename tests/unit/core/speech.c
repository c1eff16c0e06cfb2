// Speech: what the world's clients say, as bytes, and what they hear, as text.
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

#include "protocol/transcode.h"

const char *world_send(struct world *world, int number, const void *bytes, size_t n)
{
	struct core_happening happening = { .kind = CORE_FRAME, .connection = world->handles[number] };
	happening.frame = (struct slice){ .at = bytes, .n = n };
	return world_step(world, happening);
}

static const char *request(struct world *world, int number, const char *operation, const struct wire_writer *params)
{
	static uint8_t bytes[32768];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	envelope_put_request(&writer, world->next_id++, operation, wire_written(params));
	ck_assert(!writer.overflowed);
	return world_send(world, number, bytes, writer.n);
}

const char *world_hello(struct world *world, int number, const char *token)
{
	uint8_t bytes[256];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	wire_put_map(&writer, token != NULL ? 2 : 1);
	wire_put_word(&writer, "client");
	wire_put_word(&writer, "test 1");
	if (token != NULL) {
		wire_put_word(&writer, "token");
		wire_put_word(&writer, token);
	}
	return request(world, number, "session.hello", &writer);
}

const char *world_call(struct world *world, int number, const char *operation, int64_t channel)
{
	uint8_t bytes[64];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	wire_put_map(&writer, channel != 0 ? 1 : 0);
	if (channel != 0) {
		wire_put_word(&writer, "channel");
		wire_put_int(&writer, channel);
	}
	return request(world, number, operation, &writer);
}

const char *world_search(struct world *world, int number, const char *text)
{
	uint8_t bytes[512];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	wire_put_map(&writer, 1);
	wire_put_word(&writer, "text");
	wire_put_word(&writer, text);
	return request(world, number, "channel.search", &writer);
}

const char *world_post(struct world *world, int number, int64_t channel, const char *text)
{
	static uint8_t bytes[32000];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	wire_put_map(&writer, 3);
	wire_put_word(&writer, "nonce");
	wire_put_bytes(&writer, slice_of("0123456789abcdef"));
	wire_put_word(&writer, "channel");
	wire_put_int(&writer, channel);
	wire_put_word(&writer, "text");
	wire_put_word(&writer, text);
	return request(world, number, "channel.post", &writer);
}

// -- hearing
// ----------------------------------------------------------------------------------------------------------------------

// The number or word under a name in a map; *word is empty if it is a number.
static int64_t field(struct slice map, const char *name, struct slice *word)
{
	struct wire_reader reader = wire_reader_of(map);
	*word = (struct slice){ 0 };
	for (uint32_t pairs = wire_read_map(&reader); pairs > 0; pairs--) {
		bool found = slice_equal(wire_read_text(&reader), slice_of(name));
		if (found && wire_peek(&reader) == WIRE_TEXT)
			*word = wire_read_text(&reader);
		else if (found && wire_peek(&reader) == WIRE_INT)
			return wire_read_int(&reader);
		else if (found && wire_peek(&reader) == WIRE_ARRAY && wire_read_array(&reader) > 0)
			return wire_read_int(&reader); // of persons, the first
		else
			wire_skip(&reader);
	}
	return 0;
}

static int say_notification(char *text, size_t size, struct slice name, struct slice map)
{
	struct slice word;
	long long channel = field(map, "channel", &word);
	if (slice_equal(name, slice_of("event")))
		return snprintf(text, size, " %lld:%lld", channel, (long long)field(map, "seq", &word));
	if (slice_equal(name, slice_of("lagged")))
		return snprintf(text, size, " %lld:%lld", channel, (long long)field(map, "seq", &word));
	if (slice_equal(name, slice_of("skipped")))
		return snprintf(
			text, size, " %lld:%lld-%lld", channel, (long long)field(map, "from", &word), (long long)field(map, "to", &word));
	if (slice_equal(name, slice_of("goaway"))) {
		field(map, "reason", &word);
		return snprintf(text, size, " %.*s", (int)word.n, (const char *)word.at);
	}
	long long count = field(map, "count", &word), person = field(map, "persons", &word), seq = field(map, "seq", &word);
	field(map, "kind", &word);
	int n = snprintf(text, size, " %.*s %lld", (int)word.n, (const char *)word.at, channel);
	if (person != 0)
		n += snprintf(text + n, size - (size_t)n, " %lld", person);
	if (count != 0)
		n += snprintf(text + n, size - (size_t)n, " of %lld", count);
	if (seq != 0)
		n += snprintf(text + n, size - (size_t)n, " at %lld", seq);
	return n;
}

static void say_response(char *text, size_t size, const struct envelope *envelope)
{
	struct slice code, detail;
	struct wire_reader reader = wire_reader_of(envelope->error);
	if (wire_peek(&reader) == WIRE_NIL) {
		char *json = transcode_to_json(envelope->result);
		ck_assert_ptr_nonnull(json);
		snprintf(text, size, "ok %u %s", envelope->id, json);
		free(json);
		return;
	}
	field(envelope->error, "code", &code);
	field(envelope->error, "detail", &detail);
	snprintf(text, size, "error %u %.*s%s%.*s", envelope->id, (int)code.n, (const char *)code.at, detail.n > 0 ? " " : "",
		(int)detail.n, (const char *)detail.at);
}

static void say(struct world *world, struct slice message)
{
	struct envelope envelope = envelope_read(message);
	size_t n = strlen(world->heard);
	char *text = world->heard + n;
	size_t size = sizeof(world->heard) - n;
	if (n > 0) {
		int more = snprintf(text, size, "; ");
		text += more;
		size -= (size_t)more;
	}
	if (envelope.kind == ENVELOPE_RESPONSE) {
		say_response(text, size, &envelope);
		return;
	}
	ck_assert_int_eq(envelope.kind, ENVELOPE_NOTIFICATION);
	int done = snprintf(text, size, "%.*s", (int)envelope.name.n, (const char *)envelope.name.at);
	struct wire_reader reader = wire_reader_of(envelope.params);
	for (uint32_t maps = wire_read_array(&reader); maps > 0; maps--)
		done += say_notification(text + done, size - (size_t)done, envelope.name, wire_skip(&reader));
	ck_assert(wire_finished(&reader));
}

// The messages of whole WebSocket frames.
static void say_frames(struct world *world, const uint8_t *bytes, size_t n)
{
	size_t at = 0;
	while (at < n) {
		ck_assert_uint_eq(bytes[at], 0x82);
		size_t length = bytes[at + 1], header = 2;
		if (length == 126) {
			length = (size_t)bytes[at + 2] << 8 | bytes[at + 3];
			header = 4;
		} else if (length == 127) {
			length = 0;
			for (int i = 2; i < 10; i++)
				length = length << 8 | bytes[at + (size_t)i];
			header = 10;
		}
		say(world, (struct slice){ .at = bytes + at + header, .n = length });
		at += header + length;
	}
	ck_assert_uint_eq(at, n);
}

const char *world_hear(struct world *world, int number)
{
	static uint8_t bytes[1 << 20];
	size_t n = 0, more;
	world->heard[0] = '\0';
	while ((more = core_pull(world->core, world->handles[number], bytes + n, sizeof(bytes) - n)) > 0)
		n += more;
	ck_assert(!core_has_output(world->core, world->handles[number]));
	say_frames(world, bytes, n);
	return world->heard;
}

const char *world_drain(struct world *world, int number)
{
	world_hear(world, number);
	world_step(world, (struct core_happening){ .kind = CORE_DRAINED, .connection = world->handles[number] });
	return world->heard;
}
