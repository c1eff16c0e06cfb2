// Arrays: a head of five numbers, then a length and the bytes of each element, everything big-endian.
#include "daemon/database/arrays.h"

#include <stdlib.h>

#include "daemon/base/check.h"

#define HEAD_BYTES 20 // dimensions, has nulls, type, elements, lower bound
#define NULL_LENGTH 0xffffffffu

static void put32(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 24);
	at[1] = (uint8_t)(value >> 16);
	at[2] = (uint8_t)(value >> 8);
	at[3] = (uint8_t)value;
}

// Room for n more bytes; returns where.
static uint8_t *grow(struct array *array, size_t n)
{
	CHECK(array->n <= array->size && n < (size_t)1 << 30);
	if (array->size - array->n < n) {
		size_t size = array->size < 4096 ? 4096 : array->size;
		while (size - array->n < n)
			size *= 2;
		array->bytes = realloc(array->bytes, size);
		CHECK(array->bytes != NULL);
		array->size = size;
	}
	uint8_t *at = array->bytes + array->n;
	array->n += n;
	return at;
}

void array_begin(struct array *array, enum array_type type)
{
	array->n = 0;
	array->elements = 0;
	uint8_t *head = grow(array, HEAD_BYTES);
	put32(head, 1);
	put32(head + 4, 0);
	put32(head + 8, (uint32_t)type);
	put32(head + 16, 1);
}

void array_add_bigint(struct array *array, int64_t value)
{
	uint8_t *at = grow(array, 12);
	put32(at, 8);
	put32(at + 4, (uint32_t)((uint64_t)value >> 32));
	put32(at + 8, (uint32_t)(uint64_t)value);
	array->elements++;
}

void array_add_bytes(struct array *array, struct slice bytes)
{
	uint8_t *at = grow(array, 4 + bytes.n);
	put32(at, (uint32_t)bytes.n);
	if (bytes.n > 0)
		memcpy(at + 4, bytes.at, bytes.n);
	array->elements++;
}

void array_add_null(struct array *array)
{
	put32(grow(array, 4), NULL_LENGTH);
	put32(array->bytes + 4, 1);
	array->elements++;
}

struct slice array_end(struct array *array)
{
	CHECK(array->n >= HEAD_BYTES);
	CHECK(array->elements > 0); // an empty array has no dimension, and another head
	put32(array->bytes + 12, array->elements);
	return (struct slice){ .at = array->bytes, .n = array->n };
}

void array_release(struct array *array)
{
	free(array->bytes);
	memset(array, 0, sizeof *array);
}
