// Map: from positive 64-bit numbers to pointers, in one table that is sized when it is made and never grows.
#ifndef WAYMARK_MAP_H
#define WAYMARK_MAP_H

#include <stddef.h>
#include <stdint.h>

struct map_slot {
	uint64_t key; // 0: free
	void *value;
};

struct map {
	struct map_slot *slots; // a power of two of them, at least twice as many as entries
	uint64_t mask, seed;
	size_t count, count_max;
};

// Takes memory for count_max entries. The seed scatters keys, so that nobody can choose them to collide.
void map_init(struct map *map, size_t count_max, uint64_t seed);
// Gives the memory back; the values stay their owners'. A zeroed map is allowed.
void map_release(struct map *map);
// The value at key, or NULL.
void *map_get(const struct map *map, uint64_t key);
// Adds a value, not NULL, at a key, not 0, that is not there yet. The map must hold fewer than count_max.
void map_put(struct map *map, uint64_t key, void *value);
// Takes the key out; nothing happens if it is not there.
void map_remove(struct map *map, uint64_t key);

#endif
