// The frame's header follows RFC 6455 at every length, and its bytes are one run.
#include <check.h>
#include <stdlib.h>
#include <signal.h>

#include "daemon/base/check.h"
#include "daemon/base/frame.h"

static const struct {
	size_t message, header;
	uint8_t bytes[FRAME_HEADER_BYTES_MAX];
} lengths[] = {
	{ 0, 2, { 0x82, 0 } },
	{ 1, 2, { 0x82, 1 } },
	{ 125, 2, { 0x82, 125 } },
	{ 126, 4, { 0x82, 126, 0, 126 } },
	{ 65535, 4, { 0x82, 126, 0xff, 0xff } },
	{ 65536, 10, { 0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0 } },
	{ 70000, 10, { 0x82, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70 } },
};

START_TEST(test_the_header_of_every_length)
{
	uint8_t *message = malloc(70000);
	for (size_t i = 0; i < 70000; i++)
		message[i] = (uint8_t)(i * 7);
	struct frame *frame = frame_create((struct slice){ .at = message, .n = lengths[_i].message });
	struct slice all = frame_bytes(frame);
	ck_assert_uint_eq(all.n, lengths[_i].header + lengths[_i].message);
	ck_assert_mem_eq(all.at, lengths[_i].bytes, lengths[_i].header);
	if (lengths[_i].message > 0)
		ck_assert_mem_eq(all.at + lengths[_i].header, message, lengths[_i].message);
	ck_assert_uint_eq(frame_message(frame).n, lengths[_i].message);
	frame_release(frame);
	free(message);
}
END_TEST

START_TEST(test_written_in_place_and_cut_to_size)
{
	uint8_t *room;
	struct frame *frame = frame_begin(5000, &room);
	memcpy(room, "hello", 5);
	frame = frame_finish(frame, 5);
	ck_assert_mem_eq(frame_bytes(frame).at, "\x82\x05hello", 7);
	frame_release(frame);
	frame_release(frame_begin(10, &room)); // given up
}
END_TEST

START_TEST(test_the_last_reference_frees)
{
	struct frame *frame = frame_create(slice_of("shared"));
	ck_assert_ptr_eq(frame_share(frame), frame);
	frame_release(frame);
	ck_assert_mem_eq(frame_message(frame).at, "shared", 6);
	frame_release(frame);
	frame_release(NULL);
}
END_TEST

START_TEST(test_a_failed_check_stops_the_process)
{
	uint8_t *room;
	struct frame *frame = frame_begin(4, &room);
	frame_finish(frame, 5); // more than there is room for
}
END_TEST

Suite *suite_frame(void)
{
	Suite *suite = suite_create("frame");
	TCase *tests = tcase_create("frame");
	tcase_add_loop_test(tests, test_the_header_of_every_length, 0, sizeof(lengths) / sizeof(lengths[0]));
	tcase_add_test(tests, test_written_in_place_and_cut_to_size);
	tcase_add_test(tests, test_the_last_reference_frees);
	tcase_add_test_raise_signal(tests, test_a_failed_check_stops_the_process, SIGABRT);
	suite_add_tcase(suite, tests);
	return suite;
}
