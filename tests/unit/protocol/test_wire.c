// The reader and the writer: every encoding, every refusal, and memory that is too small.
#include <check.h>
#include <float.h>
#include <stdlib.h>

#include "protocol/wire.h"
#include "vectors.h"

static const int64_t numbers[] = { 0, 1, 127, 128, 255, 256, 65535, 65536, UINT32_MAX, INT64_C(4294967296), INT64_MAX, -1, -32,
	-33, -128, -129, -32768, -32769, INT32_MIN, INT64_C(-2147483649), INT64_MIN };

START_TEST(every_number_comes_back)
{
	uint8_t bytes[16];
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	wire_put_int(&writer, numbers[_i]);
	struct wire_reader reader = wire_reader_of(wire_written(&writer));
	ck_assert_int_eq(wire_peek(&reader), WIRE_INT);
	ck_assert_int_eq(wire_read_int(&reader), numbers[_i]);
	ck_assert(wire_finished(&reader));
}
END_TEST

static struct wire_reader reader_of_hex(const char *hex, struct slice *bytes)
{
	*bytes = hex_read(hex);
	return wire_reader_of(*bytes);
}

START_TEST(floats_of_both_widths_are_read)
{
	struct slice bytes;
	struct wire_reader reader = reader_of_hex("ca3f000000cb3ff8000000000000", &bytes);
	ck_assert_double_eq(wire_read_float(&reader), 0.5);
	ck_assert_double_eq(wire_read_float(&reader), 1.5);
	ck_assert(wire_finished(&reader));
	free((void *)bytes.at);
}
END_TEST

START_TEST(a_failure_sticks_and_the_first_words_stay)
{
	struct slice bytes;
	struct wire_reader reader = reader_of_hex("a3616263c0", &bytes);
	ck_assert_int_eq(wire_read_int(&reader), 0);
	ck_assert_str_eq(reader.error, "a whole number was expected");
	ck_assert_uint_eq(wire_read_text(&reader).n, 0);
	ck_assert_uint_eq(wire_read_array(&reader), 0);
	ck_assert(!wire_read_bool(&reader));
	ck_assert_int_eq(wire_peek(&reader), WIRE_NONE);
	ck_assert_str_eq(reader.error, "a whole number was expected");
	ck_assert(wire_failed(&reader) && !wire_finished(&reader));
	free((void *)bytes.at);
}
END_TEST

// Reading each of these must fail, at every type.
static const char *const endings[] = { "", "c4", "c403aabb", "d903", "d90361", "db00ffffff", "cd01", "cb00000000000000", "d6",
	"c70501", "c7", "dc00", "dd00000002c0", "de0001c0", "91", "81c0", "c1" };

START_TEST(an_early_end_fails)
{
	struct slice bytes;
	struct wire_reader reader = reader_of_hex(endings[_i], &bytes);
	ck_assert_uint_eq(wire_skip(&reader).n, 0);
	ck_assert(wire_failed(&reader));
	free((void *)bytes.at);
}
END_TEST

START_TEST(a_number_above_the_signed_ones_fails)
{
	struct slice bytes;
	struct wire_reader reader = reader_of_hex("cfffffffffffffffff", &bytes);
	ck_assert_int_eq(wire_read_int(&reader), 0);
	ck_assert(wire_failed(&reader));
	free((void *)bytes.at);
}
END_TEST

START_TEST(nesting_is_counted_to_its_limit_and_no_further)
{
	uint8_t bytes[WIRE_DEPTH_MAX + 2];
	memset(bytes, 0x91, sizeof bytes);
	bytes[WIRE_DEPTH_MAX - 1] = 0x90;
	struct wire_reader reader = wire_reader_of((struct slice){ .at = bytes, .n = WIRE_DEPTH_MAX });
	ck_assert_uint_eq(wire_skip(&reader).n, WIRE_DEPTH_MAX);
	ck_assert(wire_finished(&reader));
	bytes[WIRE_DEPTH_MAX - 1] = 0x91;
	bytes[WIRE_DEPTH_MAX] = 0x90;
	reader = wire_reader_of((struct slice){ .at = bytes, .n = WIRE_DEPTH_MAX + 1 });
	ck_assert_uint_eq(wire_skip(&reader).n, 0);
	ck_assert_str_eq(reader.error, "arrays and maps are nested too deep");
	reader = wire_reader_of((struct slice){ .at = (const uint8_t *)"\xc0", .n = 1 });
	ck_assert_uint_eq(wire_skip_within(&reader, 0).n, 1);
	reader = wire_reader_of((struct slice){ .at = (const uint8_t *)"\x90", .n = 1 });
	ck_assert_uint_eq(wire_skip_within(&reader, 0).n, 0);
}
END_TEST

// The bounds of RFC 3629, one step inside and one outside.
static const struct {
	const char *hex;
	bool good;
} texts[] = {
	{ "01", true },
	{ "7f", true },
	{ "00", false },
	{ "80", false },
	{ "c280", true },
	{ "c27f", false },
	{ "c1bf", false },
	{ "dfbf", true },
	{ "df", false },
	{ "e0a080", true },
	{ "e09fbf", false },
	{ "ed9fbf", true },
	{ "eda080", false },
	{ "ee8080", true },
	{ "efbfbf", true },
	{ "efbf", false },
	{ "f0908080", true },
	{ "f08fbfbf", false },
	{ "f48fbfbf", true },
	{ "f4908080", false },
	{ "f5808080", false },
	{ "f09080", false },
	{ "ff", false },
	{ "61626364656667686162636465666768", true },
	{ "6162636465666768616263646566676800", false },
	{ "61626364656667680062636465666768", false },
	{ "616263646566676861626364656667c3", false },
	{ "61626364656667c3a96162636465666768", true },
	{ "e2828c20e282ac", true },
	{ "e282c0", false },
	{ "f0908041", false },
};

START_TEST(text_is_utf8_and_nothing_else)
{
	struct slice bytes = hex_read(texts[_i].hex);
	ck_assert_msg(wire_is_text(bytes) == texts[_i].good, "%s", texts[_i].hex);
	free((void *)bytes.at);
}
END_TEST

START_TEST(what_does_not_fit_leaves_no_trace)
{
	uint8_t bytes[4];
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	wire_put_word(&writer, "ab");
	ck_assert_uint_eq(writer.n, 3);
	wire_put_word(&writer, "c");
	ck_assert(writer.overflowed);
	ck_assert_uint_eq(writer.n, 3);
	wire_put_nil(&writer);
	wire_put_raw(&writer, (struct slice){ .at = bytes, .n = 1 });
	ck_assert_uint_eq(writer.n, 3); // it would fit, but what went before is missing
	struct wire_writer none = wire_writer_of(NULL, 0);
	wire_put_int(&none, 1);
	ck_assert(none.overflowed && none.n == 0);
}
END_TEST

START_TEST(every_type_is_seen_before_it_is_read)
{
	uint8_t bytes[64];
	struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
	wire_put_nil(&writer);
	wire_put_bool(&writer, true);
	wire_put_float(&writer, DBL_MIN);
	wire_put_bytes(&writer, (struct slice){ .at = (const uint8_t *)"\0\xff", .n = 2 });
	wire_put_array(&writer, 1);
	wire_put_map(&writer, 1);
	wire_put_word(&writer, "k");
	wire_put_int(&writer, -7);
	struct wire_reader reader = wire_reader_of(wire_written(&writer));
	ck_assert_int_eq(wire_peek(&reader), WIRE_NIL);
	wire_read_nil(&reader);
	ck_assert_int_eq(wire_peek(&reader), WIRE_BOOL);
	ck_assert(wire_read_bool(&reader));
	ck_assert_int_eq(wire_peek(&reader), WIRE_FLOAT);
	ck_assert_double_eq(wire_read_float(&reader), DBL_MIN);
	ck_assert_int_eq(wire_peek(&reader), WIRE_BYTES);
	ck_assert(slice_equal(wire_read_bytes(&reader), (struct slice){ .at = (const uint8_t *)"\0\xff", .n = 2 }));
	ck_assert_int_eq(wire_peek(&reader), WIRE_ARRAY);
	ck_assert_uint_eq(wire_read_array(&reader), 1);
	ck_assert_int_eq(wire_peek(&reader), WIRE_MAP);
	ck_assert_uint_eq(wire_read_map(&reader), 1);
	ck_assert_int_eq(wire_peek(&reader), WIRE_TEXT);
	ck_assert(slice_equal(wire_read_text(&reader), slice_of("k")));
	ck_assert_int_eq(wire_read_int(&reader), -7);
	ck_assert(wire_finished(&reader));
}
END_TEST

Suite *suite_wire(void)
{
	Suite *suite = suite_create("wire");
	TCase *tests = tcase_create("wire");
	tcase_add_loop_test(tests, every_number_comes_back, 0, sizeof numbers / sizeof numbers[0]);
	tcase_add_test(tests, floats_of_both_widths_are_read);
	tcase_add_test(tests, a_failure_sticks_and_the_first_words_stay);
	tcase_add_loop_test(tests, an_early_end_fails, 0, sizeof endings / sizeof endings[0]);
	tcase_add_test(tests, a_number_above_the_signed_ones_fails);
	tcase_add_test(tests, nesting_is_counted_to_its_limit_and_no_further);
	tcase_add_loop_test(tests, text_is_utf8_and_nothing_else, 0, sizeof texts / sizeof texts[0]);
	tcase_add_test(tests, what_does_not_fit_leaves_no_trace);
	tcase_add_test(tests, every_type_is_seen_before_it_is_read);
	suite_add_tcase(suite, tests);
	return suite;
}
