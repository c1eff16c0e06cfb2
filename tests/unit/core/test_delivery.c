// Delivery: one event to many, each once; and nobody hears what comes behind their leaving.
#include "world.h"

static struct world world;

static void begin(void)
{
	struct core_limits limits = world_limits();
	world_begin(&world, &limits);
}

static void end(void)
{
	world_end(&world);
}

START_TEST(test_a_connection_is_asked_to_write_once_until_it_is_pulled)
{
	int ann = world_member(&world, 7, 5, 3);
	ck_did(world_events(&world, 5, 4, 4, 0), "head 5:4; write 1");
	ck_did(world_events(&world, 5, 5, 5, 0), "head 5:5");
	ck_heard(&world, ann, "event 5:4; event 5:5");
	ck_did(world_events(&world, 5, 6, 6, 0), "head 5:6; write 1");
}
END_TEST

START_TEST(test_fan_out_over_many_rounds_reaches_all)
{
	for (int64_t person = 1; person <= 450; person++)
		world_member(&world, person, 5, 3);
	world_events(&world, 5, 4, 4, 0);
	ck_assert_int_ge(world.rounds, 2);
	for (int number = 1; number <= 450; number++)
		ck_heard(&world, number, "event 5:4");
	ck_assert_uint_eq(core_figures(world.core).deliveries, 450);
}
END_TEST

START_TEST(test_events_of_several_channels_in_one_answer)
{
	int ann = world_member(&world, 7, 5, 3), bob = world_member(&world, 8, 6, 1);
	struct core_event events[] = { world_event(5, 4, 0), world_event(5, 5, 0), world_event(6, 2, 0), world_event(9, 1, 0) };
	struct core_answer answer = { .retry_after_ms = -1, .events = events, .event_count = 4 };
	world_call(&world, ann, "channel.list", 0);
	ck_did(world_answer(&world, &answer), "head 5:5; head 6:2; head 9:1; write 1; write 2");
	ck_heard(&world, ann, "ok 5 {}; event 5:4 5:5");
	ck_heard(&world, bob, "event 6:2");
}
END_TEST

START_TEST(test_a_frame_of_events_stays_under_its_bound)
{
	struct core_limits limits = world_limits();
	limits.outbox_bytes_max = 1 << 20;
	world_end(&world);
	world_begin(&world, &limits);
	int ann = world_member(&world, 7, 5, 0);
	struct core_event events[100];
	for (int i = 0; i < 100; i++)
		events[i] = world_event(5, i + 1, 1700);
	struct core_happening happening = { .kind = CORE_EVENTS, .events = { .events = events, .event_count = 100 } };
	world_step(&world, happening);
	uint8_t bytes[70000];
	int frames = 0;
	for (size_t n; (n = core_pull(world.core, world.handles[ann], bytes, sizeof(bytes))) > 0; frames++)
		ck_assert_uint_le(n, 65536 + 42);
	ck_assert_int_eq(frames, 3);
}
END_TEST

START_TEST(test_the_leaver_hears_their_leaving_and_nothing_more)
{
	int ann = world_member(&world, 7, 5, 3), bob = world_member(&world, 8, 5, 3);
	world_events(&world, 5, 4, 4, 7);
	world_events(&world, 5, 5, 5, 0);
	ck_heard(&world, ann, "event 5:4");
	ck_heard(&world, bob, "event 5:4; event 5:5");
	ck_assert_uint_eq(core_figures(world.core).subscriptions, 1);
}
END_TEST

START_TEST(test_leaving_in_the_middle_of_an_answer)
{
	int ann = world_member(&world, 7, 5, 3), bob = world_member(&world, 8, 5, 3);
	struct core_event events[] = { world_event(5, 4, 0), world_event(5, 5, 0), world_event(5, 6, 0) };
	events[1].left = true;
	events[1].person = 7;
	struct core_happening happening = { .kind = CORE_EVENTS, .events = { .events = events, .event_count = 3 } };
	world_step(&world, happening);
	ck_heard(&world, ann, "event 5:4 5:5");
	ck_heard(&world, bob, "event 5:4 5:5; event 5:6");
}
END_TEST

START_TEST(test_a_gap_within_an_answer_is_a_gap)
{
	int ann = world_member(&world, 7, 5, 3);
	struct core_event events[] = { world_event(5, 4, 0), world_event(5, 6, 0) };
	struct core_happening happening = { .kind = CORE_EVENTS, .events = { .events = events, .event_count = 2 } };
	world_step(&world, happening);
	world_range(&world, 5, 5, 6, 6, false);
	ck_heard(&world, ann, "event 5:4; event 5:5 5:6");
}
END_TEST

START_TEST(test_a_leaver_who_is_catching_up_is_dropped_at_once)
{
	int ann = world_member(&world, 7, 5, 3);
	world_hint(&world, 5, 4);
	world_events(&world, 5, 5, 5, 7);
	world_range(&world, 5, 4, 4, 4, false); // read before they left, arrives after
	ck_heard(&world, ann, "");
	ck_assert_uint_eq(core_figures(world.core).subscriptions, 0);
}
END_TEST

START_TEST(test_an_old_leaving_does_not_drop_who_came_back)
{
	int ann = world_member(&world, 7, 5, 9); // a member at 9
	world_events(&world, 5, 6, 6, 7);        // had left at 6
	world_events(&world, 5, 10, 10, 0);
	ck_heard(&world, ann, "event 5:10");
}
END_TEST

START_TEST(test_who_came_back_while_catching_up_stays)
{
	int ann = world_member(&world, 7, 5, 3);
	world_hint(&world, 5, 9);
	world_range(&world, 5, 4, 9, 9, false); // the log says: a member at 9
	world_events(&world, 5, 6, 6, 7);       // a late word of their leaving at 6
	world_events(&world, 5, 10, 10, 0);
	ck_heard(&world, ann, "event 5:4 5:5 5:6 5:7 5:8 5:9; event 5:10");
}
END_TEST

START_TEST(test_the_last_subscriber_may_leave)
{
	world_member(&world, 7, 5, 3);
	world_events(&world, 5, 4, 4, 7);
	ck_did(world_events(&world, 5, 5, 5, 0), "head 5:5");
}
END_TEST

START_TEST(test_a_pull_in_small_pieces_loses_nothing)
{
	int ann = world_member(&world, 7, 5, 3);
	world_events(&world, 5, 4, 6, 0);
	uint8_t whole[512], piece[7];
	size_t n = 0, more;
	while ((more = core_pull(world.core, world.handles[ann], piece, sizeof(piece))) > 0) {
		memcpy(whole + n, piece, more);
		n += more;
	}
	ck_assert_uint_eq(whole[0], 0x82);
	ck_assert_uint_eq(whole[1], n - 2);
}
END_TEST

START_TEST(test_what_is_left_after_a_pull_is_asked_for_again)
{
	int ann = world_member(&world, 7, 5, 3);
	world_events(&world, 5, 4, 4, 0);
	uint8_t piece[7];
	core_pull(world.core, world.handles[ann], piece, sizeof(piece));
	struct core_happening happening = { .kind = CORE_DRAINED, .connection = world.handles[ann] };
	ck_did(world_step(&world, happening), "write 1");
}
END_TEST

Suite *suite_delivery(void)
{
	Suite *suite = suite_create("delivery");
	TCase *tests = tcase_create("delivery");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, test_a_connection_is_asked_to_write_once_until_it_is_pulled);
	tcase_add_test(tests, test_fan_out_over_many_rounds_reaches_all);
	tcase_add_test(tests, test_events_of_several_channels_in_one_answer);
	tcase_add_test(tests, test_a_frame_of_events_stays_under_its_bound);
	tcase_add_test(tests, test_the_leaver_hears_their_leaving_and_nothing_more);
	tcase_add_test(tests, test_leaving_in_the_middle_of_an_answer);
	tcase_add_test(tests, test_a_gap_within_an_answer_is_a_gap);
	tcase_add_test(tests, test_a_leaver_who_is_catching_up_is_dropped_at_once);
	tcase_add_test(tests, test_an_old_leaving_does_not_drop_who_came_back);
	tcase_add_test(tests, test_who_came_back_while_catching_up_stays);
	tcase_add_test(tests, test_the_last_subscriber_may_leave);
	tcase_add_test(tests, test_a_pull_in_small_pieces_loses_nothing);
	tcase_add_test(tests, test_what_is_left_after_a_pull_is_asked_for_again);
	suite_add_tcase(suite, tests);
	return suite;
}
