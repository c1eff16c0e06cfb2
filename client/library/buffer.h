// Buffer: memory that grows, for messages on their way out.
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_BUFFER_H
#define WAYMARK_LIBRARY_BUFFER_H

#include "protocol/wire.h"

struct buffer {
	uint8_t *bytes; // owned
	size_t n, size;
	bool failed; // sticky: memory was out
};

void buffer_release(struct buffer *buffer); // a zeroed one is allowed
// A writer over room for at least more bytes behind what is there; on failure one that overflows at once.
struct wire_writer buffer_begin(struct buffer *buffer, size_t more);
// Takes what the writer of buffer_begin wrote. An overflow makes the buffer fail.
void buffer_end(struct buffer *buffer, const struct wire_writer *writer);
// What is in it, borrowed.
struct slice buffer_slice(const struct buffer *buffer);

#endif
