// Answers' heads: every one ends the connection and keeps a browser strict.
#include "asking.h"

#include <ctype.h>

#include "daemon/gateway/answer.h"

static bool has(const char *head, const char *line)
{
	char whole[600];
	snprintf(whole, sizeof whole, "\r\n%s\r\n", line);
	return strstr(head, whole) != NULL;
}

static void write_head(const struct answer *answer, char head[ANSWER_HEAD_BYTES_MAX])
{
	size_t n = answer_write(answer, head);
	ck_assert_uint_eq(n, strlen(head));
	ck_assert_str_eq(head + n - 4, "\r\n\r\n");
}

START_TEST(every_answer_is_strict)
{
	char head[ANSWER_HEAD_BYTES_MAX];
	write_head(&(struct answer){ .status = 404, .type = "text/plain", .body_bytes = 7, .now = 784111777 }, head);
	ck_assert(strncmp(head, "HTTP/1.1 404 Not Found\r\n", 24) == 0);
	ck_assert(has(head, "Date: Sun, 06 Nov 1994 08:49:37 GMT"));
	ck_assert(has(head, "Connection: close"));
	ck_assert(has(head, "Content-Length: 7"));
	ck_assert(has(head, "Cache-Control: no-store"));
	ck_assert(has(head, "X-Content-Type-Options: nosniff"));
	ck_assert(has(head, "Cross-Origin-Opener-Policy: same-origin"));
	ck_assert(has(head, "Cross-Origin-Resource-Policy: same-origin"));
	ck_assert(has(head, "Referrer-Policy: no-referrer"));
	ck_assert(has(head, "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
						"connect-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; "
						"frame-ancestors 'none'; require-trusted-types-for 'script'"));
	ck_assert_ptr_null(strstr(head, "Strict-Transport-Security"));
}
END_TEST

START_TEST(parts_are_written_when_given)
{
	char head[ANSWER_HEAD_BYTES_MAX];
	struct answer answer = { .status = 200,
		.type = "text/css",
		.body_bytes = 1,
		.encoding = "br",
		.etag = "W/\"a\"",
		.caching = "no-cache",
		.varies = true,
		.secure = true,
		.extra = "Allow: GET\r\n" };
	write_head(&answer, head);
	ck_assert(has(head, "Content-Encoding: br"));
	ck_assert(has(head, "ETag: W/\"a\""));
	ck_assert(has(head, "Cache-Control: no-cache"));
	ck_assert(has(head, "Vary: Accept-Encoding"));
	ck_assert(has(head, "Strict-Transport-Security: max-age=31536000"));
	ck_assert(has(head, "Allow: GET"));
}
END_TEST

START_TEST(empty_answers_have_no_length)
{
	char head[ANSWER_HEAD_BYTES_MAX];
	write_head(&(struct answer){ .status = 204 }, head);
	ck_assert_ptr_null(strstr(head, "Content-Length"));
	write_head(&(struct answer){ .status = 304, .etag = "W/\"a\"" }, head);
	ck_assert_ptr_null(strstr(head, "Content-Length"));
}
END_TEST

Suite *suite_answer(void);

Suite *suite_answer(void)
{
	Suite *suite = suite_create("answer");
	TCase *tests = tcase_create("all");
	tcase_add_test(tests, every_answer_is_strict);
	tcase_add_test(tests, parts_are_written_when_given);
	tcase_add_test(tests, empty_answers_have_no_length);
	suite_add_tcase(suite, tests);
	return suite;
}
