// Buffer: doubles when it is full.
// SPDX-License-Identifier: MIT
#include "client/library/buffer.h"

#include "protocol/must.h"

void buffer_release(struct buffer *buffer)
{
	free(buffer->bytes);
	*buffer = (struct buffer){ 0 };
}

struct wire_writer buffer_begin(struct buffer *buffer, size_t more)
{
	MUST(buffer->n <= buffer->size);
	if (!buffer->failed && buffer->size - buffer->n < more) {
		size_t size = buffer->size * 2 > buffer->n + more ? buffer->size * 2 : buffer->n + more;
		uint8_t *bytes = realloc(buffer->bytes, size);
		if (bytes) {
			buffer->bytes = bytes;
			buffer->size = size;
		} else {
			buffer->failed = true;
		}
	}
	if (buffer->failed)
		return wire_writer_of(NULL, 0);
	return wire_writer_of(buffer->bytes + buffer->n, buffer->size - buffer->n);
}

void buffer_end(struct buffer *buffer, const struct wire_writer *writer)
{
	if (buffer->failed || writer->overflowed) {
		buffer->failed = true;
		return;
	}
	MUST(writer->n <= buffer->size - buffer->n);
	buffer->n += writer->n;
}

struct slice buffer_slice(const struct buffer *buffer)
{
	return (struct slice){ .at = buffer->bytes, .n = buffer->n };
}
