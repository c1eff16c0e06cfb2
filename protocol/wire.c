// Wire: reads MessagePack from memory that a stranger filled. Every read takes a head first: the format byte, and the number that
// it announces (a value, a length or a count), which is held against the bytes that are left before anything else is done.
#include "protocol/wire.h"

#include "protocol/must.h"

static const char ended_early[] = "the bytes end in the middle of a value";

// The front of a value. For INT number is the value, for FLOAT the bits, for BOOL 0 or 1; for TEXT, BYTES and EXT it is how many
// bytes follow, for ARRAY how many elements, for MAP how many pairs.
struct head {
	enum wire_type type;
	uint64_t number;
	bool large;  // INT: above INT64_MAX
	bool single; // FLOAT: float32
};

struct wire_reader wire_reader_of(struct slice bytes)
{
	static const uint8_t nothing[1];
	const uint8_t *at = bytes.n == 0 ? nothing : bytes.at;
	MUST(at != NULL);
	return (struct wire_reader){ .at = at, .end = at + bytes.n, .error = NULL };
}

bool wire_failed(const struct wire_reader *reader)
{
	return reader->error != NULL;
}

void wire_fail(struct wire_reader *reader, const char *error)
{
	MUST(error != NULL);
	if (reader->error == NULL) {
		reader->error = error;
		reader->at = reader->end;
	}
}

bool wire_finished(const struct wire_reader *reader)
{
	return reader->error == NULL && reader->at == reader->end;
}

static size_t left(const struct wire_reader *reader)
{
	MUST(reader->at <= reader->end);
	return (size_t)(reader->end - reader->at);
}

enum wire_type wire_peek(const struct wire_reader *reader)
{
	// The formats c0 to df; those below and above are told by their bounds.
	// clang-format off
	static const uint8_t types[32] = {
		WIRE_NIL, WIRE_NONE, WIRE_BOOL, WIRE_BOOL, WIRE_BYTES, WIRE_BYTES, WIRE_BYTES, WIRE_EXT,
		WIRE_EXT, WIRE_EXT, WIRE_FLOAT, WIRE_FLOAT, WIRE_INT, WIRE_INT, WIRE_INT, WIRE_INT,
		WIRE_INT, WIRE_INT, WIRE_INT, WIRE_INT, WIRE_EXT, WIRE_EXT, WIRE_EXT, WIRE_EXT,
		WIRE_EXT, WIRE_TEXT, WIRE_TEXT, WIRE_TEXT, WIRE_ARRAY, WIRE_ARRAY, WIRE_MAP, WIRE_MAP,
	};
	// clang-format on
	if (reader->error != NULL || reader->at == reader->end) {
		return WIRE_NONE;
	}
	uint8_t byte = *reader->at;
	if (byte <= 0x7f || byte >= 0xe0) {
		return WIRE_INT;
	}
	if (byte <= 0x8f) {
		return WIRE_MAP;
	}
	if (byte <= 0x9f) {
		return WIRE_ARRAY;
	}
	return byte <= 0xbf ? WIRE_TEXT : (enum wire_type)types[byte - 0xc0];
}

// Reads a big-endian number of 1, 2, 4 or 8 bytes.
static uint64_t read_number(struct wire_reader *reader, size_t bytes)
{
	if (left(reader) < bytes) {
		wire_fail(reader, ended_early);
		return 0;
	}
	uint64_t number = 0;
	for (size_t i = 0; i < bytes; i++) {
		number = number << 8 | reader->at[i];
	}
	reader->at += bytes;
	return number;
}

// The head of an integer whose format byte is d0 to d3: signed, of 1, 2, 4 or 8 bytes.
static uint64_t read_signed(struct wire_reader *reader, size_t bytes)
{
	MUST(bytes > 0 && bytes <= 8);
	uint64_t number = read_number(reader, bytes);
	if (bytes < 8 && (number >> (bytes * 8 - 1)) != 0) {
		number |= UINT64_MAX << (bytes * 8);
	}
	return number;
}

// The head of an ext value: its length, with the type byte already passed over.
static uint64_t read_ext(struct wire_reader *reader, uint8_t byte)
{
	uint64_t length = byte >= 0xd4 ? UINT64_C(1) << (byte - 0xd4) : read_number(reader, (size_t)1 << (byte - 0xc7));
	read_number(reader, 1);
	return length;
}

// The number that stands behind or in the format byte.
static void read_head_number(struct wire_reader *reader, uint8_t byte, struct head *head)
{
	if (byte <= 0x7f || byte >= 0xe0) {
		head->number = (uint64_t)(int64_t)(int8_t)byte;
	} else if (byte <= 0x9f) {
		head->number = byte & 0x0f;
	} else if (byte <= 0xbf) {
		head->number = byte & 0x1f;
	} else if (byte == 0xc2 || byte == 0xc3) {
		head->number = byte & 1;
	} else if (byte >= 0xc4 && byte <= 0xc6) {
		head->number = read_number(reader, (size_t)1 << (byte - 0xc4));
	} else if (byte == 0xca || byte == 0xcb) {
		head->number = read_number(reader, byte == 0xca ? 4 : 8);
		head->single = byte == 0xca;
	} else if (byte >= 0xcc && byte <= 0xcf) {
		head->number = read_number(reader, (size_t)1 << (byte - 0xcc));
		head->large = head->number > INT64_MAX;
	} else if (byte >= 0xd0 && byte <= 0xd3) {
		head->number = read_signed(reader, (size_t)1 << (byte - 0xd0));
	} else if (byte >= 0xd9 && byte <= 0xdb) {
		head->number = read_number(reader, (size_t)1 << (byte - 0xd9));
	} else if (byte >= 0xdc) {
		head->number = read_number(reader, (byte & 1) == 0 ? 2 : 4);
	} else if (head->type == WIRE_EXT) {
		head->number = read_ext(reader, byte);
	}
}

// Reads the front of any value and holds what it announces against the bytes that are left. type is WIRE_NONE on failure.
static struct head read_head(struct wire_reader *reader)
{
	struct head head = { .type = wire_peek(reader) };
	if (head.type == WIRE_NONE) {
		wire_fail(reader, left(reader) == 0 ? ended_early : "the byte c1 is no MessagePack");
		return head;
	}
	uint8_t byte = *reader->at++;
	read_head_number(reader, byte, &head);
	uint64_t needs = 0;
	if (head.type == WIRE_TEXT || head.type == WIRE_BYTES || head.type == WIRE_EXT || head.type == WIRE_ARRAY) {
		needs = head.number;
	} else if (head.type == WIRE_MAP) {
		needs = head.number * 2; // of 32 bits at most: no overflow
	}
	if (needs > left(reader)) {
		wire_fail(reader, ended_early);
	}
	return reader->error != NULL ? (struct head){ .type = WIRE_NONE } : head;
}

// The head of a value that must be of one type; number is 0 otherwise.
static struct head read_head_of(struct wire_reader *reader, enum wire_type type, const char *error)
{
	enum wire_type there = wire_peek(reader);
	if (there != type && there != WIRE_NONE) {
		wire_fail(reader, error);
	}
	return read_head(reader);
}

static struct slice take(struct wire_reader *reader, uint64_t n)
{
	if (reader->error != NULL) {
		return (struct slice){ .at = NULL, .n = 0 };
	}
	MUST(n <= left(reader));
	struct slice bytes = { .at = reader->at, .n = (size_t)n };
	reader->at += n;
	return bytes;
}

void wire_read_nil(struct wire_reader *reader)
{
	read_head_of(reader, WIRE_NIL, "nil was expected");
}

bool wire_read_bool(struct wire_reader *reader)
{
	return read_head_of(reader, WIRE_BOOL, "true or false was expected").number != 0;
}

int64_t wire_read_int(struct wire_reader *reader)
{
	struct head head = read_head_of(reader, WIRE_INT, "a whole number was expected");
	if (head.large) {
		wire_fail(reader, "a whole number is above 2^63 - 1");
		return 0;
	}
	return (int64_t)head.number;
}

double wire_read_float(struct wire_reader *reader)
{
	struct head head = read_head_of(reader, WIRE_FLOAT, "a float was expected");
	if (head.single) {
		uint32_t bits = (uint32_t)head.number;
		float value;
		memcpy(&value, &bits, sizeof value);
		return (double)value;
	}
	double value;
	memcpy(&value, &head.number, sizeof value);
	return value;
}

struct slice wire_read_text(struct wire_reader *reader)
{
	struct head head = read_head_of(reader, WIRE_TEXT, "a text was expected");
	struct slice text = take(reader, head.number);
	if (!wire_is_text(text)) {
		wire_fail(reader, "a text is not UTF-8");
		return (struct slice){ .at = NULL, .n = 0 };
	}
	return text;
}

struct slice wire_read_bytes(struct wire_reader *reader)
{
	struct head head = read_head_of(reader, WIRE_BYTES, "bytes were expected");
	return take(reader, head.number);
}

uint32_t wire_read_array(struct wire_reader *reader)
{
	return (uint32_t)read_head_of(reader, WIRE_ARRAY, "an array was expected").number;
}

uint32_t wire_read_map(struct wire_reader *reader)
{
	return (uint32_t)read_head_of(reader, WIRE_MAP, "a map was expected").number;
}

enum texts { TEXTS_CHECKED, TEXTS_UNREAD };

static struct slice skip(struct wire_reader *reader, uint32_t depth, enum texts texts)
{
	uint64_t waiting[WIRE_DEPTH_MAX + 1] = { 1 }; // values still to pass over at each depth
	uint32_t inside = 0;
	uint32_t inside_max = depth < WIRE_DEPTH_MAX ? depth : WIRE_DEPTH_MAX;
	const uint8_t *start = reader->at;
	while (reader->error == NULL) {
		while (inside > 0 && waiting[inside] == 0) {
			inside--;
		}
		if (waiting[inside] == 0) {
			return (struct slice){ .at = start, .n = (size_t)(reader->at - start) };
		}
		waiting[inside]--;
		struct head head = read_head(reader);
		if (head.type == WIRE_ARRAY || head.type == WIRE_MAP) {
			if (inside == inside_max) {
				wire_fail(reader, "arrays and maps are nested too deep");
				break;
			}
			waiting[++inside] = head.type == WIRE_MAP ? head.number * 2 : head.number;
		} else if (head.type == WIRE_TEXT || head.type == WIRE_BYTES || head.type == WIRE_EXT) {
			struct slice bytes = take(reader, head.number);
			if (head.type == WIRE_TEXT && texts == TEXTS_CHECKED && !wire_is_text(bytes)) {
				wire_fail(reader, "a text is not UTF-8");
			}
		}
	}
	return (struct slice){ .at = NULL, .n = 0 };
}

struct slice wire_skip(struct wire_reader *reader)
{
	return skip(reader, WIRE_DEPTH_MAX, TEXTS_CHECKED);
}

struct slice wire_skip_within(struct wire_reader *reader, uint32_t depth)
{
	return skip(reader, depth, TEXTS_CHECKED);
}

struct slice wire_skip_unread(struct wire_reader *reader)
{
	return skip(reader, WIRE_DEPTH_MAX, TEXTS_UNREAD);
}
