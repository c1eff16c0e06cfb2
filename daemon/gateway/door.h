// Door: may this request become a WebSocket? A pure question over its head.
#ifndef WAYMARK_GATEWAY_DOOR_H
#define WAYMARK_GATEWAY_DOOR_H

#include "daemon/gateway/caller.h"

#define DOOR_PATH "/socket"
#define DOOR_PROTOCOL "waymark.msgpack"
#define DOOR_KEY_BYTES 24 // base64 of 16 bytes

struct door_answer {
	int status; // 101: open. 400, 403, 405 or 426: refused, and text says why in plain words (static)
	const char *text;
	struct slice key;   // 101: Sec-WebSocket-Key, DOOR_KEY_BYTES long, borrowed from the head
	struct slice token; // 101: of the session's cookie, only from an allowed Origin; borrowed, may be empty
};

// The strict check of an upgrade at DOOR_PATH: GET, no query, no body, Upgrade: websocket, Connection: upgrade, version 13, a key
// of 16 bytes, our sub-protocol, an allowed Origin or none.
struct door_answer door_check(const struct head *head, const struct caller_rules *rules);

// True if the request announces a body, which nothing here reads.
bool door_has_body(const struct head *head);

#define DOOR_REQUEST_BYTES_MAX 256
// Writes the one request that libwebsockets is shown for an open door, made of checked parts only. Returns its bytes; size must
// be at least DOOR_REQUEST_BYTES_MAX.
size_t door_write_request(const struct door_answer *answer, char *bytes, size_t size);

#endif
