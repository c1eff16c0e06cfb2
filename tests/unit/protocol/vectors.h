// Vectors: reads protocol/vectors and hex for the tests of this room.
#ifndef WAYMARK_TEST_VECTORS_H
#define WAYMARK_TEST_VECTORS_H

#include <jansson.h>

#include "protocol/slice.h"

// The bytes of a hex text ("c0", "91-c0"), malloc'd; the caller frees .at. Stops the test for what is no hex.
struct slice hex_read(const char *hex);

// The JSON of a file, stopping the test if there is none. The caller releases it with json_decref.
json_t *json_read(const char *path);

// The vectors of protocol/vectors/<name>, at least one; *file is to be released with json_decref.
json_t *vectors_read(const char *name, json_t **file);

// The text of a field, or stops the test.
const char *text_of(const json_t *object, const char *field);

#endif
