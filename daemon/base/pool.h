// Pool: things of one size, all taken at start, named by handles that go stale when their thing is given back.
//
// A handle is a generation and an index; 0 is never one. Memory is touched only when it is first used, so a large pool that
// stands idle costs nothing.
#ifndef WAYMARK_POOL_H
#define WAYMARK_POOL_H

#include <stddef.h>
#include <stdint.h>

struct pool_slot {
	uint32_t generation; // odd: taken
	uint32_t free_next;  // index + 1 of the next free one, 0 at the end
};

struct pool {
	uint8_t *items;
	struct pool_slot *slots;
	size_t item_bytes;
	uint32_t count, count_max;
	uint32_t touched;    // things that were ever taken
	uint32_t free_first; // index + 1
};

// Takes memory for count_max things of item_bytes each.
void pool_init(struct pool *pool, size_t item_bytes, uint32_t count_max);
// Gives all memory back, whatever is still taken. A zeroed pool is allowed.
void pool_release(struct pool *pool);
// A zeroed thing, or NULL when all are taken.
void *pool_take(struct pool *pool);
// Gives a thing back; its handle is stale from now on.
void pool_give(struct pool *pool, void *item);
// The handle of a thing that is taken.
uint64_t pool_handle(const struct pool *pool, const void *item);
// The thing of a handle, or NULL if the handle is stale or was never one.
void *pool_find(const struct pool *pool, uint64_t handle);
// Goes through all things that are taken: the first one at or behind *index, which moves behind it; NULL at the end. Things may
// be given back on the way.
void *pool_next(const struct pool *pool, uint32_t *index);

#endif
