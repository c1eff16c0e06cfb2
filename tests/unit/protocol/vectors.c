// Vectors: reads protocol/vectors and hex for the tests of this room.
#include "vectors.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

struct slice hex_read(const char *hex)
{
	uint8_t *bytes = malloc(strlen(hex) / 2 + 1);
	size_t n = 0;
	ck_assert_ptr_nonnull(bytes);
	while (*hex != '\0') {
		unsigned byte;
		if (*hex == '-') {
			hex++;
			continue;
		}
		ck_assert_int_eq(sscanf(hex, "%2x", &byte), 1);
		bytes[n++] = (uint8_t)byte;
		hex += 2;
	}
	return (struct slice){ .at = bytes, .n = n };
}

json_t *json_read(const char *path)
{
	json_error_t error;
	json_t *json = json_load_file(path, 0, &error);
	ck_assert_msg(json != NULL, "%s:%d: %s", path, error.line, error.text);
	return json;
}

json_t *vectors_read(const char *name, json_t **file)
{
	char path[1024];
	snprintf(path, sizeof path, "%s/protocol/vectors/%s", WAYMARK_SOURCE_DIR, name);
	*file = json_read(path);
	json_t *vectors = json_object_get(*file, "vectors");
	ck_assert_uint_gt(json_array_size(vectors), 0);
	return vectors;
}

const char *text_of(const json_t *object, const char *field)
{
	const char *text = json_string_value(json_object_get(object, field));
	ck_assert_msg(text != NULL, "a vector lacks %s", field);
	return text;
}
