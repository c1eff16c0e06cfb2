// Transcoding: JSON that fits the schema becomes MessagePack and comes back; JSON that does not is refused, with the field named.
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/base64.h"
#include "protocol/transcode.h"
#include "vectors.h"

static uint8_t bytes[1 << 16];

static struct envelope_problem to_wire(const char *json, const struct schema_struct *shape, struct wire_writer *writer)
{
	*writer = wire_writer_of(bytes, sizeof bytes);
	return transcode_to_wire(slice_of(json), shape, writer);
}

static const struct schema_struct *takes(const char *operation)
{
	const struct schema_operation *row = schema_operation(slice_of(operation));
	ck_assert_ptr_nonnull(row);
	return row->takes;
}

static const struct schema_struct *gives(const char *operation)
{
	const struct schema_operation *row = schema_operation(slice_of(operation));
	ck_assert_ptr_nonnull(row);
	return row->gives;
}

// The JSON comes out as expected after its way through the wire.
static void check_way(const char *json, const struct schema_struct *shape, const char *expected)
{
	struct wire_writer writer;
	struct envelope_problem problem = to_wire(json, shape, &writer);
	ck_assert_msg(problem.outcome == OUTCOME_OK, "%s: %s", json, problem.detail);
	char *text = transcode_to_json(wire_written(&writer));
	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, expected);
	free(text);
}

static void check_refused(const char *json, const struct schema_struct *shape, enum outcome outcome, const char *detail)
{
	struct wire_writer writer;
	struct envelope_problem problem = to_wire(json, shape, &writer);
	ck_assert_int_eq(problem.outcome, outcome);
	ck_assert_str_eq(problem.detail, detail);
}

START_TEST(fields_are_written_in_the_order_of_the_schema)
{
	check_way("{\"after\": 7, \"channel\": 12}", takes("channel.subscribe"), "{\"channel\":12,\"after\":7}");
	check_way("{}", takes("channel.list"), "{}");
}
END_TEST

START_TEST(bytes_are_base64url)
{
	check_way("{\"nonce\": \"AAECAwQFBgcICQoLDA0ODw\", \"person\": 5}", takes("block.add"),
		"{\"nonce\":\"AAECAwQFBgcICQoLDA0ODw\",\"person\":5}");
	check_refused("{\"nonce\": \"AAECAwQFBgcICQoLDA0OD+\", \"person\": 5}", takes("block.add"), OUTCOME_INVALID,
		"nonce must be bytes in base64url without padding");
	check_refused("{\"nonce\": \"AAEC\", \"person\": 5}", takes("block.add"), OUTCOME_INVALID, "nonce is shorter than 16 bytes");
}
END_TEST

START_TEST(absent_and_nil_follow_the_schema)
{
	// person and inbox are nullable: nil is written for them. client is neither. lang, optional and nil, is left out.
	const char *limits = "\"limits\":{\"frame_bytes_max\":1,\"text_bytes_max\":1,\"requests_per_s\":1,\"requests_burst\":1,"
						 "\"requests_open_max\":1,"
						 "\"subscriptions_max\":1,\"history_max\":1}";
	char json[512], expected[512];
	snprintf(json, sizeof json, "{%s,\"heartbeat_s\":30,\"version\":1}", limits);
	snprintf(expected, sizeof expected, "{\"person\":null,\"inbox\":null,%s,\"heartbeat_s\":30,\"version\":1}", limits);
	check_way(json, gives("session.hello"), expected);
	check_refused("{}", takes("session.hello"), OUTCOME_INVALID, "client is missing");
	check_refused("{\"client\": null}", takes("session.hello"), OUTCOME_INVALID, "client must not be nil");
	check_way("{\"language\": null}", takes("topic.list"), "{}");
}
END_TEST

START_TEST(nested_shapes_are_held_to_the_schema_too)
{
	const char *good = "{\"places\":[{\"id\":1,\"code\":null,\"name\":\"Y Fenni\",\"nation\":\"Wales\",\"within\":4}]}";
	check_way(good, gives("place.find"), good);
	check_refused("{\"places\":[{\"id\":1,\"name\":\"\"}]}", gives("place.find"), OUTCOME_INVALID, "places[0].name is empty");
	check_refused("{\"places\":[{\"id\":1,\"name\":\"A\"},{\"name\":\"B\"}]}", gives("place.find"), OUTCOME_INVALID,
		"places[1].id is missing");
	check_refused("{\"places\":[{\"id\":1,\"name\":\"A\",\"colour\":2}]}", gives("place.find"), OUTCOME_INVALID,
		"place has no field \"colour\"");
	check_refused("{\"places\":[7]}", gives("place.find"), OUTCOME_INVALID, "places[0] must be a map");
	check_refused("{\"places\":7}", gives("place.find"), OUTCOME_INVALID, "places must be a list");
}
END_TEST

START_TEST(what_is_no_object_is_refused)
{
	check_refused("[]", takes("channel.list"), OUTCOME_INVALID, "a JSON object was expected");
	check_refused("null", takes("channel.list"), OUTCOME_INVALID, "a JSON object was expected");
	check_refused("{\"channel\": 12.0}", takes("channel.members"), OUTCOME_INVALID, "channel must be a whole number");
	check_refused("{\"channel\": \"12\"}", takes("channel.members"), OUTCOME_INVALID, "channel must be a whole number");
	struct wire_writer writer;
	static const char *const wrong[] = { "", "{", "{\"a\":1,\"a\":2}", "{}x", "{\"a\":\"\\u0000\"}", "{\"a\":\"\xff\"}" };
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		ck_assert_int_eq(to_wire(wrong[i], NULL, &writer).outcome, OUTCOME_INVALID);
	}
}
END_TEST

START_TEST(any_json_passes_without_a_shape)
{
	check_way("[null,true,false,-1,0.1,\"\\u00e9\",[],{\"b\":[1]}]", NULL, "[null,true,false,-1,0.1,\"é\",[],{\"b\":[1]}]");
	char deep[64] = "";
	memset(deep, '[', 20);
	memset(deep + 20, ']', 20);
	check_refused(deep, NULL, OUTCOME_INVALID, "arrays and objects are nested too deep");
}
END_TEST

START_TEST(too_much_is_too_large)
{
	uint8_t small[8];
	struct wire_writer writer = wire_writer_of(small, sizeof small);
	struct envelope_problem problem =
		transcode_to_wire(slice_of("{\"text\": \"much more than eight bytes\"}"), takes("topic.suggest"), &writer);
	ck_assert_int_eq(problem.outcome, OUTCOME_TOO_LARGE);
	ck_assert_str_eq(problem.detail, "it does not fit into 8 bytes");
	char *huge = malloc(TRANSCODE_JSON_BYTES_MAX + 1);
	memset(huge, ' ', TRANSCODE_JSON_BYTES_MAX + 1);
	writer = wire_writer_of(bytes, sizeof bytes);
	problem = transcode_to_wire((struct slice){ .at = (uint8_t *)huge, .n = TRANSCODE_JSON_BYTES_MAX + 1 }, NULL, &writer);
	ck_assert_int_eq(problem.outcome, OUTCOME_TOO_LARGE);
	free(huge);
}
END_TEST

struct heard {
	struct transcode_event events[4];
	char json[4][512];
	size_t count;
};

static void hear(void *context, const struct transcode_event *event)
{
	struct heard *heard = context;
	ck_assert_uint_lt(heard->count, 4);
	heard->events[heard->count] = *event;
	char *json = transcode_to_json(event->map);
	snprintf(heard->json[heard->count++], sizeof heard->json[0], "%s", json);
	free(json);
}

START_TEST(events_come_with_their_parts)
{
	struct heard heard = { .count = 0 };
	const char *json = "[{\"channel\":12,\"seq\":3,\"kind\":\"message\",\"at\":1000,\"actor\":5,\"lang\":\"cy\",\"body\":{"
					   "\"text\":\"Shw mae?\"}},"
					   "{\"channel\":12,\"seq\":4,\"kind\":\"left\",\"at\":1001,\"actor\":null,\"body\":{\"person\":5}}]";
	struct envelope_problem problem = transcode_events(slice_of(json), hear, &heard);
	ck_assert_msg(problem.outcome == OUTCOME_OK, "%s", problem.detail);
	ck_assert_uint_eq(heard.count, 2);
	ck_assert_int_eq(heard.events[0].channel, 12);
	ck_assert_int_eq(heard.events[0].seq, 3);
	ck_assert_int_eq(heard.events[0].at, 1000);
	ck_assert_int_eq(heard.events[0].actor, 5);
	ck_assert_int_eq(heard.events[0].person, 0);
	ck_assert_int_eq(heard.events[1].actor, 0);
	ck_assert_int_eq(heard.events[1].person, 5);
	ck_assert_str_eq(heard.json[0], "{\"channel\":12,\"seq\":3,\"kind\":\"message\",\"at\":1000,\"actor\":5,\"lang\":\"cy\","
									"\"body\":{\"text\":\"Shw mae?\"}}");
	ck_assert_str_eq(
		heard.json[1], "{\"channel\":12,\"seq\":4,\"kind\":\"left\",\"at\":1001,\"actor\":null,\"body\":{\"person\":5}}");
}
END_TEST

START_TEST(wrong_events_are_refused)
{
	static const struct {
		const char *json, *detail;
	} wrong[] = {
		{ "{}", "a JSON array of events was expected" },
		{ "[{\"channel\":1,\"seq\":1,\"kind\":\"tea\",\"at\":1,\"actor\":1,\"body\":{}}]", "there is no event kind \"tea\"" },
		{ "[{\"channel\":1,\"seq\":1,\"kind\":\"left\",\"at\":1,\"actor\":1,\"body\":{}}]", "person is missing" },
		{ "[{\"channel\":1,\"seq\":1,\"kind\":\"left\",\"at\":1,\"actor\":1,\"body\":{\"person\":1,\"x\":1}}]",
			"event.left has no field \"x\"" },
		{ "[{\"channel\":1,\"seq\":1,\"kind\":\"left\",\"at\":1,\"actor\":1}]", "body is missing" },
		{ "[7]", "a JSON object was expected" },
	};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct heard heard = { .count = 0 };
		struct envelope_problem problem = transcode_events(slice_of(wrong[i].json), hear, &heard);
		ck_assert_int_eq(problem.outcome, OUTCOME_INVALID);
		ck_assert_str_eq(problem.detail, wrong[i].detail);
		ck_assert_uint_eq(heard.count, 0);
	}
}
END_TEST

static const struct {
	double value;
	const char *text;
} floats[] = { { 0.1, "0.1" }, { 1.0, "1.0" }, { -2.5, "-2.5" }, { 1e300, "1e+300" }, { 1.0 / 3, "0.3333333333333333" },
	{ 5e-324, "4.94065645841247e-324" } };

START_TEST(floats_are_shortest)
{
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	wire_put_float(&writer, floats[_i].value);
	char *text = transcode_to_json(wire_written(&writer));
	ck_assert_str_eq(text, floats[_i].text);
	ck_assert_double_eq(strtod(text, NULL), floats[_i].value);
	free(text);
}
END_TEST

static const struct {
	const char *hex, *text; // text NULL: no JSON
} values[] = {
	{ "a3225c01", "\"\\\"\\\\\\u0001\"" },
	{ "a20a0d", "\"\\n\\r\"" },
	{ "c403000102", "\"AAEC\"" },
	{ "c400", "\"\"" },
	{ "cb7ff0000000000000", "null" },
	{ "cb7ff8000000000000", "null" },
	{ "81a16192c0c3", "{\"a\":[null,true]}" },
	{ "d70100112233445566aa", NULL },
	{ "8101a161", NULL },
	{ "c1", NULL },
	{ "c0c0", NULL },
	{ "", NULL },
	{ "92c0", NULL },
	{ "cfffffffffffffffff", NULL },
	{ "d3ffffffffffffffff", "-1" },
};

START_TEST(every_value_has_one_json_or_none)
{
	struct slice value = hex_read(values[_i].hex);
	char *text = transcode_to_json(value);
	if (values[_i].text == NULL) {
		ck_assert_ptr_null(text);
	} else {
		ck_assert_str_eq(text, values[_i].text);
	}
	free(text);
	free((void *)value.at);
}
END_TEST

START_TEST(base64_has_one_text_for_each_run_of_bytes)
{
	uint8_t out[8];
	char text[8];
	size_t n;
	for (size_t length = 0; length <= 4; length++) {
		struct slice in = { .at = (const uint8_t *)"\xff\x00\x7f\x80", .n = length };
		base64_write(in, text);
		ck_assert(base64_read((struct slice){ .at = (uint8_t *)text, .n = base64_length(length) }, out, &n));
		ck_assert(slice_equal((struct slice){ .at = out, .n = n }, in));
	}
	static const char *const wrong[] = { "A", "AB", "AAB", "AA=", "AA==", "A A", "AA+/", "AAAAA" };
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		ck_assert_msg(!base64_read(slice_of(wrong[i]), out, &n), "%s", wrong[i]);
	}
}
END_TEST

Suite *suite_transcode(void)
{
	Suite *suite = suite_create("transcode");
	TCase *tests = tcase_create("transcode");
	tcase_add_test(tests, fields_are_written_in_the_order_of_the_schema);
	tcase_add_test(tests, bytes_are_base64url);
	tcase_add_test(tests, absent_and_nil_follow_the_schema);
	tcase_add_test(tests, nested_shapes_are_held_to_the_schema_too);
	tcase_add_test(tests, what_is_no_object_is_refused);
	tcase_add_test(tests, any_json_passes_without_a_shape);
	tcase_add_test(tests, too_much_is_too_large);
	tcase_add_test(tests, events_come_with_their_parts);
	tcase_add_test(tests, wrong_events_are_refused);
	tcase_add_loop_test(tests, floats_are_shortest, 0, sizeof floats / sizeof floats[0]);
	tcase_add_loop_test(tests, every_value_has_one_json_or_none, 0, sizeof values / sizeof values[0]);
	tcase_add_test(tests, base64_has_one_text_for_each_run_of_bytes);
	suite_add_tcase(suite, tests);
	return suite;
}
