// Speech: written and read with the language's own writer and reader, as any program would.
#include "speech.h"

#define MESSAGE_BYTES_MAX 8192

static void put_nonce(struct wire_writer *writer, uint64_t nonce)
{
	uint8_t bytes[16] = { 0 };
	memcpy(bytes, &nonce, sizeof(nonce));
	wire_put_word(writer, "nonce");
	wire_put_bytes(writer, (struct slice){ .at = bytes, .n = sizeof(bytes) });
}

static void put_number(struct wire_writer *writer, const char *name, int64_t number)
{
	wire_put_word(writer, name);
	wire_put_int(writer, number);
}

static void put_post(struct wire_writer *writer, const struct pending *asked, size_t text_bytes)
{
	static char text[MESSAGE_BYTES_MAX];
	CHECK(text_bytes < sizeof(text) - 200);
	memset(text, 'x', text_bytes);
	wire_put_map(writer, 3);
	put_nonce(writer, asked->nonce);
	put_number(writer, "channel", asked->channel);
	wire_put_word(writer, "text");
	wire_put_text(writer, (struct slice){ .at = (const uint8_t *)text, .n = text_bytes });
}

static const char *put_params(struct wire_writer *writer, const struct pending *asked, int64_t person, size_t choice)
{
	static const char *const others[] = { "channel.typing", "channel.list", "channel.psot", "session.hello" };
	char token[] = { 'p', (char)('0' + person), '\0' };
	switch (asked->asked) {
	case ASKED_HELLO:
		wire_put_map(writer, 2);
		wire_put_word(writer, "client");
		wire_put_word(writer, "simulation");
		wire_put_word(writer, "token");
		wire_put_word(writer, token);
		return "session.hello";
	case ASKED_SUBSCRIBE:
		wire_put_map(writer, asked->after >= 0 ? 3 : 2);
		put_number(writer, "channel", asked->channel);
		wire_put_word(writer, "presence");
		wire_put_bool(writer, person % 2 == 0);
		if (asked->after >= 0)
			put_number(writer, "after", asked->after);
		return "channel.subscribe";
	case ASKED_POST:
		put_post(writer, asked, choice);
		return "channel.post";
	case ASKED_JOIN:
	case ASKED_LEAVE:
		wire_put_map(writer, 2);
		put_nonce(writer, asked->nonce);
		put_number(writer, "circle", asked->channel);
		return asked->asked == ASKED_JOIN ? "circle.join" : "circle.leave";
	case ASKED_UNSUBSCRIBE:
	case ASKED_OTHER:
		break;
	}
	wire_put_map(writer, 1);
	put_number(writer, "channel", asked->channel);
	return asked->asked == ASKED_UNSUBSCRIBE ? "channel.unsubscribe" : others[choice % 4];
}

struct slice speech_request(const struct pending *asked, int64_t person, size_t choice)
{
	static uint8_t params[MESSAGE_BYTES_MAX], message[MESSAGE_BYTES_MAX];
	struct wire_writer params_writer = wire_writer_of(params, sizeof(params));
	const char *operation = put_params(&params_writer, asked, person, choice);
	struct wire_writer writer = wire_writer_of(message, sizeof(message));
	envelope_put_request(&writer, asked->id, operation, wire_written(&params_writer));
	CHECK(!writer.overflowed);
	return wire_written(&writer);
}

// The number under a name in a map; 0 if there is none.
static int64_t number_in(struct slice map, const char *name)
{
	struct wire_reader reader = wire_reader_of(map);
	for (uint32_t pairs = wire_read_map(&reader); pairs > 0; pairs--) {
		bool found = slice_equal(wire_read_text(&reader), slice_of(name));
		if (found && wire_peek(&reader) == WIRE_INT)
			return wire_read_int(&reader);
		wire_skip(&reader);
	}
	return 0;
}

static struct slice value_in(struct slice map, const char *name)
{
	struct wire_reader reader = wire_reader_of(map);
	for (uint32_t pairs = wire_read_map(&reader); pairs > 0; pairs--) {
		bool found = slice_equal(wire_read_text(&reader), slice_of(name));
		struct slice value = wire_skip(&reader);
		if (found)
			return value;
	}
	return (struct slice){ 0 };
}

struct speech_answer speech_answer_read(const struct envelope *envelope)
{
	struct speech_answer answer = { .outcome = OUTCOME_OK };
	struct wire_reader error = wire_reader_of(envelope->error);
	if (wire_peek(&error) != WIRE_NIL) {
		struct wire_reader code = wire_reader_of(value_in(envelope->error, "code"));
		outcome_read(wire_read_text(&code), &answer.outcome);
		return answer;
	}
	int64_t seq = number_in(envelope->result, "seq");
	answer.number = seq != 0 ? seq : number_in(envelope->result, "head");
	return answer;
}

struct speech_event speech_event_read(struct slice map)
{
	struct speech_event event = {
		.channel = number_in(map, "channel"), .seq = number_in(map, "seq"), .actor = number_in(map, "actor")
	};
	struct wire_reader kind = wire_reader_of(value_in(map, "kind"));
	event.left = slice_equal(wire_read_text(&kind), slice_of("left"));
	struct wire_reader text = wire_reader_of(value_in(value_in(map, "body"), "text"));
	event.text_bytes = wire_read_bytes(&text).n;
	return event;
}

struct speech_notice speech_notice_read(struct slice map)
{
	return (struct speech_notice){ .channel = number_in(map, "channel"),
		.seq = number_in(map, "seq"),
		.from = number_in(map, "from"),
		.to = number_in(map, "to") };
}
