// UTF-8: whether bytes are text, by the table of well-formed sequences in RFC 3629, and whether a text can be seen.
#include "protocol/must.h"
#include "protocol/wire.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define LOW_BITS UINT64_C(0x0101010101010101)

// What may follow a lead byte: how many bytes, and the bounds of the first of them, which shut out overlong forms, surrogates and
// what lies above U+10FFFF. follow 0: no lead byte.
struct lead {
	uint8_t follow, low, high;
};

static struct lead lead_of(uint8_t byte)
{
	if (byte >= 0xc2 && byte <= 0xdf) {
		return (struct lead){ 1, 0x80, 0xbf };
	}
	if (byte >= 0xe0 && byte <= 0xef) {
		return (struct lead){ 2, byte == 0xe0 ? 0xa0 : 0x80, byte == 0xed ? 0x9f : 0xbf };
	}
	if (byte >= 0xf0 && byte <= 0xf4) {
		return (struct lead){ 3, byte == 0xf0 ? 0x90 : 0x80, byte == 0xf4 ? 0x8f : 0xbf };
	}
	return (struct lead){ 0, 0, 0 };
}

// The number of plain bytes (01 to 7f) at the front, eight at a time: most text is nothing else.
static size_t plain_prefix(const uint8_t *at, size_t n)
{
	size_t i = 0;
	for (; n - i >= 8; i += 8) {
		uint64_t eight;
		memcpy(&eight, at + i, sizeof eight);
		// The second part finds a zero byte once the first has shown that no high bit is set.
		if ((eight & HIGH_BITS) != 0 || ((eight - LOW_BITS) & HIGH_BITS) != 0) {
			break;
		}
	}
	while (i < n && at[i] >= 0x01 && at[i] <= 0x7f) {
		i++;
	}
	return i;
}

bool wire_is_text(struct slice bytes)
{
	size_t i = 0;
	while (i < bytes.n) {
		i += plain_prefix(bytes.at + i, bytes.n - i);
		if (i == bytes.n) {
			break;
		}
		struct lead lead = lead_of(bytes.at[i]);
		if (lead.follow == 0 || bytes.n - i <= lead.follow || bytes.at[i + 1] < lead.low || bytes.at[i + 1] > lead.high) {
			return false;
		}
		for (size_t k = 2; k <= lead.follow; k++) {
			if ((bytes.at[i + k] & 0xc0) != 0x80) {
				return false;
			}
		}
		i += lead.follow + 1u;
	}
	return true;
}

// -- what can be seen --

struct range {
	uint32_t first, last;
};

static bool within(uint32_t character, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (character >= ranges[i].first && character <= ranges[i].last) {
			return true;
		}
	}
	return false;
}

// C0, DEL and C1; the ends of lines and paragraphs, and the marks that turn the direction.
static bool is_control(uint32_t character)
{
	static const struct range controls[] = { { 0x00, 0x1f }, { 0x7f, 0x9f }, { 0x2028, 0x202e }, { 0x2066, 0x2069 } };
	return within(character, controls, sizeof controls / sizeof *controls);
}

// Spaces of every width, those of no width, what joins or parts letters, and the fillers of Hangul and Braille.
static bool is_unseen(uint32_t character)
{
	static const struct range unseen[] = { { 0x20, 0x20 }, { 0xa0, 0xa0 }, { 0xad, 0xad }, { 0x34f, 0x34f }, { 0x61c, 0x61c },
		{ 0x115f, 0x1160 }, { 0x1680, 0x1680 }, { 0x180b, 0x180f }, { 0x2000, 0x200f }, { 0x202f, 0x202f }, { 0x205f, 0x206f },
		{ 0x2800, 0x2800 }, { 0x3000, 0x3000 }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 },
		{ 0xe0000, 0xe0fff } };
	return within(character, unseen, sizeof unseen / sizeof *unseen);
}

// The character at the front of well-formed text; *n is how many bytes it has.
static uint32_t first_character(const uint8_t *at, size_t *n)
{
	*n = 1u + lead_of(at[0]).follow;
	uint32_t character = *n == 1 ? at[0] : at[0] & (0x7fu >> *n);
	for (size_t i = 1; i < *n; i++) {
		character = character << 6 | (at[i] & 0x3fu);
	}
	return character;
}

enum wire_unprintable wire_unprintable(struct slice text)
{
	bool seen = false;
	for (size_t i = 0, n; i < text.n; i += n) {
		uint32_t character = first_character(text.at + i, &n);
		MUST(i + n <= text.n);
		if (is_control(character)) {
			return WIRE_CONTROL;
		}
		seen = seen || !is_unseen(character);
	}
	return seen ? WIRE_PRINTABLE : WIRE_BLANK;
}
