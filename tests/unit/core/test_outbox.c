// The outbox keeps frames in order, counts their bytes, and never loses the rest of a frame that was begun.
#include <check.h>

#include "daemon/core/outbox.h"

static struct pool chunks;
static struct outbox outbox;

static void begin(void)
{
	pool_init(&chunks, sizeof(struct outbox_chunk), 3);
	outbox = (struct outbox){ 0 };
}

static void end(void)
{
	outbox_clear(&outbox, &chunks);
	ck_assert_uint_eq(chunks.count, 0);
	pool_release(&chunks);
}

static bool push(const char *text)
{
	struct frame *frame = frame_create(slice_of(text));
	bool pushed = outbox_push(&outbox, &chunks, frame);
	frame_release(frame);
	return pushed;
}

START_TEST(test_whole_frames_leave_in_order)
{
	push("one");
	push("two");
	push("three");
	uint8_t bytes[13]; // "one" and "two" take 5 each with their headers, "three" 7
	ck_assert_uint_eq(outbox_pull(&outbox, &chunks, bytes, sizeof(bytes)), 10);
	ck_assert_mem_eq(bytes, "\x82\x03one\x82\x03two", 10);
	ck_assert_uint_eq(outbox.bytes, 7);
	ck_assert_uint_eq(outbox_pull(&outbox, &chunks, bytes, sizeof(bytes)), 7);
	ck_assert_mem_eq(bytes, "\x82\x05three", 7);
	ck_assert_uint_eq(outbox_pull(&outbox, &chunks, bytes, sizeof(bytes)), 0);
}
END_TEST

START_TEST(test_a_frame_larger_than_the_pull_goes_in_parts)
{
	push("abcdefgh");
	push("next");
	uint8_t bytes[4];
	ck_assert_uint_eq(outbox_pull(&outbox, &chunks, bytes, 4), 4);
	ck_assert_mem_eq(bytes,
		"\x82\x08"
		"ab",
		4);
	ck_assert_uint_eq(outbox_pull(&outbox, &chunks, bytes, 4), 4);
	ck_assert_mem_eq(bytes, "cdef", 4);
	ck_assert_uint_eq(outbox.bytes, 2 + 6);
	ck_assert_uint_eq(outbox_pull(&outbox, &chunks, bytes, 4), 2); // the next frame does not fit whole
	ck_assert_mem_eq(bytes, "gh", 2);
}
END_TEST

START_TEST(test_a_cut_keeps_what_was_begun)
{
	push("abcdefgh");
	push("secret");
	uint8_t bytes[32];
	outbox_pull(&outbox, &chunks, bytes, 4);
	outbox_cut(&outbox, &chunks);
	ck_assert_uint_eq(outbox.count, 1);
	ck_assert_uint_eq(outbox_pull(&outbox, &chunks, bytes, sizeof(bytes)), 6);
	ck_assert_mem_eq(bytes, "cdefgh", 6);
	push("secret");
	outbox_cut(&outbox, &chunks);
	ck_assert_uint_eq(outbox.count, 0);
}
END_TEST

START_TEST(test_a_full_pool_refuses_and_recovers)
{
	for (int i = 0; i < 3 * OUTBOX_CHUNK_FRAMES; i++)
		ck_assert(push("x"));
	ck_assert(!push("x"));
	ck_assert_uint_eq(outbox.count, 3 * OUTBOX_CHUNK_FRAMES);
	uint8_t bytes[3 * OUTBOX_CHUNK_FRAMES];
	ck_assert_uint_eq(outbox_pull(&outbox, &chunks, bytes, sizeof(bytes)), 3 * 7);
	ck_assert(push("y"));
}
END_TEST

START_TEST(test_frames_are_shared_not_copied)
{
	struct frame *frame = frame_create(slice_of("hello"));
	struct outbox other = { 0 };
	outbox_push(&outbox, &chunks, frame);
	outbox_push(&other, &chunks, frame);
	ck_assert_ptr_eq(outbox.first->frames[0], other.first->frames[0]);
	frame_release(frame);
	outbox_clear(&other, &chunks);
	uint8_t bytes[7];
	ck_assert_uint_eq(outbox_pull(&outbox, &chunks, bytes, sizeof(bytes)), 7);
}
END_TEST

Suite *suite_outbox(void)
{
	Suite *suite = suite_create("outbox");
	TCase *tests = tcase_create("outbox");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, test_whole_frames_leave_in_order);
	tcase_add_test(tests, test_a_frame_larger_than_the_pull_goes_in_parts);
	tcase_add_test(tests, test_a_cut_keeps_what_was_begun);
	tcase_add_test(tests, test_a_full_pool_refuses_and_recovers);
	tcase_add_test(tests, test_frames_are_shared_not_copied);
	suite_add_tcase(suite, tests);
	return suite;
}
