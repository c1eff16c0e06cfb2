// The MessagePack test suite, where it is at hand: every encoding it lists is read as its value, and ours is one of those it
// lists.
#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/wire.h"
#include "vectors.h"

#define TEXT_BYTES_MAX 64

// The value of one case, put by our writer; false for kinds that we do not write (ext and timestamps).
static bool put_value(struct wire_writer *writer, const json_t *json)
{
	if (json_is_array(json)) {
		wire_put_array(writer, (uint32_t)json_array_size(json));
		for (size_t i = 0; i < json_array_size(json); i++) {
			put_value(writer, json_array_get(json, i));
		}
	} else if (json_is_object(json)) {
		wire_put_map(writer, (uint32_t)json_object_size(json));
		for (void *at = json_object_iter((json_t *)json); at != NULL; at = json_object_iter_next((json_t *)json, at)) {
			wire_put_word(writer, json_object_iter_key(at));
			put_value(writer, json_object_iter_value(at));
		}
	} else if (json_is_string(json)) {
		wire_put_word(writer, json_string_value(json));
	} else if (json_is_integer(json)) {
		wire_put_int(writer, json_integer_value(json));
	} else if (json_is_real(json)) {
		wire_put_float(writer, json_real_value(json));
	} else if (json_is_boolean(json)) {
		wire_put_bool(writer, json_is_true(json));
	} else {
		wire_put_nil(writer);
	}
	return true;
}

static bool put_case(struct wire_writer *writer, const json_t *row)
{
	static const char *const kinds[] = { "nil", "bool", "string", "array", "map" };
	const json_t *bignum = json_object_get(row, "bignum");
	const json_t *binary = json_object_get(row, "binary");
	const json_t *number = json_object_get(row, "number");
	if (bignum != NULL) {
		uint64_t value = strtoull(json_string_value(bignum), NULL, 10);
		bool negative = json_string_value(bignum)[0] == '-';
		if (!negative && value > INT64_MAX) {
			return false; // the wire has no such numbers
		}
		wire_put_int(writer, negative ? strtoll(json_string_value(bignum), NULL, 10) : (int64_t)value);
		return true;
	}
	if (binary != NULL) {
		struct slice bytes = hex_read(json_string_value(binary));
		wire_put_bytes(writer, bytes);
		free((void *)bytes.at);
		return true;
	}
	if (number != NULL) {
		return put_value(writer, number);
	}
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (json_object_get(row, kinds[i]) != NULL) {
			return put_value(writer, json_object_get(row, kinds[i]));
		}
	}
	return false;
}

// Reads one value and puts it again, in our own form; an ext as it stands.
static void copy_value(struct wire_reader *reader, struct wire_writer *writer)
{
	switch (wire_peek(reader)) {
	case WIRE_NIL:
		wire_read_nil(reader);
		wire_put_nil(writer);
		return;
	case WIRE_BOOL:
		wire_put_bool(writer, wire_read_bool(reader));
		return;
	case WIRE_INT:
		wire_put_int(writer, wire_read_int(reader));
		return;
	case WIRE_FLOAT: {
		// The suite holds 1 and 1.0 to be the same number.
		double value = wire_read_float(reader);
		if (value >= -9007199254740992.0 && value <= 9007199254740992.0 && value == (double)(int64_t)value) {
			wire_put_int(writer, (int64_t)value);
		} else {
			wire_put_float(writer, value);
		}
		return;
	}
	case WIRE_TEXT:
		wire_put_text(writer, wire_read_text(reader));
		return;
	case WIRE_BYTES:
		wire_put_bytes(writer, wire_read_bytes(reader));
		return;
	case WIRE_ARRAY:
	case WIRE_MAP: {
		bool map = wire_peek(reader) == WIRE_MAP;
		uint32_t count = map ? wire_read_map(reader) : wire_read_array(reader);
		if (map) {
			wire_put_map(writer, count);
		} else {
			wire_put_array(writer, count);
		}
		for (uint32_t i = 0; i < count * (map ? 2 : 1); i++) {
			copy_value(reader, writer);
		}
		return;
	}
	case WIRE_EXT:
	case WIRE_NONE:
		wire_put_raw(writer, wire_skip(reader));
		return;
	}
}

static void check_case(const char *section, const json_t *row)
{
	uint8_t expected_bytes[1024], bytes[1024];
	struct wire_writer expected = wire_writer_of(expected_bytes, sizeof expected_bytes);
	bool writable = put_case(&expected, row);
	const json_t *forms = json_object_get(row, "msgpack");
	bool listed = !writable;
	for (size_t i = 0; i < json_array_size(forms); i++) {
		const char *hex = json_string_value(json_array_get(forms, i));
		struct slice form = hex_read(hex);
		struct wire_reader reader = wire_reader_of(form);
		ck_assert_msg(wire_skip(&reader).n == form.n && wire_finished(&reader), "%s: %s: %s", section, hex, reader.error);
		listed = listed || slice_equal(form, wire_written(&expected));
		reader = wire_reader_of(form);
		struct wire_writer writer = wire_writer_of(bytes, sizeof bytes);
		copy_value(&reader, &writer);
		bool large = wire_failed(&reader);
		bool float64 = writable && json_is_real(json_object_get(row, "number"));
		ck_assert_msg(!writable || float64 || slice_equal(wire_written(&writer), wire_written(&expected)),
			"%s: %s is read as another value", section, hex);
		ck_assert_msg(!large || json_object_get(row, "bignum") != NULL, "%s: %s: %s", section, hex, reader.error);
		free((void *)form.at);
	}
	ck_assert_msg(listed, "%s: our form is not in the list", section);
}

START_TEST(the_suite_passes)
{
	char path[1024];
	const char *folder = getenv("WAYMARK_SHARED");
	snprintf(
		path, sizeof path, "%s/data/msgpack/msgpack-test-suite.json", folder != NULL ? folder : WAYMARK_SOURCE_DIR "/../shared");
	FILE *there = fopen(path, "r");
	if (there == NULL) {
		printf("skipped: the MessagePack test suite is not at %s (set WAYMARK_SHARED)\n", path);
		return;
	}
	fclose(there);
	json_t *suite = json_read(path);
	size_t cases = 0;
	for (void *at = json_object_iter(suite); at != NULL; at = json_object_iter_next(suite, at)) {
		const json_t *rows = json_object_iter_value(at);
		for (size_t i = 0; i < json_array_size(rows); i++, cases++) {
			check_case(json_object_iter_key(at), json_array_get(rows, i));
		}
	}
	ck_assert_uint_gt(cases, 50);
	json_decref(suite);
}
END_TEST

Suite *suite_suite(void)
{
	Suite *suite = suite_create("suite");
	TCase *tests = tcase_create("msgpack-test-suite");
	tcase_add_test(tests, the_suite_passes);
	suite_add_tcase(suite, tests);
	return suite;
}
