// Arrays: PostgreSQL's binary form of one-dimensional arrays, as parameters of one statement.
// https://www.postgresql.org/docs/15/protocol-overview.html#PROTOCOL-FORMAT-CODES; the layout is that of array_recv.
#ifndef WAYMARK_ARRAYS_H
#define WAYMARK_ARRAYS_H

#include "protocol/slice.h"

// Type numbers (OIDs) of elements; they are fixed in pg_type.
enum array_type { ARRAY_BIGINT = 20, ARRAY_BYTEA = 17, ARRAY_TEXT = 25 };

// The bytes of an array being written; they grow as needed and are kept for the next one. Zeroed is empty.
struct array {
	uint8_t *bytes;
	size_t n, size;
	uint32_t elements;
};

// Starts an empty array of a type, reusing the memory.
void array_begin(struct array *array, enum array_type type);
void array_add_bigint(struct array *array, int64_t value);
// Text or bytes, copied.
void array_add_bytes(struct array *array, struct slice bytes);
void array_add_null(struct array *array);
// Completes the head and gives the bytes; good until the next array_begin.
struct slice array_end(struct array *array);
void array_release(struct array *array);

#endif
