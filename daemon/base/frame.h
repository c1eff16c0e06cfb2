// Frame: one outgoing WebSocket message, encoded once and shared by reference by every outbox that carries it.
#ifndef WAYMARK_FRAME_H
#define WAYMARK_FRAME_H

#include "protocol/slice.h"

#define FRAME_HEADER_BYTES_MAX 10 // RFC 6455 section 5.2, unmasked

struct frame;

// Makes a frame of one reference from a message of at most UINT32_MAX bytes: copies it behind the header of an unfragmented
// binary WebSocket message. Stops the process when memory is out.
struct frame *frame_create(struct slice message);
// The same in two steps, for a message that is written where it will lie: begin gives a frame with room for bytes_max, and the
// room itself in *room; finish says how many bytes of it are the message, and gives the rest back. Between the two, nothing
// else may be asked of the frame but release.
struct frame *frame_begin(size_t bytes_max, uint8_t **room);
struct frame *frame_finish(struct frame *frame, size_t bytes);
// One more reference; returns the same frame.
struct frame *frame_share(struct frame *frame);
// One reference fewer; the last frees it. NULL is allowed.
void frame_release(struct frame *frame);
// Header and message, ready for the socket; borrowed.
struct slice frame_bytes(const struct frame *frame);
// The message alone; borrowed.
struct slice frame_message(const struct frame *frame);

#endif
