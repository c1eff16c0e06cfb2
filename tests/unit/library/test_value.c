// Values: what the service sends, read without a check at every step, and never beyond its end.
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/library/value.h"
#include "protocol/transcode.h"
#include "protocol/wire.h"

static const struct wm_value *value_of(const char *json)
{
	uint8_t bytes[2048];
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	ck_assert_int_eq(transcode_to_wire(slice_of(json), NULL, &writer).outcome, OUTCOME_OK);
	return value_create(wire_written(&writer));
}

START_TEST(test_a_tree_is_read_by_names_and_places)
{
	const struct wm_value *value = value_of(
		"{\"person\":{\"id\":12,\"name\":\"Siân\",\"roles\":[\"coach\",\"member\"]},\"ok\":true,\"score\":0.5,\"none\":null}");
	const struct wm_value *person = wm_value_get(value, "person");
	ck_assert_int_eq(wm_value_int(wm_value_get(person, "id"), 0), 12);
	ck_assert_str_eq(wm_value_text(wm_value_get(person, "name"), ""), "Siân");
	ck_assert_uint_eq(wm_value_count(wm_value_get(person, "roles")), 2);
	ck_assert_str_eq(wm_value_text(wm_value_at(wm_value_get(person, "roles"), 1), ""), "member");
	ck_assert(wm_value_bool(wm_value_get(value, "ok"), false));
	ck_assert_double_eq(wm_value_float(wm_value_get(value, "score"), 0), 0.5);
	ck_assert_int_eq(wm_value_type(wm_value_get(value, "none")), WM_NIL);
	ck_assert_str_eq(wm_value_text(wm_value_key(value, 3), ""), "none");
	wm_value_unref(value);
}
END_TEST

START_TEST(test_what_is_not_there_is_nil_all_the_way_down)
{
	const struct wm_value *value = value_of("{\"a\":[1]}");
	ck_assert_ptr_null(wm_value_get(wm_value_get(value, "b"), "c"));
	ck_assert_ptr_null(wm_value_at(wm_value_get(value, "a"), 1));
	ck_assert_ptr_null(wm_value_key(wm_value_get(value, "a"), 0));
	ck_assert_ptr_null(wm_value_get(wm_value_get(value, "a"), "a"));
	ck_assert_int_eq(wm_value_int(NULL, 7), 7);
	ck_assert_str_eq(wm_value_text(wm_value_get(value, "a"), "otherwise"), "otherwise");
	size_t n = 9;
	ck_assert_ptr_null(wm_value_bytes(value, &n));
	ck_assert_uint_eq(n, 0);
	wm_value_unref(value);
	wm_value_unref(NULL);
}
END_TEST

START_TEST(test_a_part_keeps_the_whole)
{
	const struct wm_value *value = value_of("{\"a\":{\"b\":\"kept\"}}");
	const struct wm_value *part = wm_value_ref(wm_value_get(wm_value_get(value, "a"), "b"));
	wm_value_unref(value);
	ck_assert_str_eq(wm_value_text(part, ""), "kept");
	wm_value_unref(part);
}
END_TEST

START_TEST(test_a_value_is_json_again)
{
	const char *json = "{\"a\":[1,-2,true,null,\"\\\"\"],\"b\":{}}";
	const struct wm_value *value = value_of(json);
	char *again = wm_value_json(value);
	ck_assert_str_eq(again, json);
	free(again);
	again = wm_value_json(wm_value_get(value, "b"));
	ck_assert_str_eq(again, "{}");
	free(again);
	again = wm_value_json(NULL);
	ck_assert_str_eq(again, "null");
	free(again);
	wm_value_unref(value);
}
END_TEST

START_TEST(test_malformed_bytes_give_no_tree)
{
	static const struct {
		const char *bytes;
		size_t n;
	} rows[] = {
		{ "", 0 },                                     // nothing
		{ "\xc1", 1 },                                 // the reserved byte
		{ "\x92\x01", 2 },                             // an element is missing
		{ "\xdd\xff\xff\xff\xff", 5 },                 // four billion elements announced
		{ "\xdf\x7f\xff\xff\xff", 5 },                 // two billion pairs
		{ "\xa2\xff\xfe", 3 },                         // not UTF-8
		{ "\x01\x01", 2 },                             // something behind it
		{ "\xcf\xff\xff\xff\xff\xff\xff\xff\xff", 9 }, // an integer beyond all of ours
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(value_create((struct slice){ .at = (const uint8_t *)rows[i].bytes, .n = rows[i].n }) == NULL, "row %zu", i);
	uint8_t deep[64];
	memset(deep, 0x91, sizeof deep);
	deep[63] = 0x01;
	ck_assert_ptr_null(value_create((struct slice){ .at = deep, .n = sizeof deep }));
}
END_TEST

START_TEST(test_too_many_tiny_values_give_no_tree)
{
	size_t n = VALUE_NODES_MAX + 5;
	uint8_t *bytes = malloc(n);
	memset(bytes, 0xc0, n);
	struct wire_writer writer = wire_writer_of(bytes, 5);
	wire_put_array(&writer, (uint32_t)(n - 5));
	ck_assert_ptr_null(value_create((struct slice){ .at = bytes, .n = n }));
	free(bytes);
}
END_TEST

Suite *suite_value(void);
Suite *suite_value(void)
{
	Suite *suite = suite_create("value");
	TCase *tests = tcase_create("value");
	tcase_add_test(tests, test_a_tree_is_read_by_names_and_places);
	tcase_add_test(tests, test_what_is_not_there_is_nil_all_the_way_down);
	tcase_add_test(tests, test_a_part_keeps_the_whole);
	tcase_add_test(tests, test_a_value_is_json_again);
	tcase_add_test(tests, test_malformed_bytes_give_no_tree);
	tcase_add_test(tests, test_too_many_tiny_values_give_no_tree);
	suite_add_tcase(suite, tests);
	return suite;
}
