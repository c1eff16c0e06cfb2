// Answer: writes the heads of HTTP answers, every one with the headers that keep a browser strict.
#ifndef WAYMARK_GATEWAY_ANSWER_H
#define WAYMARK_GATEWAY_ANSWER_H

#include <time.h>

#include "protocol/slice.h"

#define ANSWER_HEAD_BYTES_MAX 2048

struct answer {
	int status;
	const char *type;     // Content-Type, or NULL for none
	uint64_t body_bytes;  // Content-Length
	const char *encoding; // "br", "gzip", or NULL
	const char *etag;     // with its quotes, or NULL
	const char *caching;  // Cache-Control; NULL: no-store
	const char *extra;    // further fields, each ended by CR LF, or NULL
	bool varies;          // by Accept-Encoding
	bool secure;          // behind TLS: Strict-Transport-Security
	time_t now;           // for Date
};

// Writes the head of an answer, which ends its connection. Returns its bytes; stops the process if it does not fit.
size_t answer_write(const struct answer *answer, char head[ANSWER_HEAD_BYTES_MAX]);

// The words of a status that this room uses; "" for others.
const char *answer_words(int status);

#endif
