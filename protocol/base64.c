// Base64url: three bytes are four characters, and back, with one text for each run of bytes.
#include "protocol/base64.h"

#include "protocol/must.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64_write(struct slice bytes, char *text)
{
	MUST(text != NULL || bytes.n == 0);
	size_t out = 0;
	for (size_t i = 0; i < bytes.n; i += 3) {
		size_t here = bytes.n - i < 3 ? bytes.n - i : 3;
		uint32_t bits = (uint32_t)bytes.at[i] << 16;
		bits |= here > 1 ? (uint32_t)bytes.at[i + 1] << 8 : 0;
		bits |= here > 2 ? bytes.at[i + 2] : 0;
		for (size_t k = 0; k <= here; k++) {
			text[out++] = alphabet[bits >> (18 - 6 * k) & 63];
		}
	}
	MUST(out == base64_length(bytes.n));
}

static int value_of(uint8_t character)
{
	if (character >= 'A' && character <= 'Z') {
		return character - 'A';
	}
	if (character >= 'a' && character <= 'z') {
		return character - 'a' + 26;
	}
	if (character >= '0' && character <= '9') {
		return character - '0' + 52;
	}
	return character == '-' ? 62 : character == '_' ? 63 : -1;
}

bool base64_read(struct slice text, uint8_t *bytes, size_t *n)
{
	uint32_t bits = 0;
	unsigned held = 0; // bits not yet given out, below 8
	*n = 0;
	if (text.n % 4 == 1) {
		return false;
	}
	for (size_t i = 0; i < text.n; i++) {
		int value = value_of(text.at[i]);
		if (value < 0) {
			return false;
		}
		bits = (bits << 6 | (uint32_t)value) & 0xffff;
		held += 6;
		if (held >= 8) {
			held -= 8;
			bytes[(*n)++] = (uint8_t)(bits >> held);
		}
	}
	return (bits & ((1u << held) - 1)) == 0;
}
