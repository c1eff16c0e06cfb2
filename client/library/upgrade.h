// Upgrade: the one HTTP exchange that turns a stream into a WebSocket (RFC 6455, section 4.1), without any input or output.
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_UPGRADE_H
#define WAYMARK_LIBRARY_UPGRADE_H

#include "client/library/options.h"
#include "protocol/slice.h"

#define UPGRADE_KEY_BYTES 25    // base64 of 16 bytes, and a zero
#define UPGRADE_ACCEPT_BYTES 29 // base64 of a SHA-1, and a zero
#define UPGRADE_REQUEST_BYTES_MAX 1536
#define UPGRADE_ANSWER_BYTES_MAX 8192
#define UPGRADE_PROTOCOL "waymark.msgpack"

// A fresh key.
void upgrade_make_key(char key[UPGRADE_KEY_BYTES]);
// What the service must answer to a key.
void upgrade_accept(const char *key, char accept[UPGRADE_ACCEPT_BYTES]);
// Writes the request; returns its length.
size_t upgrade_request(const struct address *address, const char *key, char request[UPGRADE_REQUEST_BYTES_MAX]);

enum upgrade_result { UPGRADE_MORE, UPGRADE_DONE, UPGRADE_BUSY, UPGRADE_REFUSED };

// Reads the answer as far as it is there. MORE: not whole yet. DONE: *used bytes of it were the answer, what follows are frames.
// BUSY: the service cannot take us now. REFUSED: it is no Waymark service. problem (of size bytes) says more for the last two.
enum upgrade_result upgrade_read(struct slice answer, const char *key, size_t *used, char *problem, size_t size);

#endif
