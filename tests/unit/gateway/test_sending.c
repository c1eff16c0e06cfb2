// What is sent: where frames end in what was pulled, and which close codes may be given back.
#include "asking.h"

#include <signal.h>
#include <stdlib.h>

#include "daemon/base/frame.h"
#include "daemon/gateway/house.h"

// Frames of these sizes, one behind the other, pulled in blocks: a block ends between frames, or inside one that began it.
static void walk(const size_t *sizes, size_t count, size_t block)
{
	uint8_t *all = malloc(1 << 20), *message = calloc(1, 1 << 18);
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		struct frame *frame = frame_create((struct slice){ message, sizes[i] });
		struct slice bytes = frame_bytes(frame);
		memcpy(all + n, bytes.at, bytes.n);
		n += bytes.n;
		frame_release(frame);
	}
	ck_assert_uint_eq(sending_frame_left((struct slice){ all, n }, 0), 0);
	uint64_t left = 0;
	size_t first = n < block ? n : block;
	left = sending_frame_left((struct slice){ all, first }, left);
	if (count == 1)
		ck_assert_uint_eq(left, n - first);
	ck_assert_uint_eq(sending_frame_left((struct slice){ all + first, n - first }, left), 0);
	free(message);
	free(all);
}

START_TEST(ends_of_frames_are_known)
{
	walk((size_t[]){ 0 }, 1, 100);
	walk((size_t[]){ 1, 125, 126, 127, 65535, 65536, 3 }, 7, 1 << 20);
	walk((size_t[]){ 200000 }, 1, 65536);
	walk((size_t[]){ 70000 }, 1, 10);
	walk((size_t[]){ 126 }, 1, 4);
	ck_assert_uint_eq(sending_frame_left((struct slice){ NULL, 0 }, 0), 0);
	ck_assert_uint_eq(sending_frame_left((struct slice){ NULL, 0 }, 9), 9);
}
END_TEST

START_TEST(half_a_head_is_a_bug)
{
	sending_frame_left((struct slice){ (const uint8_t *)"\x82", 1 }, 0);
}
END_TEST

static const struct {
	const char *payload;
	size_t n;
	uint16_t code;
} closes[] = {
	{ "", 0, 0 },
	{ "\x03", 1, 1002 },
	{ "\x03\xe8", 2, 1000 },
	{ "\x03\xe8 bye", 6, 1000 },
	{ "\x03\xe7", 2, 1002 }, // 999
	{ "\x03\xec", 2, 1002 }, // 1004
	{ "\x03\xed", 2, 1002 }, // 1005
	{ "\x03\xee", 2, 1002 }, // 1006
	{ "\x03\xf4", 2, 1012 },
	{ "\x03\xf7", 2, 1002 }, // 1015
	{ "\x07\xd0", 2, 1002 }, // 2000
	{ "\x0b\xb8", 2, 3000 },
	{ "\x0f\xa1", 2, 4001 },
	{ "\x13\x88", 2, 1002 }, // 5000
	{ "\xff\xff", 2, 1002 },
};

START_TEST(close_codes_that_may_be_sent_are_given_back)
{
	ck_assert_uint_eq(sending_close_code((struct slice){ (const uint8_t *)closes[_i].payload, closes[_i].n }), closes[_i].code);
}
END_TEST

Suite *suite_sending(void);

Suite *suite_sending(void)
{
	Suite *suite = suite_create("sending");
	TCase *tests = tcase_create("all");
	tcase_add_test(tests, ends_of_frames_are_known);
	tcase_add_test_raise_signal(tests, half_a_head_is_a_bug, SIGABRT);
	tcase_add_loop_test(tests, close_codes_that_may_be_sent_are_given_back, 0, sizeof closes / sizeof *closes);
	suite_add_tcase(suite, tests);
	return suite;
}
