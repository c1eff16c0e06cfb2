// Outbox: chunks in a chain; frames leave at the front of the first and join at the back of the last.
#include "daemon/core/outbox.h"

#include "daemon/base/check.h"

bool outbox_push(struct outbox *outbox, struct pool *chunks, struct frame *frame)
{
	if (outbox->last == NULL || outbox->last_at == OUTBOX_CHUNK_FRAMES) {
		struct outbox_chunk *chunk = pool_take(chunks);
		if (chunk == NULL)
			return false;
		if (outbox->last == NULL)
			outbox->first = chunk;
		else
			outbox->last->next = chunk;
		outbox->last = chunk;
		outbox->last_at = 0;
	}
	outbox->last->frames[outbox->last_at++] = frame_share(frame);
	outbox->count++;
	outbox->bytes += (uint32_t)frame_bytes(frame).n;
	return true;
}

static struct frame *front(const struct outbox *outbox)
{
	CHECK(outbox->count > 0);
	return outbox->first->frames[outbox->first_at];
}

// Lets go of the first frame, whose bytes that were not pulled are counted off.
static void drop_front(struct outbox *outbox, struct pool *chunks)
{
	struct frame *frame = front(outbox);
	outbox->bytes -= (uint32_t)frame_bytes(frame).n - outbox->sent;
	outbox->sent = 0;
	outbox->count--;
	outbox->first_at++;
	frame_release(frame);
	if (outbox->count > 0 && outbox->first_at < OUTBOX_CHUNK_FRAMES)
		return;
	struct outbox_chunk *emptied = outbox->first;
	outbox->first = emptied->next;
	outbox->first_at = 0;
	pool_give(chunks, emptied);
	if (outbox->first == NULL) {
		CHECK(outbox->count == 0);
		CHECK(outbox->bytes == 0);
		*outbox = (struct outbox){ 0 };
	}
}

size_t outbox_pull(struct outbox *outbox, struct pool *chunks, uint8_t *bytes, size_t size)
{
	size_t done = 0;
	while (outbox->count > 0) {
		struct slice all = frame_bytes(front(outbox));
		size_t left = all.n - outbox->sent;
		if (left <= size - done) {
			memcpy(bytes + done, all.at + outbox->sent, left);
			done += left;
			drop_front(outbox, chunks);
			continue;
		}
		if (done == 0 && size > 0) {
			memcpy(bytes, all.at + outbox->sent, size);
			outbox->sent += (uint32_t)size;
			outbox->bytes -= (uint32_t)size;
			done = size;
		}
		break;
	}
	return done;
}

void outbox_cut(struct outbox *outbox, struct pool *chunks)
{
	if (outbox->sent == 0) {
		outbox_clear(outbox, chunks);
		return;
	}
	struct frame *begun = frame_share(front(outbox));
	uint32_t sent = outbox->sent;
	outbox_clear(outbox, chunks);
	CHECK(outbox_push(outbox, chunks, begun)); // a chunk was given back just now
	outbox->sent = sent;
	outbox->bytes -= sent;
	frame_release(begun);
}

void outbox_clear(struct outbox *outbox, struct pool *chunks)
{
	while (outbox->count > 0)
		drop_front(outbox, chunks);
}
