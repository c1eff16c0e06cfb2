// Transcode, from JSON: SQL's answers and people's typing become MessagePack, in the order and by the types of the schema.
//
// The JSON decides only what is written; whether it may be so is asked of what was written, by the same check as every request's
// (params.c), so that there is one reading of a limit.
#include "protocol/transcode.h"

#include <jansson.h>

#include "protocol/base64.h"
#include "protocol/must.h"
#include "protocol/params.h"

#define DEPTH_MAX (WIRE_DEPTH_MAX - 4) // what the envelope around a reply or an event leaves

struct transcoder {
	struct wire_writer *writer;
	struct envelope_problem problem;
	uint32_t depth;
};

static void put_typed(struct transcoder *transcoder, const json_t *json, const struct schema_type *type, const char *name);

static struct slice text_of(const json_t *json)
{
	return (struct slice){ .at = (const uint8_t *)json_string_value(json), .n = json_string_length(json) };
}

static bool deeper(struct transcoder *transcoder)
{
	if (transcoder->depth == DEPTH_MAX) {
		params_refuse(&transcoder->problem, OUTCOME_INVALID, "arrays and objects are nested too deep");
		return false;
	}
	transcoder->depth++;
	return true;
}

// Any JSON value as it is.
static void put_any(struct transcoder *transcoder, const json_t *json)
{
	struct wire_writer *writer = transcoder->writer;
	switch (json_typeof(json)) {
	case JSON_NULL:
		wire_put_nil(writer);
		return;
	case JSON_TRUE:
	case JSON_FALSE:
		wire_put_bool(writer, json_is_true(json));
		return;
	case JSON_INTEGER:
		wire_put_int(writer, json_integer_value(json));
		return;
	case JSON_REAL:
		wire_put_float(writer, json_real_value(json));
		return;
	case JSON_STRING:
		wire_put_text(writer, text_of(json));
		return;
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	if (!deeper(transcoder)) {
		return;
	}
	if (json_is_array(json)) {
		wire_put_array(writer, (uint32_t)json_array_size(json));
		for (size_t i = 0; i < json_array_size(json); i++) {
			put_any(transcoder, json_array_get(json, i));
		}
	} else {
		wire_put_map(writer, (uint32_t)json_object_size(json));
		for (void *at = json_object_iter((json_t *)json); at != NULL; at = json_object_iter_next((json_t *)json, at)) {
			wire_put_word(writer, json_object_iter_key(at));
			put_any(transcoder, json_object_iter_value(at));
		}
	}
	transcoder->depth--;
}

static void put_bytes(struct transcoder *transcoder, const json_t *json, const char *name)
{
	struct slice text = text_of(json);
	size_t n;
	uint8_t *bytes = malloc(text.n / 4 * 3 + 3);
	MUST(bytes != NULL);
	if (base64_read(text, bytes, &n)) {
		wire_put_bytes(transcoder->writer, (struct slice){ .at = bytes, .n = n });
	} else {
		params_refuse(&transcoder->problem, OUTCOME_INVALID, "%s must be bytes in base64url without padding", name);
	}
	free(bytes);
}

// True if the field is written: it is there, or it is nil and the schema wants to see that.
static bool is_written(const json_t *object, const struct schema_field *field)
{
	const json_t *value = json_object_get(object, field->name);
	if (value == NULL) {
		return field->nullable && !field->optional;
	}
	return !json_is_null(value) || field->nullable || !field->optional;
}

static void put_object(struct transcoder *transcoder, const json_t *json, const struct schema_struct *shape)
{
	uint32_t pairs = 0;
	for (size_t i = 0; i < shape->field_count; i++) {
		pairs += is_written(json, &shape->fields[i]);
	}
	wire_put_map(transcoder->writer, pairs);
	for (size_t i = 0; i < shape->field_count; i++) {
		const struct schema_field *field = &shape->fields[i];
		if (!is_written(json, field)) {
			continue;
		}
		const json_t *value = json_object_get(json, field->name);
		wire_put_word(transcoder->writer, field->name);
		if (value == NULL || json_is_null(value)) {
			wire_put_nil(transcoder->writer);
		} else {
			put_typed(transcoder, value, field->type, field->name);
		}
	}
	for (void *at = json_object_iter((json_t *)json); at != NULL; at = json_object_iter_next((json_t *)json, at)) {
		const char *key = json_object_iter_key(at);
		if (schema_field(shape, slice_of(key)) < 0) {
			params_refuse(&transcoder->problem, OUTCOME_INVALID, "%s has no field \"%.60s\"", shape->name, key);
		}
	}
}

// A value of a known type. Where the JSON is of another kind it is written as it is, and the check finds it.
static void put_typed(struct transcoder *transcoder, const json_t *json, const struct schema_type *type, const char *name)
{
	if (type->kind == SCHEMA_STRUCT && json_is_object(json) && deeper(transcoder)) {
		put_object(transcoder, json, type->shape);
		transcoder->depth--;
	} else if (type->kind == SCHEMA_LIST && json_is_array(json) && deeper(transcoder)) {
		wire_put_array(transcoder->writer, (uint32_t)json_array_size(json));
		for (size_t i = 0; i < json_array_size(json); i++) {
			put_typed(transcoder, json_array_get(json, i), type->of, name);
		}
		transcoder->depth--;
	} else if (type->kind == SCHEMA_BYTES && json_is_string(json)) {
		put_bytes(transcoder, json, name);
	} else {
		put_any(transcoder, json);
	}
}

// Parses JSON text; NULL with the problem set if it is none. The caller releases it with json_decref.
static json_t *parse(struct slice text, struct envelope_problem *problem)
{
	if (text.n > TRANSCODE_JSON_BYTES_MAX) {
		params_refuse(problem, OUTCOME_TOO_LARGE, "the JSON is longer than %u bytes", TRANSCODE_JSON_BYTES_MAX);
		return NULL;
	}
	json_error_t error;
	json_t *json = json_loadb((const char *)text.at, text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (json == NULL) {
		params_refuse(problem, OUTCOME_INVALID, "line %d, column %d: %s", error.line, error.column, error.text);
	}
	return json;
}

static struct envelope_problem write_value(const json_t *json, const struct schema_struct *shape, struct wire_writer *writer)
{
	struct transcoder transcoder = { .writer = writer };
	size_t before = writer->n;
	if (shape == NULL) {
		put_any(&transcoder, json);
	} else if (!json_is_object(json)) {
		params_refuse(&transcoder.problem, OUTCOME_INVALID, "a JSON object was expected");
	} else {
		put_object(&transcoder, json, shape);
	}
	if (transcoder.problem.outcome == OUTCOME_OK && writer->overflowed) {
		params_refuse(&transcoder.problem, OUTCOME_TOO_LARGE, "it does not fit into %zu bytes", writer->size);
	}
	if (transcoder.problem.outcome == OUTCOME_OK && shape != NULL) {
		transcoder.problem =
			params_check((struct slice){ .at = writer->bytes + before, .n = writer->n - before }, shape, NULL, true);
	}
	return transcoder.problem;
}

struct envelope_problem transcode_to_wire(struct slice json, const struct schema_struct *shape, struct wire_writer *writer)
{
	MUST(writer != NULL);
	struct envelope_problem problem = { .outcome = OUTCOME_OK };
	json_t *value = parse(json, &problem);
	if (value != NULL) {
		problem = write_value(value, shape, writer);
		json_decref(value);
	}
	return problem;
}

// -- events ---------------------------------------------------------------------------------------------------------------------

// Writes one event of the array into the writer, whole, and fills *event from what was written.
static struct envelope_problem write_event(const json_t *json, struct wire_writer *writer, struct transcode_event *event)
{
	const struct schema_struct *shape = schema_struct(slice_of("event"));
	MUST(shape != NULL);
	struct envelope_problem problem = write_value(json, shape, writer);
	if (problem.outcome != OUTCOME_OK) {
		return problem;
	}
	struct slice kind = text_of(json_object_get(json, "kind"));
	const struct schema_struct *body = schema_event(kind);
	if (body == NULL) {
		params_refuse(&problem, OUTCOME_INVALID, "there is no event kind \"%.64s\"", (const char *)kind.at);
		return problem;
	}
	// Again with the body's own shape: the schema's event says only that there is one.
	writer->n = 0;
	uint8_t *bytes = malloc(writer->size);
	MUST(bytes != NULL);
	struct wire_writer inner = wire_writer_of(bytes, writer->size);
	problem = write_value(json_object_get(json, "body"), body, &inner);
	if (problem.outcome == OUTCOME_OK) {
		const json_t *person = json_object_get(json_object_get(json, "body"), "person");
		event->channel = json_integer_value(json_object_get(json, "channel"));
		event->seq = json_integer_value(json_object_get(json, "seq"));
		event->at = json_integer_value(json_object_get(json, "at"));
		event->actor = json_integer_value(json_object_get(json, "actor"));
		event->person = json_integer_value(person);
		event->kind = kind;
		struct slice lang = text_of(json_object_get(json, "lang"));
		envelope_put_event(writer, event->channel, event->seq, kind, event->at, event->actor, lang, wire_written(&inner));
		event->map = wire_written(writer);
		MUST(!writer->overflowed);
	}
	free(bytes);
	return problem;
}

struct envelope_problem transcode_events(
	struct slice json, void (*each)(void *context, const struct transcode_event *event), void *context)
{
	MUST(each != NULL);
	struct envelope_problem problem = { .outcome = OUTCOME_OK };
	json_t *events = parse(json, &problem);
	if (events != NULL && !json_is_array(events)) {
		params_refuse(&problem, OUTCOME_INVALID, "a JSON array of events was expected");
	}
	// MessagePack is longer than its JSON only in floats: nine bytes for two characters and a comma.
	size_t size = json.n * 3 + 64;
	uint8_t *bytes = malloc(size);
	MUST(bytes != NULL);
	for (size_t i = 0; problem.outcome == OUTCOME_OK && i < json_array_size(events); i++) {
		struct wire_writer writer = wire_writer_of(bytes, size);
		struct transcode_event event = { .channel = 0 };
		problem = write_event(json_array_get(events, i), &writer, &event);
		if (problem.outcome == OUTCOME_OK) {
			each(context, &event);
		}
	}
	free(bytes);
	json_decref(events);
	return problem;
}
