// Frame: the header lies right before the message, so that both are one run of bytes whatever the header's length.
#include "daemon/base/frame.h"

#include <stdlib.h>

#include "daemon/base/check.h"

#define FIRST_BYTE 0x82 // final fragment, binary

struct frame {
	uint32_t references;
	uint32_t header_bytes; // 0 until finished
	size_t message_bytes;  // until finished: the room
	uint8_t bytes[];       // FRAME_HEADER_BYTES_MAX, of which the last header_bytes are used, then the message
};

struct frame *frame_begin(size_t bytes_max, uint8_t **room)
{
	CHECK(bytes_max <= UINT32_MAX);
	struct frame *frame = malloc(sizeof(*frame) + FRAME_HEADER_BYTES_MAX + bytes_max);
	CHECK(frame != NULL);
	frame->references = 1;
	frame->header_bytes = 0;
	frame->message_bytes = bytes_max;
	*room = frame->bytes + FRAME_HEADER_BYTES_MAX;
	return frame;
}

static uint32_t header_write(uint8_t *end, size_t n)
{
	if (n < 126) {
		end[-2] = FIRST_BYTE;
		end[-1] = (uint8_t)n;
		return 2;
	}
	uint32_t length_bytes = n <= UINT16_MAX ? 2 : 8;
	for (uint32_t i = 0; i < length_bytes; i++)
		end[-1 - (int)i] = (uint8_t)(n >> (8 * i));
	end[-1 - (int)length_bytes] = length_bytes == 2 ? 126 : 127;
	end[-2 - (int)length_bytes] = FIRST_BYTE;
	return length_bytes + 2;
}

struct frame *frame_finish(struct frame *frame, size_t bytes)
{
	CHECK(frame->header_bytes == 0);
	CHECK(bytes <= frame->message_bytes);
	// A frame may wait in an outbox for long, so a room that was guessed too large is given back.
	if (frame->message_bytes - bytes > 256) {
		frame = realloc(frame, sizeof(*frame) + FRAME_HEADER_BYTES_MAX + bytes);
		CHECK(frame != NULL);
	}
	frame->message_bytes = bytes;
	frame->header_bytes = header_write(frame->bytes + FRAME_HEADER_BYTES_MAX, bytes);
	return frame;
}

struct frame *frame_create(struct slice message)
{
	uint8_t *room;
	struct frame *frame = frame_begin(message.n, &room);
	if (message.n > 0)
		memcpy(room, message.at, message.n);
	return frame_finish(frame, message.n);
}

struct frame *frame_share(struct frame *frame)
{
	CHECK(frame->header_bytes > 0);
	CHECK(frame->references < UINT32_MAX);
	frame->references++;
	return frame;
}

void frame_release(struct frame *frame)
{
	if (frame == NULL)
		return;
	CHECK(frame->references > 0);
	if (--frame->references == 0)
		free(frame);
}

struct slice frame_bytes(const struct frame *frame)
{
	CHECK(frame->header_bytes > 0);
	return (struct slice){ .at = frame->bytes + FRAME_HEADER_BYTES_MAX - frame->header_bytes,
		.n = frame->header_bytes + frame->message_bytes };
}

struct slice frame_message(const struct frame *frame)
{
	CHECK(frame->header_bytes > 0);
	return (struct slice){ .at = frame->bytes + FRAME_HEADER_BYTES_MAX, .n = frame->message_bytes };
}
