// A slice is a borrowed run of bytes: it never owns them, and is good only as long as their owner says.
#ifndef WAYMARK_SLICE_H
#define WAYMARK_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const uint8_t *at; // may be NULL when n is 0
	size_t n;          // bytes
};

// The slice of a zero-terminated string, without its zero.
static inline struct slice slice_of(const char *text)
{
	return (struct slice){ .at = (const uint8_t *)text, .n = strlen(text) };
}

// True if both hold the same bytes.
static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

#endif
