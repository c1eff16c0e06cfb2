// Upgrade: the example of RFC 6455, every cut of a good answer, and the answers that are not ours.
#include <check.h>
#include <stdio.h>

#include "client/library/upgrade.h"

#define KEY "dGhlIHNhbXBsZSBub25jZQ==" // RFC 6455, section 1.3
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
#define GOOD                                                                                                                     \
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nconnection: keep-alive, Upgrade\r\nSec-WebSocket-Accept: " ACCEPT \
	"\r\nSec-WebSocket-Protocol: waymark.msgpack\r\n\r\n"

static enum upgrade_result read_answer(const char *answer, size_t n, size_t *used)
{
	char problem[200] = "";
	enum upgrade_result result =
		upgrade_read((struct slice){ .at = (const uint8_t *)answer, .n = n }, KEY, used, problem, sizeof problem);
	ck_assert_int_eq(*problem != 0, result == UPGRADE_BUSY || result == UPGRADE_REFUSED);
	return result;
}

START_TEST(test_the_example_of_the_standard)
{
	char accept[UPGRADE_ACCEPT_BYTES];
	upgrade_accept(KEY, accept);
	ck_assert_str_eq(accept, ACCEPT);
}
END_TEST

START_TEST(test_a_good_answer_is_read_however_it_is_cut)
{
	size_t used = 0;
	for (size_t n = 0; n < strlen(GOOD); n++)
		ck_assert_msg(read_answer(GOOD, n, &used) == UPGRADE_MORE, "%zu bytes", n);
	ck_assert_int_eq(read_answer(GOOD "\x82\x00", strlen(GOOD) + 2, &used), UPGRADE_DONE);
	ck_assert_uint_eq(used, strlen(GOOD));
}
END_TEST

START_TEST(test_other_answers_are_refused)
{
	static const char *const rows[] = {
		"HTTP/1.1 200 OK\r\n\r\n",
		"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.0 101 Switching Protocols\r\n\r\n",
		"SSH-2.0-OpenSSH_9.2p1\r\n",
		"\x15\x03\x01\x00\x02\x02\x16",
		"HTTP/1.1 101\r\n\r\n",
		"HTTP/1.1 1o1 Switching Protocols\r\n\r\n",
		"HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\nSec-WebSocket-Protocol: "
		"waymark.msgpack\r\n\r\n",
		"HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " ACCEPT "\r\n\r\n",
		"HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: close\r\nSec-WebSocket-Accept: " ACCEPT
		"\r\nSec-WebSocket-Protocol: waymark.msgpack\r\n\r\n",
		"HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " ACCEPT
		"\r\nSec-WebSocket-Protocol: waymark.msgpack\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
	};
	size_t used = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(read_answer(rows[i], strlen(rows[i]), &used) == UPGRADE_REFUSED, "row %zu", i);
}
END_TEST

START_TEST(test_a_busy_service_is_no_wrong_address)
{
	size_t used = 0;
	const char *busy = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n\r\n";
	ck_assert_int_eq(read_answer(busy, strlen(busy), &used), UPGRADE_BUSY);
}
END_TEST

START_TEST(test_an_answer_without_end_is_refused_at_its_limit)
{
	char answer[UPGRADE_ANSWER_BYTES_MAX];
	size_t used = 0, n = (size_t)snprintf(answer, sizeof answer, "HTTP/1.1 101 Switching Protocols\r\nX: ");
	memset(answer + n, 'x', sizeof answer - n);
	ck_assert_int_eq(read_answer(answer, sizeof answer - 1, &used), UPGRADE_MORE);
	ck_assert_int_eq(read_answer(answer, sizeof answer, &used), UPGRADE_REFUSED);
}
END_TEST

START_TEST(test_the_request_names_its_host)
{
	struct address address;
	const char *problem;
	char request[UPGRADE_REQUEST_BYTES_MAX];
	ck_assert(address_read(&address, "http://[::1]:7878/x", &problem));
	size_t n = upgrade_request(&address, KEY, request);
	ck_assert_uint_eq(n, strlen(request));
	ck_assert_ptr_nonnull(strstr(request, "GET /x/socket HTTP/1.1\r\n"));
	ck_assert_ptr_nonnull(strstr(request, "\r\nHost: [::1]:7878\r\n"));
	ck_assert(address_read(&address, "https://waymark.example", &problem));
	upgrade_request(&address, KEY, request);
	ck_assert_ptr_nonnull(strstr(request, "\r\nHost: waymark.example\r\n"));
}
END_TEST

Suite *suite_upgrade(void);
Suite *suite_upgrade(void)
{
	Suite *suite = suite_create("upgrade");
	TCase *tests = tcase_create("upgrade");
	tcase_add_test(tests, test_the_example_of_the_standard);
	tcase_add_test(tests, test_a_good_answer_is_read_however_it_is_cut);
	tcase_add_test(tests, test_other_answers_are_refused);
	tcase_add_test(tests, test_a_busy_service_is_no_wrong_address);
	tcase_add_test(tests, test_an_answer_without_end_is_refused_at_its_limit);
	tcase_add_test(tests, test_the_request_names_its_host);
	suite_add_tcase(suite, tests);
	return suite;
}
