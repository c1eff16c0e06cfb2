// Reading HTTP heads: what is allowed is read, and whatever two servers could read in two ways is refused.
#include <stdlib.h>

#include "asking.h"

#define HOST "Host: waymark.test\r\n"

static enum head_outcome outcome_of(struct slice text)
{
	// In memory of its own size, so that reading behind the end is found.
	uint8_t *copy = malloc(text.n + 1);
	struct head head;
	size_t used;
	memcpy(copy, text.at, text.n);
	enum head_outcome outcome = head_read((struct slice){ copy, text.n }, &head, &used);
	ck_assert_uint_le(used, text.n);
	free(copy);
	return outcome;
}

START_TEST(request_is_read)
{
	struct head head = asking("GET /a/b?c=d HTTP/1.1\r\n" HOST "Accept:  x ,\ty  \r\nEmpty:\r\n\r\n");
	ck_assert_int_eq(head.method, HEAD_GET);
	ck_assert_slice(head.path, "/a/b");
	ck_assert_slice(head.query, "c=d");
	ck_assert_uint_eq(head.field_count, 3);
	ck_assert_slice(head_value(&head, "ACCEPT", 0), "x ,\ty");
	ck_assert_slice(head_value(&head, "empty", 0), "");
	ck_assert_ptr_nonnull(head_value(&head, "empty", 0).at);
	ck_assert_ptr_null(head_value(&head, "absent", 0).at);
}
END_TEST

START_TEST(every_prefix_is_partial)
{
	const char *text = "POST /session HTTP/1.1\r\n" HOST "X-Waymark-Code: abc\r\n\r\n";
	for (size_t n = 1; n < strlen(text); n++)
		ck_assert_int_eq(outcome_of((struct slice){ (const uint8_t *)text, n }), HEAD_PARTIAL);
	ck_assert_int_eq(outcome_of(slice_of(text)), HEAD_WHOLE);
}
END_TEST

START_TEST(bytes_behind_are_left)
{
	const char *text = "GET / HTTP/1.1\r\n" HOST "\r\nmore\r\n\r\n";
	struct head head;
	size_t used;
	ck_assert_int_eq(head_read(slice_of(text), &head, &used), HEAD_WHOLE);
	ck_assert_str_eq(text + used, "more\r\n\r\n");
}
END_TEST

static const struct {
	const char *text;
	enum head_outcome outcome;
} refused[] = {
	{ "GET / HTTP/1.1\r\n\r\n", HEAD_BROKEN },                       // no Host
	{ "GET / HTTP/1.1\r\n" HOST HOST "\r\n", HEAD_BROKEN },          // two
	{ "GET / HTTP/1.1\r\nHost:\r\n\r\n", HEAD_BROKEN },              // an empty one
	{ "GET / HTTP/1.1\r\n" HOST "A: b\r\n c\r\n\r\n", HEAD_BROKEN }, // folded
	{ "GET / HTTP/1.1\r\n" HOST "A : b\r\n\r\n", HEAD_BROKEN },      // a space before the colon
	{ "GET / HTTP/1.1\r\n" HOST "no colon\r\n\r\n", HEAD_BROKEN }, { "GET / HTTP/1.1\r\n" HOST ": no name\r\n\r\n", HEAD_BROKEN },
	{ "GET / HTTP/1.1\r\n" HOST "A: b\nC: d\r\n\r\n", HEAD_BROKEN }, // a lone LF
	{ "GET / HTTP/1.1\r\n" HOST "A: b\rC: d\r\n\r\n", HEAD_BROKEN }, // a lone CR
	{ "GET / HTTP/1.1\r\n" HOST "A: \x01\r\n\r\n", HEAD_BROKEN },    // a control byte
	{ "GET / HTTP/1.1\r\n" HOST "A: \x7f\r\n\r\n", HEAD_BROKEN }, { "GET  / HTTP/1.1\r\n" HOST "\r\n", HEAD_BROKEN },
	{ "GET / HTTP/1.1 \r\n" HOST "\r\n", HEAD_BROKEN },
	{ "GET /\xc3\xa9 HTTP/1.1\r\n" HOST "\r\n", HEAD_BROKEN }, // a path that is not ASCII
	{ "GET http://a/ HTTP/1.1\r\n" HOST "\r\n", HEAD_BROKEN }, { "GET * HTTP/1.1\r\n" HOST "\r\n", HEAD_BROKEN },
	{ "G@T / HTTP/1.1\r\n" HOST "\r\n", HEAD_BROKEN }, { "GET /\r\n" HOST "\r\n", HEAD_BROKEN },
	{ "\r\nGET / HTTP/1.1\r\n" HOST "\r\n", HEAD_BROKEN }, { "\x16\x03\x01\x02\x00\x01", HEAD_BROKEN }, // TLS
	{ "GET / HTTP/1.0\r\n" HOST "\r\n", HEAD_VERSION }, { "GET / HTTP/2.0\r\n" HOST "\r\n", HEAD_VERSION },
	{ "PRI * HTTP/2.0\r\n\r\n", HEAD_BROKEN }, // h2 by prior knowledge
};

START_TEST(strange_shapes_are_refused)
{
	ck_assert_int_eq(outcome_of(slice_of(refused[_i].text)), refused[_i].outcome);
}
END_TEST

START_TEST(zero_byte_is_refused)
{
	static const char text[] = "GET / HTTP/1.1\r\n" HOST "A: b\0c\r\n\r\n";
	ck_assert_int_eq(outcome_of((struct slice){ (const uint8_t *)text, sizeof text - 1 }), HEAD_BROKEN);
}
END_TEST

START_TEST(limits_hold)
{
	char *text = malloc(3 * HEAD_BYTES_MAX);
	size_t n = (size_t)sprintf(text, "GET / HTTP/1.1\r\n" HOST);
	for (int i = 0; i < HEAD_FIELDS_MAX - 1; i++)
		n += (size_t)sprintf(text + n, "F: %d\r\n", i);
	strcpy(text + n, "\r\n");
	ck_assert_int_eq(outcome_of(slice_of(text)), HEAD_WHOLE);
	strcpy(text + n, "One: more\r\n\r\n");
	ck_assert_int_eq(outcome_of(slice_of(text)), HEAD_TOO_BIG);
	n = (size_t)sprintf(text, "GET / HTTP/1.1\r\n" HOST "Long: ");
	memset(text + n, 'x', HEAD_BYTES_MAX);
	strcpy(text + HEAD_BYTES_MAX - 4, "\r\n\r\n");
	ck_assert_int_eq(outcome_of(slice_of(text)), HEAD_WHOLE);
	strcpy(text + HEAD_BYTES_MAX - 4, "x\r\n\r\n");
	ck_assert_int_eq(outcome_of(slice_of(text)), HEAD_TOO_BIG);
	ck_assert_int_eq(outcome_of((struct slice){ (uint8_t *)text, HEAD_BYTES_MAX }), HEAD_TOO_BIG);
	free(text);
}
END_TEST

START_TEST(lists_are_searched)
{
	struct head head = asking("GET / HTTP/1.1\r\n" HOST "C: a, b\r\nD: x\r\nc: ,C,\r\n\r\n");
	ck_assert(head_lists(&head, "c", "A"));
	ck_assert(head_lists(&head, "c", "b"));
	ck_assert(head_lists(&head, "c", "c"));
	ck_assert(!head_lists(&head, "c", "x"));
	ck_assert(!head_lists(&head, "absent", "x"));
	struct slice value;
	ck_assert(!head_only(&head, "c", &value));
	ck_assert(head_only(&head, "d", &value));
	ck_assert_slice(value, "x");
}
END_TEST

Suite *suite_head(void);

Suite *suite_head(void)
{
	Suite *suite = suite_create("head");
	TCase *tests = tcase_create("all");
	tcase_add_test(tests, request_is_read);
	tcase_add_test(tests, every_prefix_is_partial);
	tcase_add_test(tests, bytes_behind_are_left);
	tcase_add_loop_test(tests, strange_shapes_are_refused, 0, sizeof refused / sizeof *refused);
	tcase_add_test(tests, zero_byte_is_refused);
	tcase_add_test(tests, limits_hold);
	tcase_add_test(tests, lists_are_searched);
	suite_add_tcase(suite, tests);
	return suite;
}
