// Transcode, to JSON: one MessagePack value as text for people and scripts.
#include "protocol/transcode.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/base64.h"
#include "protocol/must.h"

#define NUMBER_BYTES_MAX 32

// Text that grows; its length is bounded by six times the MessagePack (a control character) and some for numbers.
struct text {
	char *at;
	size_t n, size;
};

static void put_value(struct wire_reader *reader, struct text *text, uint32_t depth);

// Room for n more bytes and a zero.
static char *reserve(struct text *text, size_t n)
{
	if (text->size - text->n <= n) {
		text->size = (text->size + n) * 2;
		text->at = realloc(text->at, text->size);
		MUST(text->at != NULL);
	}
	return text->at + text->n;
}

static void put(struct text *text, const char *bytes, size_t n)
{
	memcpy(reserve(text, n), bytes, n);
	text->n += n;
}

static void put_string(struct text *text, struct slice string)
{
	put(text, "\"", 1);
	for (size_t i = 0; i < string.n; i++) {
		uint8_t byte = string.at[i];
		if (byte == '"' || byte == '\\') {
			put(text, "\\", 1);
		}
		if (byte >= 0x20 && byte != 0x7f) {
			put(text, (const char *)&byte, 1);
			continue;
		}
		char escape[8];
		int n = snprintf(escape, sizeof escape,
			byte == '\n'   ? "\\n"
			: byte == '\t' ? "\\t"
			: byte == '\r' ? "\\r"
						   : "\\u%04x",
			byte);
		put(text, escape, (size_t)n);
	}
	put(text, "\"", 1);
}

static void put_bytes(struct text *text, struct slice bytes)
{
	size_t n = base64_length(bytes.n);
	put(text, "\"", 1);
	base64_write(bytes, reserve(text, n));
	text->n += n;
	put(text, "\"", 1);
}

// The shortest of 15, 16 and 17 digits that reads back as the same float. JSON has no words for what is not a number: null.
static void put_float(struct text *text, double value)
{
	if (!isfinite(value)) {
		put(text, "null", 4);
		return;
	}
	char number[NUMBER_BYTES_MAX];
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(number, sizeof number, "%.*g", digits, value);
		if (strtod(number, NULL) == value) {
			break;
		}
	}
	char *comma = strchr(number, ','); // a program may have set a locale that writes it so
	if (comma != NULL) {
		*comma = '.';
	}
	if (strpbrk(number, ".e") == NULL) {
		strcat(number, ".0"); // so that it stays a float; 17 digits, a sign and an exponent leave room
	}
	put(text, number, strlen(number));
}

static void put_array(struct wire_reader *reader, struct text *text, uint32_t depth)
{
	uint32_t count = wire_read_array(reader);
	put(text, "[", 1);
	for (uint32_t i = 0; i < count && !wire_failed(reader); i++) {
		put(text, ",", i > 0);
		put_value(reader, text, depth);
	}
	put(text, "]", 1);
}

static void put_map(struct wire_reader *reader, struct text *text, uint32_t depth)
{
	uint32_t count = wire_read_map(reader);
	put(text, "{", 1);
	for (uint32_t i = 0; i < count && !wire_failed(reader); i++) {
		put(text, ",", i > 0);
		put_string(text, wire_read_text(reader)); // a key that is no text fails: JSON has no others
		put(text, ":", 1);
		put_value(reader, text, depth);
	}
	put(text, "}", 1);
}

static void put_int(struct text *text, int64_t value)
{
	char number[NUMBER_BYTES_MAX];
	int n = snprintf(number, sizeof number, "%" PRId64, value);
	put(text, number, (size_t)n);
}

static void put_value(struct wire_reader *reader, struct text *text, uint32_t depth)
{
	MUST(depth <= WIRE_DEPTH_MAX); // wire_skip has counted
	switch (wire_peek(reader)) {
	case WIRE_BOOL:
		if (wire_read_bool(reader)) {
			put(text, "true", 4);
		} else {
			put(text, "false", 5);
		}
		return;
	case WIRE_INT:
		put_int(text, wire_read_int(reader));
		return;
	case WIRE_FLOAT:
		put_float(text, wire_read_float(reader));
		return;
	case WIRE_TEXT:
		put_string(text, wire_read_text(reader));
		return;
	case WIRE_BYTES:
		put_bytes(text, wire_read_bytes(reader));
		return;
	case WIRE_ARRAY:
		put_array(reader, text, depth + 1);
		return;
	case WIRE_MAP:
		put_map(reader, text, depth + 1);
		return;
	case WIRE_NIL:
		wire_read_nil(reader);
		put(text, "null", 4);
		return;
	case WIRE_EXT:
	case WIRE_NONE:
		wire_fail(reader, "the value has no form in JSON");
		return;
	}
}

char *transcode_to_json(struct slice value)
{
	struct wire_reader reader = wire_reader_of(value);
	wire_skip(&reader);
	if (!wire_finished(&reader)) {
		return NULL;
	}
	reader = wire_reader_of(value);
	struct text text = { .at = NULL };
	reserve(&text, value.n + NUMBER_BYTES_MAX);
	put_value(&reader, &text, 0);
	if (wire_failed(&reader)) {
		free(text.at);
		return NULL;
	}
	text.at[text.n] = '\0';
	return text.at;
}
