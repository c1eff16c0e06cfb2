// Our reader and MessagePack-C agree on two hundred thousand values made from a seed; tests/fuzz/differential.c says on what.
#include <check.h>

#include "protocol/slice.h"

#define VALUES 50000
#define BYTES_MAX 48

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

// Half of the bytes are formats, most of them of short values, so that many inputs are well formed.
static uint8_t next_byte(uint64_t *state)
{
	static const uint8_t formats[] = { 0x00, 0x7f, 0x80, 0x81, 0x82, 0x90, 0x91, 0x93, 0xa0, 0xa1, 0xa3, 0xc0, 0xc1, 0xc2, 0xc3,
		0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd8, 0xd9, 0xda,
		0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff };
	uint64_t chance = next(state);
	return (chance & 1) != 0 ? formats[(chance >> 8) % sizeof formats] : (uint8_t)((chance >> 8) % 8);
}

START_TEST(both_readers_agree)
{
	uint64_t state = UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)_i;
	uint8_t bytes[BYTES_MAX];
	for (int i = 0; i < VALUES; i++) {
		size_t n = next(&state) % (BYTES_MAX + 1);
		for (size_t k = 0; k < n; k++) {
			bytes[k] = next_byte(&state);
		}
		LLVMFuzzerTestOneInput(bytes, n); // stops the process where they differ
	}
}
END_TEST

Suite *suite_differential(void)
{
	Suite *suite = suite_create("differential");
	TCase *tests = tcase_create("from seeds");
	tcase_set_timeout(tests, 0); // sizes decide here, not time
	tcase_add_loop_test(tests, both_readers_agree, 0, 4);
	suite_add_tcase(suite, tests);
	return suite;
}
