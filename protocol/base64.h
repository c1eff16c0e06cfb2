// Base64url without padding (RFC 4648 section 5): how bytes stand in JSON. For transcode and its tests.
#ifndef WAYMARK_BASE64_H
#define WAYMARK_BASE64_H

#include "protocol/slice.h"

// The characters that n bytes take.
static inline size_t base64_length(size_t n)
{
	return n / 3 * 4 + (n % 3 == 0 ? 0 : n % 3 + 1);
}

// Writes base64_length(bytes.n) characters into text, without a zero behind them.
void base64_write(struct slice bytes, char *text);

// Reads text into bytes, which holds at least text.n / 4 * 3 + 2, and sets *n to how many there are. False for another character,
// an impossible length, or bits left over that are not zero (so that each text has one reading and each reading one text).
bool base64_read(struct slice text, uint8_t *bytes, size_t *n);

#endif
