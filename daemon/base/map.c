// Map: open addressing with linear probing; removal moves later entries back, so that no tombstones gather.
#include "daemon/base/map.h"

#include <stdlib.h>

#include "daemon/base/check.h"

// Mixes all bits of a key into all bits of its place (the finishing steps of SplitMix64).
static uint64_t place_of(const struct map *map, uint64_t key)
{
	uint64_t z = key + map->seed;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (z ^ (z >> 31)) & map->mask;
}

void map_init(struct map *map, size_t count_max, uint64_t seed)
{
	size_t size = 8;
	while (size < count_max * 2)
		size *= 2;
	map->slots = calloc(size, sizeof(map->slots[0]));
	CHECK(map->slots != NULL);
	map->mask = size - 1;
	map->seed = seed;
	map->count = 0;
	map->count_max = count_max;
}

void map_release(struct map *map)
{
	free(map->slots);
	*map = (struct map){ 0 };
}

void *map_get(const struct map *map, uint64_t key)
{
	CHECK(key != 0);
	for (uint64_t i = place_of(map, key);; i = (i + 1) & map->mask) {
		if (map->slots[i].key == key)
			return map->slots[i].value;
		if (map->slots[i].key == 0)
			return NULL;
	}
}

void map_put(struct map *map, uint64_t key, void *value)
{
	CHECK(key != 0);
	CHECK(value != NULL);
	CHECK(map->count < map->count_max);
	uint64_t i = place_of(map, key);
	for (; map->slots[i].key != 0; i = (i + 1) & map->mask)
		CHECK(map->slots[i].key != key);
	map->slots[i] = (struct map_slot){ .key = key, .value = value };
	map->count++;
}

void map_remove(struct map *map, uint64_t key)
{
	CHECK(key != 0);
	uint64_t hole = place_of(map, key);
	for (; map->slots[hole].key != key; hole = (hole + 1) & map->mask) {
		if (map->slots[hole].key == 0)
			return;
	}
	// An entry behind the hole moves into it if the hole lies between the entry's own place and where it stands.
	for (uint64_t i = (hole + 1) & map->mask; map->slots[i].key != 0; i = (i + 1) & map->mask) {
		uint64_t own = place_of(map, map->slots[i].key);
		if (((i - own) & map->mask) >= ((i - hole) & map->mask)) {
			map->slots[hole] = map->slots[i];
			hole = i;
		}
	}
	map->slots[hole] = (struct map_slot){ 0 };
	map->count--;
}
