// The golden vectors: every frame is read as protocol/vectors says, and every canonical reading is written as the same bytes.
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/envelope.h"
#include "protocol/schema.h"
#include "protocol/transcode.h"
#include "vectors.h"

// Stops the test unless the MessagePack reads as the JSON; an empty slice reads as null.
static void check_reads_as(struct slice value, const json_t *expected, const char *name)
{
	char *text = value.n == 0 ? strdup("null") : transcode_to_json(value);
	ck_assert_msg(text != NULL, "%s: malformed", name);
	json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
	json_t *null = json_null();
	ck_assert_msg(json_equal(json, expected == NULL ? null : expected), "%s: reads as %s", name, text);
	json_decref(json);
	free(text);
}

static void check_bytes(const struct wire_writer *writer, struct slice frame, const char *name)
{
	ck_assert_msg(!writer->overflowed && slice_equal(wire_written(writer), frame), "%s: is written as other bytes", name);
}

static void check_request(const json_t *vector, struct slice frame, const char *name)
{
	struct envelope envelope = envelope_read(frame);
	ck_assert_msg(envelope.kind == ENVELOPE_REQUEST, "%s: %s", name, envelope.problem);
	ck_assert_int_eq(envelope.id, json_integer_value(json_object_get(vector, "id")));
	ck_assert_msg(slice_equal(envelope.name, slice_of(text_of(vector, "operation"))), "%s: another name", name);
	check_reads_as(envelope.params, json_object_get(vector, "params"), name);
	if (json_is_true(json_object_get(vector, "canonical"))) {
		uint8_t bytes[4096];
		struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
		envelope_put_request(&writer, envelope.id, text_of(vector, "operation"), envelope.params);
		check_bytes(&writer, frame, name);
	}
}

static void check_response(const json_t *vector, struct slice frame, const char *name)
{
	struct envelope envelope = envelope_read(frame);
	const json_t *error = json_object_get(vector, "error");
	uint8_t bytes[4096];
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	ck_assert_msg(envelope.kind == ENVELOPE_RESPONSE, "%s: %s", name, envelope.problem);
	ck_assert_int_eq(envelope.id, json_integer_value(json_object_get(vector, "id")));
	check_reads_as(envelope.error, error, name);
	check_reads_as(envelope.result, json_object_get(vector, "result"), name);
	if (json_is_null(error)) {
		envelope_put_result(&writer, envelope.id, envelope.result);
	} else {
		enum outcome outcome;
		ck_assert_msg(outcome_read(slice_of(text_of(error, "code")), &outcome), "%s: unknown code", name);
		const json_t *detail = json_object_get(error, "detail");
		const json_t *wait = json_object_get(error, "retry_after_ms");
		envelope_put_error(&writer, envelope.id, outcome, text_of(error, "message"),
			detail == NULL ? (struct slice){ .n = 0 } : slice_of(json_string_value(detail)),
			wait == NULL ? -1 : json_integer_value(wait));
	}
	check_bytes(&writer, frame, name);
}

static void check_notification(const json_t *vector, struct slice frame, const char *name)
{
	struct envelope envelope = envelope_read(frame);
	uint8_t bytes[4096];
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	ck_assert_msg(envelope.kind == ENVELOPE_NOTIFICATION, "%s: %s", name, envelope.problem);
	ck_assert_msg(slice_equal(envelope.name, slice_of(text_of(vector, "notification"))), "%s: another name", name);
	check_reads_as(envelope.params, json_object_get(vector, "params"), name);
	const struct schema_struct *shape = schema_notification(envelope.name);
	struct wire_reader reader = wire_reader_of(envelope.params);
	uint32_t maps = wire_read_array(&reader);
	envelope_put_notification(&writer, text_of(vector, "notification"), maps);
	for (uint32_t i = 0; i < maps; i++) {
		struct slice map = wire_skip(&reader);
		wire_put_raw(&writer, map);
		struct envelope_value values[SCHEMA_FIELDS_MAX];
		if (shape != NULL) {
			struct envelope_problem problem = envelope_params(map, shape, values);
			ck_assert_msg(problem.outcome == OUTCOME_OK, "%s: %s", name, problem.detail);
		}
	}
	check_bytes(&writer, frame, name);
}

static void check_broken(const json_t *vector, struct slice frame, const char *name)
{
	struct envelope envelope = envelope_read(frame);
	ck_assert_msg(envelope.kind == ENVELOPE_BROKEN, "%s: was read", name);
	ck_assert_msg(strcmp(envelope.problem, text_of(vector, "problem")) == 0, "%s: %s", name, envelope.problem);
	ck_assert_uint_le(strlen(envelope.problem), 120); // fits into a close frame
}

static void check_file(const char *file_name, void (*check)(const json_t *vector, struct slice frame, const char *name))
{
	json_t *file;
	json_t *vectors = vectors_read(file_name, &file);
	for (size_t i = 0; i < json_array_size(vectors); i++) {
		const json_t *vector = json_array_get(vectors, i);
		struct slice frame = hex_read(text_of(vector, "hex"));
		check(vector, frame, text_of(vector, "name"));
		free((void *)frame.at);
	}
	json_decref(file);
}

START_TEST(requests_are_read_and_written)
{
	check_file("requests.json", check_request);
}
END_TEST

START_TEST(responses_are_read_and_written)
{
	check_file("responses.json", check_response);
}
END_TEST

START_TEST(notifications_are_read_and_written)
{
	check_file("notifications.json", check_notification);
}
END_TEST

START_TEST(broken_frames_are_refused_with_their_problem)
{
	check_file("broken.json", check_broken);
}
END_TEST

static void check_params(const json_t *vector, struct slice params, const char *name)
{
	const struct schema_operation *operation = schema_operation(slice_of(text_of(vector, "operation")));
	ck_assert_msg(operation != NULL, "%s: no such operation", name);
	struct envelope_value values[SCHEMA_FIELDS_MAX];
	struct envelope_problem problem = envelope_params(params, operation->takes, values);
	ck_assert_msg(strcmp(outcome_code(problem.outcome), text_of(vector, "outcome")) == 0, "%s: %s %s", name,
		outcome_code(problem.outcome), problem.detail);
	ck_assert_msg(strcmp(problem.detail, text_of(vector, "detail")) == 0, "%s: %s", name, problem.detail);
}

START_TEST(parameters_are_held_against_their_schema)
{
	check_file("params.json", check_params);
}
END_TEST

Suite *suite_vectors(void)
{
	Suite *suite = suite_create("vectors");
	TCase *tests = tcase_create("golden");
	tcase_add_test(tests, requests_are_read_and_written);
	tcase_add_test(tests, responses_are_read_and_written);
	tcase_add_test(tests, notifications_are_read_and_written);
	tcase_add_test(tests, broken_frames_are_refused_with_their_problem);
	tcase_add_test(tests, parameters_are_held_against_their_schema);
	suite_add_tcase(suite, tests);
	return suite;
}
