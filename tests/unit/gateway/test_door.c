// The door: one shape opens it, and each part of that shape is needed.
#include "asking.h"

#include "daemon/gateway/door.h"

static const char *const origins[] = { "https://waymark.test", NULL };
static const struct caller_rules rules = { .origins = origins };

// The parts of a good upgrade; a case replaces one of them.
enum part { LINE, UPGRADE, CONNECTION, VERSION, KEY, PROTOCOL, MORE, PART_COUNT };

static const char *const good[PART_COUNT] = {
	[LINE] = "GET /socket HTTP/1.1\r\nHost: w\r\n",
	[UPGRADE] = "Upgrade: websocket\r\n",
	[CONNECTION] = "Connection: Upgrade\r\n",
	[VERSION] = "Sec-WebSocket-Version: 13\r\n",
	[KEY] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
	[PROTOCOL] = "Sec-WebSocket-Protocol: waymark.msgpack\r\n",
	[MORE] = "",
};

static const struct {
	enum part part;
	const char *text;
	int status;
} cases[] = {
	{ MORE, "", 101 },
	{ MORE, "Origin: https://waymark.test\r\n", 101 },
	{ MORE, "Sec-WebSocket-Extensions: permessage-deflate\r\n", 101 },
	{ MORE, "Content-Length: 0\r\n", 101 },
	{ UPGRADE, "Upgrade: WebSocket\r\n", 101 },
	{ CONNECTION, "Connection: keep-alive, Upgrade\r\n", 101 },
	{ CONNECTION, "Connection: keep-alive\r\nConnection: upgrade\r\n", 101 },
	{ PROTOCOL, "Sec-WebSocket-Protocol: other, waymark.msgpack\r\n", 101 },
	{ PROTOCOL, "Sec-WebSocket-Protocol: other\r\nSec-WebSocket-Protocol: waymark.msgpack\r\n", 101 },
	{ LINE, "POST /socket HTTP/1.1\r\nHost: w\r\n", 405 },
	{ LINE, "HEAD /socket HTTP/1.1\r\nHost: w\r\n", 405 },
	{ LINE, "CONNECT /socket HTTP/1.1\r\nHost: w\r\n", 405 },
	{ LINE, "get /socket HTTP/1.1\r\nHost: w\r\n", 405 },
	{ LINE, "GET /socket/ HTTP/1.1\r\nHost: w\r\n", 400 },
	{ LINE, "GET /Socket HTTP/1.1\r\nHost: w\r\n", 400 },
	{ LINE, "GET /socket? HTTP/1.1\r\nHost: w\r\n", 400 },
	{ LINE, "GET /socket?token=x HTTP/1.1\r\nHost: w\r\n", 400 },
	{ UPGRADE, "", 426 },
	{ UPGRADE, "Upgrade: h2c\r\n", 426 },
	{ UPGRADE, "Upgrade: foo\r\n", 426 },
	{ UPGRADE, "Upgrade: websocket, h2c\r\n", 426 },
	{ UPGRADE, "Upgrade: websocket\r\nUpgrade: h2c\r\n", 426 },
	{ CONNECTION, "", 400 },
	{ CONNECTION, "Connection: keep-alive\r\n", 400 },
	{ CONNECTION, "Connection: upgraded\r\n", 400 },
	{ VERSION, "", 426 },
	{ VERSION, "Sec-WebSocket-Version: 8\r\n", 426 },
	{ VERSION, "Sec-WebSocket-Version: 013\r\n", 426 },
	{ VERSION, "Sec-WebSocket-Version: 13, 8\r\n", 426 },
	{ VERSION, "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13\r\n", 426 },
	{ KEY, "", 400 },
	{ KEY, "Sec-WebSocket-Key: \r\n", 400 },
	{ KEY, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=\r\n", 400 },
	{ KEY, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ===\r\n", 400 },
	{ KEY, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==\r\n", 400 }, // bits that belong to no byte
	{ KEY, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j%Q==\r\n", 400 },
	{ KEY, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", 400 },
	{ PROTOCOL, "", 400 },
	{ PROTOCOL, "Sec-WebSocket-Protocol: waymark\r\n", 400 },
	{ PROTOCOL, "Sec-WebSocket-Protocol: waymark.msgpack2\r\n", 400 },
	{ MORE, "Content-Length: 1\r\n", 400 },
	{ MORE, "Content-Length: -1\r\n", 400 },
	{ MORE, "Content-Length: 0\r\nContent-Length: 0\r\n", 400 },
	{ MORE, "Transfer-Encoding: chunked\r\n", 400 },
	{ MORE, "Origin: https://evil.test\r\n", 403 },
	{ MORE, "Origin: null\r\n", 403 },
};

static void write_case(char text[1000], enum part part, const char *replaced)
{
	text[0] = '\0';
	for (int i = 0; i < PART_COUNT; i++)
		strcat(text, i == (int)part ? replaced : good[i]);
	strcat(text, "\r\n");
}

START_TEST(each_part_is_needed)
{
	char text[1000];
	write_case(text, cases[_i].part, cases[_i].text);
	struct head head = asking(text);
	struct door_answer answer = door_check(&head, &rules);
	ck_assert_msg(
		answer.status == cases[_i].status, "%s: %d (%s), not %d", cases[_i].text, answer.status, answer.text, cases[_i].status);
}
END_TEST

START_TEST(cookie_counts_only_with_an_allowed_origin)
{
	char text[1000];
	write_case(text, MORE, "Cookie: waymark=abc\r\n");
	struct head program = asking(text);
	struct door_answer answer = door_check(&program, &rules);
	ck_assert_int_eq(answer.status, 101);
	ck_assert_uint_eq(answer.token.n, 0);
	char more[1000];
	write_case(more, MORE, "Cookie: waymark=abc\r\nOrigin: https://waymark.test\r\n");
	struct head browser = asking(more);
	answer = door_check(&browser, &rules);
	ck_assert_int_eq(answer.status, 101);
	ck_assert_slice(answer.token, "abc");
}
END_TEST

START_TEST(library_sees_only_checked_parts)
{
	char text[1000], request[DOOR_REQUEST_BYTES_MAX];
	write_case(text, MORE, "X-Strange: {{{\r\nUpgrade-Insecure-Requests: 1\r\n");
	struct head head = asking(text);
	struct door_answer answer = door_check(&head, &rules);
	size_t n = door_write_request(&answer, request, sizeof request);
	ck_assert_uint_eq(n, strlen(request));
	struct head written = asking(request);
	ck_assert_int_eq(door_check(&written, &rules).status, 101);
	ck_assert_ptr_null(head_value(&written, "x-strange", 0).at);
	ck_assert_slice(head_value(&written, "sec-websocket-key", 0), "dGhlIHNhbXBsZSBub25jZQ==");
}
END_TEST

Suite *suite_door(void);

Suite *suite_door(void)
{
	Suite *suite = suite_create("door");
	TCase *tests = tcase_create("all");
	tcase_add_loop_test(tests, each_part_is_needed, 0, sizeof cases / sizeof *cases);
	tcase_add_test(tests, cookie_counts_only_with_an_allowed_origin);
	tcase_add_test(tests, library_sees_only_checked_parts);
	suite_add_tcase(suite, tests);
	return suite;
}
