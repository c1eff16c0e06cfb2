// Wire: a bounded MessagePack reader of our own, and a bounded writer over MessagePack-C.
//
// The reader never allocates and never trusts an announced count: a count larger than the bytes that are left, a
// depth over WIRE_DEPTH_MAX, invalid UTF-8 in a text, a reserved byte or an early end makes it fail. Errors are sticky:
// read, read, read, check once with wire_failed. After a failure every read returns zero or empty.
// Format: https://github.com/msgpack/msgpack/blob/master/spec.md
#ifndef WAYMARK_WIRE_H
#define WAYMARK_WIRE_H

#include "protocol/slice.h"

#define WIRE_DEPTH_MAX 16 // arrays and maps inside one another

enum wire_type { WIRE_NONE, WIRE_NIL, WIRE_BOOL, WIRE_INT, WIRE_FLOAT, WIRE_TEXT, WIRE_BYTES, WIRE_ARRAY, WIRE_MAP, WIRE_EXT };

struct wire_reader {
	const uint8_t *at;  // the next byte
	const uint8_t *end; // one past the last
	const char *error;  // NULL, or what is wrong in plain words (static text)
};

// Begins to read bytes, which must outlive the reader and every slice read from it.
struct wire_reader wire_reader_of(struct slice bytes);

// True once anything was wrong; reader->error says what.
bool wire_failed(const struct wire_reader *reader);

// True if bytes are UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF) without a zero byte.
bool wire_is_text(struct slice bytes);

// What a text has that a line of words should not have.
enum wire_unprintable {
	WIRE_PRINTABLE,
	WIRE_CONTROL, // a control character, an end of line, or a mark that turns the direction of what follows
	WIRE_BLANK,   // nothing that can be seen
};

// Looks at a text that wire_is_text has found to be one.
enum wire_unprintable wire_unprintable(struct slice text);

// Makes the reader fail with a static text, unless it has failed already.
void wire_fail(struct wire_reader *reader, const char *error);

// True if every byte was read and nothing failed.
bool wire_finished(const struct wire_reader *reader);

// The type of the next value without reading it; WIRE_NONE at the end, after a failure or at the reserved byte 0xc1.
enum wire_type wire_peek(const struct wire_reader *reader);

// nil, or failure.
void wire_read_nil(struct wire_reader *reader);
// true or false; false after a failure.
bool wire_read_bool(struct wire_reader *reader);
// Any integer encoding that fits a signed 64-bit number; a larger unsigned one fails.
int64_t wire_read_int(struct wire_reader *reader);
// float32 or float64.
double wire_read_float(struct wire_reader *reader);
// Valid UTF-8 (RFC 3629) without a zero byte, or failure. Borrowed from the input.
struct slice wire_read_text(struct wire_reader *reader);
// bin, borrowed from the input.
struct slice wire_read_bytes(struct wire_reader *reader);
// The number of elements that follow; at most the number of bytes left.
uint32_t wire_read_array(struct wire_reader *reader);
// The number of pairs that follow; at most half the number of bytes left.
uint32_t wire_read_map(struct wire_reader *reader);
// Passes over one whole value of any type, checking all of it; returns its bytes.
struct slice wire_skip(struct wire_reader *reader);
// The same with at most depth arrays and maps inside one another (0: none; more than WIRE_DEPTH_MAX counts as that).
struct slice wire_skip_within(struct wire_reader *reader, uint32_t depth);
// The same as wire_skip, but texts may hold any bytes: for a value that is checked when it is read.
struct slice wire_skip_unread(struct wire_reader *reader);

// The writer fills memory of the caller's and never grows it. Errors are sticky: put, put, put, check once.
struct wire_writer {
	uint8_t *bytes;  // the caller's
	size_t size;     // how many there are
	size_t n;        // how many are written
	bool overflowed; // true once something did not fit; n then stays
};

// Begins to write into bytes, of which there are size. NULL with size 0 is allowed: everything overflows.
struct wire_writer wire_writer_of(void *bytes, size_t size);
// Each put writes one value, or the head of one, in its shortest form; or, when that does not fit, nothing.
void wire_put_nil(struct wire_writer *writer);
void wire_put_bool(struct wire_writer *writer, bool value);
void wire_put_int(struct wire_writer *writer, int64_t value);
void wire_put_float(struct wire_writer *writer, double value);
// The text must be UTF-8 already.
void wire_put_text(struct wire_writer *writer, struct slice text);
void wire_put_word(struct wire_writer *writer, const char *text); // zero-terminated
void wire_put_bytes(struct wire_writer *writer, struct slice bytes);
// The head only; the caller puts that many elements, or keys each followed by its value, after it.
void wire_put_array(struct wire_writer *writer, uint32_t elements);
void wire_put_map(struct wire_writer *writer, uint32_t pairs);
// Bytes that are MessagePack already.
void wire_put_raw(struct wire_writer *writer, struct slice bytes);
// What was written so far, borrowed from the writer's memory.
struct slice wire_written(const struct wire_writer *writer);

#endif
