// Envelope: takes a frame apart into the parts of MessagePack-RPC, and writes the frames that the daemon sends.
#include "protocol/envelope.h"

#include "protocol/must.h"

enum { TYPE_REQUEST = 0, TYPE_RESPONSE = 1, TYPE_NOTIFICATION = 2 };

static struct envelope broken(const char *problem)
{
	return (struct envelope){ .kind = ENVELOPE_BROKEN, .problem = problem };
}

// Reads the id of a request or response into *id.
static bool read_id(struct wire_reader *reader, uint32_t *id)
{
	int64_t number = wire_peek(reader) == WIRE_INT ? wire_read_int(reader) : -1;
	if (wire_failed(reader) || number < 0 || number > UINT32_MAX) {
		return false;
	}
	*id = (uint32_t)number;
	return true;
}

static struct envelope read_request(struct wire_reader *reader)
{
	struct envelope envelope = { .kind = ENVELOPE_REQUEST };
	if (!read_id(reader, &envelope.id)) {
		return broken("a request's id must be a number below 2^32");
	}
	if (wire_peek(reader) != WIRE_TEXT) {
		return broken("an operation's name must be text");
	}
	envelope.name = wire_read_text(reader);
	if (wire_failed(reader)) {
		return broken(reader->error);
	}
	if (wire_peek(reader) != WIRE_ARRAY) {
		return broken("the parameters must be an array of one map");
	}
	uint32_t count = wire_read_array(reader);
	if (count == 0) {
		return envelope;
	}
	if (count > 1 || wire_peek(reader) != WIRE_MAP) {
		return broken("the parameters must be an array of one map");
	}
	envelope.params = wire_skip_unread(reader);
	return envelope;
}

static struct envelope read_response(struct wire_reader *reader)
{
	struct envelope envelope = { .kind = ENVELOPE_RESPONSE };
	if (!read_id(reader, &envelope.id)) {
		return broken("a response's id must be a number below 2^32");
	}
	envelope.error = wire_skip(reader);
	envelope.result = wire_skip(reader);
	return wire_failed(reader) ? broken(reader->error) : envelope;
}

static struct envelope read_notification(struct wire_reader *reader)
{
	struct envelope envelope = { .kind = ENVELOPE_NOTIFICATION };
	if (wire_peek(reader) != WIRE_TEXT) {
		return broken("a notification's name must be text");
	}
	envelope.name = wire_read_text(reader);
	if (wire_failed(reader)) {
		return broken(reader->error);
	}
	if (wire_peek(reader) != WIRE_ARRAY) {
		return broken("a notification's parameters must be an array");
	}
	envelope.params = wire_skip(reader);
	return wire_failed(reader) ? broken(reader->error) : envelope;
}

struct envelope envelope_read(struct slice frame)
{
	// Once over the whole frame first: so its depth is counted from its own outside, and what follows can only meet wrong types
	// and texts that are none. Those of a request's parameters are its own matter: it is answered, and the connection lives.
	struct wire_reader reader = wire_reader_of(frame);
	wire_skip_unread(&reader);
	if (wire_failed(&reader)) {
		return broken(reader.error);
	}
	if (!wire_finished(&reader)) {
		return broken("there are bytes behind the message");
	}
	reader = wire_reader_of(frame);
	if (wire_peek(&reader) != WIRE_ARRAY) {
		return broken("a message must be an array");
	}
	uint32_t count = wire_read_array(&reader);
	int64_t type = wire_peek(&reader) == WIRE_INT ? wire_read_int(&reader) : -1;
	struct envelope envelope = broken("a message must be [0, id, name, params], [1, id, error, result] or [2, name, params]");
	if (type == TYPE_REQUEST && count == 4) {
		envelope = read_request(&reader);
	} else if (type == TYPE_RESPONSE && count == 4) {
		envelope = read_response(&reader);
	} else if (type == TYPE_NOTIFICATION && count == 3) {
		envelope = read_notification(&reader);
	}
	MUST(envelope.kind == ENVELOPE_BROKEN || wire_finished(&reader));
	return envelope;
}

// -- writing --------------------------------------------------------------------------------------------------------------------

static void put_field_int(struct wire_writer *writer, const char *name, int64_t value)
{
	wire_put_word(writer, name);
	wire_put_int(writer, value);
}

static void put_field_text(struct wire_writer *writer, const char *name, struct slice text)
{
	wire_put_word(writer, name);
	wire_put_text(writer, text);
}

static void put_map_or_empty(struct wire_writer *writer, struct slice map)
{
	if (map.n == 0) {
		wire_put_map(writer, 0);
	} else {
		wire_put_raw(writer, map);
	}
}

void envelope_put_request(struct wire_writer *writer, uint32_t id, const char *name, struct slice params)
{
	wire_put_array(writer, 4);
	wire_put_int(writer, TYPE_REQUEST);
	wire_put_int(writer, id);
	wire_put_word(writer, name);
	wire_put_array(writer, params.n == 0 ? 0 : 1);
	wire_put_raw(writer, params);
}

void envelope_put_result(struct wire_writer *writer, uint32_t id, struct slice result)
{
	wire_put_array(writer, 4);
	wire_put_int(writer, TYPE_RESPONSE);
	wire_put_int(writer, id);
	wire_put_nil(writer);
	put_map_or_empty(writer, result);
}

void envelope_put_error(struct wire_writer *writer, uint32_t id, enum outcome outcome, const char *message, struct slice detail,
	int64_t retry_after_ms)
{
	MUST(outcome != OUTCOME_OK && message != NULL);
	wire_put_array(writer, 4);
	wire_put_int(writer, TYPE_RESPONSE);
	wire_put_int(writer, id);
	wire_put_map(writer, 2u + (detail.n > 0) + (retry_after_ms >= 0));
	put_field_text(writer, "code", slice_of(outcome_code(outcome)));
	put_field_text(writer, "message", slice_of(message));
	if (detail.n > 0) {
		put_field_text(writer, "detail", detail);
	}
	if (retry_after_ms >= 0) {
		put_field_int(writer, "retry_after_ms", retry_after_ms);
	}
	wire_put_nil(writer);
}

void envelope_put_notification(struct wire_writer *writer, const char *name, uint32_t maps)
{
	wire_put_array(writer, 3);
	wire_put_int(writer, TYPE_NOTIFICATION);
	wire_put_word(writer, name);
	wire_put_array(writer, maps);
}

void envelope_put_lagged(struct wire_writer *writer, int64_t channel, int64_t seq)
{
	envelope_put_notification(writer, "lagged", 1);
	wire_put_map(writer, 2);
	put_field_int(writer, "channel", channel);
	put_field_int(writer, "seq", seq);
}

void envelope_put_skipped(struct wire_writer *writer, int64_t channel, int64_t from, int64_t to)
{
	MUST(from <= to);
	envelope_put_notification(writer, "skipped", 1);
	wire_put_map(writer, 3);
	put_field_int(writer, "channel", channel);
	put_field_int(writer, "from", from);
	put_field_int(writer, "to", to);
}

void envelope_put_goaway(struct wire_writer *writer, const char *reason, int64_t retry_after_ms)
{
	MUST(reason != NULL && retry_after_ms >= 0);
	envelope_put_notification(writer, "goaway", 1);
	wire_put_map(writer, 2);
	put_field_text(writer, "reason", slice_of(reason));
	put_field_int(writer, "retry_after_ms", retry_after_ms);
}

void envelope_put_signal(struct wire_writer *writer, const char *kind, int64_t channel, const int64_t *persons,
	uint32_t person_count, int64_t count, int64_t seq)
{
	MUST(kind != NULL && (persons != NULL || person_count == 0));
	envelope_put_notification(writer, "signal", 1);
	wire_put_map(writer, 2u + (persons != NULL) + (count >= 0) + (seq >= 0));
	put_field_text(writer, "kind", slice_of(kind));
	put_field_int(writer, "channel", channel);
	if (persons != NULL) {
		wire_put_word(writer, "persons");
		wire_put_array(writer, person_count);
		for (uint32_t i = 0; i < person_count; i++) {
			wire_put_int(writer, persons[i]);
		}
	}
	if (count >= 0) {
		put_field_int(writer, "count", count);
	}
	if (seq >= 0) {
		put_field_int(writer, "seq", seq);
	}
}

void envelope_put_event(struct wire_writer *writer, int64_t channel, int64_t seq, struct slice kind, int64_t at, int64_t actor,
	struct slice lang, struct slice body)
{
	wire_put_map(writer, 6u + (lang.n > 0));
	put_field_int(writer, "channel", channel);
	put_field_int(writer, "seq", seq);
	put_field_text(writer, "kind", kind);
	put_field_int(writer, "at", at);
	wire_put_word(writer, "actor");
	if (actor == 0) {
		wire_put_nil(writer);
	} else {
		wire_put_int(writer, actor);
	}
	if (lang.n > 0) {
		put_field_text(writer, "lang", lang);
	}
	wire_put_word(writer, "body");
	put_map_or_empty(writer, body);
}
