// The envelope: the notifications that the core makes are those of the golden vectors, and a request's values arrive as numbers,
// words and bytes.
#include <check.h>
#include <stdlib.h>

#include "protocol/envelope.h"
#include "vectors.h"

static uint8_t bytes[1024];

static const struct slice none = { .at = NULL, .n = 0 };

// Stops the test unless what was written is the frame of that name in notifications.json.
static void check_vector(const struct wire_writer *writer, const char *name)
{
	json_t *file;
	json_t *vectors = vectors_read("notifications.json", &file);
	bool found = false;
	for (size_t i = 0; i < json_array_size(vectors); i++) {
		const json_t *vector = json_array_get(vectors, i);
		if (strcmp(text_of(vector, "name"), name) == 0) {
			struct slice frame = hex_read(text_of(vector, "hex"));
			ck_assert_msg(slice_equal(frame, wire_written(writer)), "%s is written as other bytes", name);
			free((void *)frame.at);
			found = true;
		}
	}
	ck_assert_msg(found, "there is no vector %s", name);
	json_decref(file);
}

START_TEST(notifications_are_those_of_the_vectors)
{
	const int64_t two[] = { 5, 6 };
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	envelope_put_lagged(&writer, 12, 4000);
	check_vector(&writer, "lagged");
	writer = wire_writer_of(bytes, sizeof bytes);
	envelope_put_skipped(&writer, 12, 1, INT64_C(9007199254740991));
	check_vector(&writer, "skipped");
	writer = wire_writer_of(bytes, sizeof bytes);
	envelope_put_goaway(&writer, "restart", 1000);
	check_vector(&writer, "going away");
	writer = wire_writer_of(bytes, sizeof bytes);
	envelope_put_signal(&writer, "typing", 12, two, 2, -1, -1);
	check_vector(&writer, "typing");
	writer = wire_writer_of(bytes, sizeof bytes);
	envelope_put_signal(&writer, "presence", 12, NULL, 0, 51, -1);
	check_vector(&writer, "presence of many");
	writer = wire_writer_of(bytes, sizeof bytes);
	envelope_put_signal(&writer, "read", 12, NULL, 0, -1, 4711);
	check_vector(&writer, "your own mark");
}
END_TEST

START_TEST(an_event_is_that_of_the_vectors)
{
	uint8_t body_bytes[64];
	struct wire_writer body = wire_writer_of(body_bytes, sizeof body_bytes);
	wire_put_map(&body, 1);
	wire_put_word(&body, "text");
	wire_put_word(&body, "Shw mae?");
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	envelope_put_notification(&writer, "event", 1);
	envelope_put_event(&writer, 12, 4711, slice_of("message"), INT64_C(1795269600000000), 5, slice_of("cy"), wire_written(&body));
	check_vector(&writer, "one event");
}
END_TEST

START_TEST(an_event_of_the_service_has_a_nil_actor_and_may_be_empty)
{
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	envelope_put_event(&writer, 1, 2, slice_of("message"), 3, 0, none, none);
	struct envelope_value values[SCHEMA_FIELDS_MAX];
	const struct schema_struct *shape = schema_struct(slice_of("event"));
	ck_assert_int_eq(envelope_params(wire_written(&writer), shape, values).outcome, OUTCOME_OK);
	ck_assert(!values[schema_field(shape, slice_of("actor"))].present);
	ck_assert(!values[schema_field(shape, slice_of("lang"))].present);
	ck_assert_uint_eq(values[schema_field(shape, slice_of("body"))].bytes.n, 1); // an empty map
}
END_TEST

START_TEST(empty_results_and_parameters_are_written_as_such)
{
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	envelope_put_result(&writer, 7, none);
	struct envelope envelope = envelope_read(wire_written(&writer));
	ck_assert_int_eq(envelope.kind, ENVELOPE_RESPONSE);
	ck_assert(slice_equal(envelope.result, slice_of("\x80")));
	writer = wire_writer_of(bytes, sizeof bytes);
	envelope_put_request(&writer, 7, "channel.list", none);
	envelope = envelope_read(wire_written(&writer));
	ck_assert_int_eq(envelope.kind, ENVELOPE_REQUEST);
	ck_assert_ptr_null(envelope.params.at);
}
END_TEST

START_TEST(values_arrive_by_kind)
{
	const struct schema_operation *grant = schema_operation(slice_of("role.grant"));
	uint8_t nonce[16] = { 1, 2, 3 };
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	wire_put_map(&writer, 3);
	wire_put_word(&writer, "role");
	wire_put_word(&writer, "coach");
	wire_put_word(&writer, "person");
	wire_put_int(&writer, 77);
	wire_put_word(&writer, "nonce");
	wire_put_bytes(&writer, (struct slice){ .at = nonce, .n = sizeof nonce });
	struct envelope_value values[SCHEMA_FIELDS_MAX];
	ck_assert_int_eq(envelope_params(wire_written(&writer), grant->takes, values).outcome, OUTCOME_OK);
	ck_assert(slice_equal(values[0].bytes, (struct slice){ .at = nonce, .n = sizeof nonce }));
	ck_assert(values[1].present && values[1].number == 77);
	ck_assert(values[2].present && values[2].number == 1 && slice_equal(values[2].bytes, slice_of("coach")));
	ck_assert(!values[3].present); // place
}
END_TEST

START_TEST(lists_arrive_as_their_bytes_and_flags_as_numbers)
{
	const struct schema_operation *set = schema_operation(slice_of("profile.set"));
	uint8_t nonce[16] = { 0 };
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	wire_put_map(&writer, 3);
	wire_put_word(&writer, "nonce");
	wire_put_bytes(&writer, (struct slice){ .at = nonce, .n = sizeof nonce });
	wire_put_word(&writer, "may_ask");
	wire_put_bool(&writer, true);
	wire_put_word(&writer, "topics");
	wire_put_array(&writer, 2);
	wire_put_int(&writer, 1);
	wire_put_int(&writer, 2);
	struct envelope_value values[SCHEMA_FIELDS_MAX];
	ck_assert_int_eq(envelope_params(wire_written(&writer), set->takes, values).outcome, OUTCOME_OK);
	ck_assert_int_eq(values[schema_field(set->takes, slice_of("may_ask"))].number, 1);
	struct slice topics = values[schema_field(set->takes, slice_of("topics"))].bytes;
	ck_assert(slice_equal(topics, slice_of("\x92\x01\x02")));
}
END_TEST

START_TEST(bytes_behind_the_parameters_are_refused)
{
	struct envelope_value values[SCHEMA_FIELDS_MAX];
	const struct schema_struct *takes = schema_operation(slice_of("channel.list"))->takes;
	struct envelope_problem problem = envelope_params(slice_of("\x80\xc0"), takes, values);
	ck_assert_int_eq(problem.outcome, OUTCOME_INVALID);
	ck_assert_str_eq(problem.detail, "there are bytes behind the parameters");
	ck_assert_int_eq(envelope_params(none, takes, values).outcome, OUTCOME_OK);
}
END_TEST

START_TEST(a_writer_that_is_full_leaves_no_half_message_unnoticed)
{
	for (size_t size = 0; size < 40; size++) {
		struct wire_writer writer = wire_writer_of(bytes, size);
		envelope_put_error(&writer, 7, OUTCOME_CONFLICT, "Words.", slice_of("nonce_reused"), 250);
		ck_assert(writer.overflowed && writer.n <= size);
	}
}
END_TEST

Suite *suite_envelope(void)
{
	Suite *suite = suite_create("envelope");
	TCase *tests = tcase_create("envelope");
	tcase_add_test(tests, notifications_are_those_of_the_vectors);
	tcase_add_test(tests, an_event_is_that_of_the_vectors);
	tcase_add_test(tests, an_event_of_the_service_has_a_nil_actor_and_may_be_empty);
	tcase_add_test(tests, empty_results_and_parameters_are_written_as_such);
	tcase_add_test(tests, values_arrive_by_kind);
	tcase_add_test(tests, lists_arrive_as_their_bytes_and_flags_as_numbers);
	tcase_add_test(tests, bytes_behind_the_parameters_are_refused);
	tcase_add_test(tests, a_writer_that_is_full_leaves_no_half_message_unnoticed);
	suite_add_tcase(suite, tests);
	return suite;
}
