// UTF-8: whether bytes are text, by the table of well-formed sequences in RFC 3629.
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
