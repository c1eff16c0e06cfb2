// The strict check of an upgrade; pure, so that it can be fuzzed.
#include "daemon/gateway/door.h"

#include <stdio.h>

#include "daemon/base/check.h"

bool door_has_body(const struct head *head)
{
	if (head_value(head, "transfer-encoding", 0).at != NULL)
		return true;
	struct slice length = head_value(head, "content-length", 0);
	if (length.at == NULL)
		return false;
	return !head_only(head, "content-length", &length) || !head_is(length, "0");
}

// Base64 of exactly 16 bytes: 22 letters of which the last has four zero bits, and "==".
static bool is_key(struct slice key)
{
	if (key.n != DOOR_KEY_BYTES || key.at[22] != '=' || key.at[23] != '=' || strchr("AQgw", key.at[21]) == NULL)
		return false;
	for (size_t i = 0; i < 22; i++) {
		uint8_t byte = key.at[i];
		bool letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
		if (!letter && byte != '+' && byte != '/')
			return false;
	}
	return true;
}

static struct door_answer refuse(int status, const char *text)
{
	return (struct door_answer){ .status = status, .text = text };
}

struct door_answer door_check(const struct head *head, const struct caller_rules *rules)
{
	struct slice value;
	if (head->method != HEAD_GET)
		return refuse(405, "a WebSocket is opened with GET");
	if (!slice_equal(head->path, slice_of(DOOR_PATH)) || head->query.at != NULL)
		return refuse(400, "the path is " DOOR_PATH ", without a query");
	if (door_has_body(head))
		return refuse(400, "a request has no body here");
	if (!head_only(head, "upgrade", &value) || !head_is(value, "websocket"))
		return refuse(426, "this is a WebSocket: Upgrade: websocket is missing");
	if (!head_lists(head, "connection", "upgrade"))
		return refuse(400, "Connection: Upgrade is missing");
	if (!head_only(head, "sec-websocket-version", &value) || !head_is(value, "13"))
		return refuse(426, "the WebSocket version is 13");
	struct slice key;
	if (!head_only(head, "sec-websocket-key", &key) || !is_key(key))
		return refuse(400, "Sec-WebSocket-Key is not 16 bytes in base64");
	if (!head_lists(head, "sec-websocket-protocol", DOOR_PROTOCOL))
		return refuse(400, "the sub-protocol is " DOOR_PROTOCOL);
	enum caller_origin origin = caller_origin(head, rules);
	if (origin == CALLER_ORIGIN_FOREIGN)
		return refuse(403, "this Origin may not connect");
	// Without an Origin it is a program, and a program says its token in session.hello: its cookies count for nothing.
	bool cookies = origin == CALLER_ORIGIN_ALLOWED;
	return (struct door_answer){
		.status = 101, .text = "", .key = key, .token = cookies ? caller_token(head, rules) : (struct slice){ NULL, 0 }
	};
}

size_t door_write_request(const struct door_answer *answer, char *bytes, size_t size)
{
	CHECK(answer->status == 101 && answer->key.n == DOOR_KEY_BYTES);
	int n = snprintf(bytes, size,
		"GET " DOOR_PATH " HTTP/1.1\r\nHost: w\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Key: %.*s\r\nSec-WebSocket-Protocol: " DOOR_PROTOCOL "\r\n\r\n",
		DOOR_KEY_BYTES, (const char *)answer->key.at);
	CHECK(n > 0 && (size_t)n < size);
	return (size_t)n;
}
