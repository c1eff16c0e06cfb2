// Outbox: a queue of references to frames, in small chunks from a shared pool, so that an idle connection holds none.
//
// Backpressure begins here: an outbox knows its bytes, and whoever pushes asks first whether there is room. Events that find none
// are not queued (the subscription reads them from the log later), signals are dropped from half full, and only short notices and
// replies may go over the bound, whose number is bounded by other limits.
#ifndef WAYMARK_OUTBOX_H
#define WAYMARK_OUTBOX_H

#include "daemon/base/frame.h"
#include "daemon/base/pool.h"

#define OUTBOX_CHUNK_FRAMES 7
#define OUTBOX_FRAMES_MAX 4096 // of live events in one outbox, whatever their size

struct outbox_chunk { // 64 bytes
	struct frame *frames[OUTBOX_CHUNK_FRAMES];
	struct outbox_chunk *next;
};

struct outbox { // all zero: empty
	struct outbox_chunk *first, *last;
	uint32_t count;    // frames
	uint32_t bytes;    // not yet pulled
	uint32_t sent;     // bytes of the first frame that were pulled already
	uint16_t first_at; // where the first frame stands in the first chunk
	uint16_t last_at;  // one behind the last frame in the last chunk
};

// Adds a reference of its own to a frame at the end. False, and nothing happens, when the pool has no chunk left.
bool outbox_push(struct outbox *outbox, struct pool *chunks, struct frame *frame);
// Copies whole frames from the front into bytes, as many as fit, and lets go of them; a first frame larger than size goes in
// parts over several calls. Returns how many bytes were copied, 0 when empty.
size_t outbox_pull(struct outbox *outbox, struct pool *chunks, uint8_t *bytes, size_t size);
// Lets go of all frames but a first one that was pulled in part, so that the stream of frames stays whole.
void outbox_cut(struct outbox *outbox, struct pool *chunks);
// Lets go of everything.
void outbox_clear(struct outbox *outbox, struct pool *chunks);

#endif
