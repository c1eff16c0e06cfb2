// Pool: a free list through a table of generations beside the things.
#include "daemon/base/pool.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/check.h"

void pool_init(struct pool *pool, size_t item_bytes, uint32_t count_max)
{
	CHECK(item_bytes > 0);
	CHECK(count_max > 0);
	*pool = (struct pool){ .item_bytes = item_bytes, .count_max = count_max };
	pool->items = calloc(count_max, item_bytes);
	pool->slots = calloc(count_max, sizeof(pool->slots[0]));
	CHECK(pool->items != NULL && pool->slots != NULL);
}

void pool_release(struct pool *pool)
{
	free(pool->items);
	free(pool->slots);
	*pool = (struct pool){ 0 };
}

void *pool_take(struct pool *pool)
{
	uint32_t index = pool->touched;
	if (pool->free_first != 0) {
		index = pool->free_first - 1;
		pool->free_first = pool->slots[index].free_next;
	} else if (pool->touched < pool->count_max) {
		pool->touched++;
	} else {
		return NULL;
	}
	CHECK(pool->slots[index].generation % 2 == 0);
	pool->slots[index].generation++;
	pool->count++;
	void *item = pool->items + index * pool->item_bytes;
	memset(item, 0, pool->item_bytes);
	return item;
}

static uint32_t index_of(const struct pool *pool, const void *item)
{
	size_t offset = (size_t)((const uint8_t *)item - pool->items);
	CHECK(offset % pool->item_bytes == 0);
	CHECK(offset / pool->item_bytes < pool->touched);
	return (uint32_t)(offset / pool->item_bytes);
}

void pool_give(struct pool *pool, void *item)
{
	uint32_t index = index_of(pool, item);
	CHECK(pool->slots[index].generation % 2 == 1);
	pool->slots[index].generation++;
	pool->slots[index].free_next = pool->free_first;
	pool->free_first = index + 1;
	pool->count--;
}

uint64_t pool_handle(const struct pool *pool, const void *item)
{
	uint32_t index = index_of(pool, item);
	CHECK(pool->slots[index].generation % 2 == 1);
	return (uint64_t)pool->slots[index].generation << 32 | (index + 1u);
}

void *pool_find(const struct pool *pool, uint64_t handle)
{
	uint32_t index = (uint32_t)handle - 1u;
	if ((uint32_t)handle == 0 || index >= pool->touched)
		return NULL;
	uint32_t generation = (uint32_t)(handle >> 32);
	if (generation % 2 == 0 || generation != pool->slots[index].generation)
		return NULL;
	return pool->items + index * pool->item_bytes;
}

void *pool_next(const struct pool *pool, uint32_t *index)
{
	while (*index < pool->touched) {
		uint32_t i = (*index)++;
		if (pool->slots[i].generation % 2 == 1)
			return pool->items + i * pool->item_bytes;
	}
	return NULL;
}
