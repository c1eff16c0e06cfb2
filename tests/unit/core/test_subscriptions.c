// Subscriptions: each event once and in order, whatever comes between.
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

// A person whose subscription to channel 5 begins behind `after`, with the log at `head`; the reply is read.
static int follow(int64_t after, int64_t head)
{
	int number = world_person(&world, 7);
	world_call(&world, number, "channel.subscribe", 5);
	world_subscribed(&world, 5, head, after);
	return number;
}

START_TEST(test_from_the_head_it_is_live_at_once)
{
	int ann = follow(3, 3);
	ck_heard(&world, ann, "ok 2 {\"head\":3}");
	world_events(&world, 5, 4, 5, 0);
	ck_heard(&world, ann, "event 5:4 5:5");
}
END_TEST

START_TEST(test_resuming_reads_the_log_then_lives)
{
	int ann = follow(1, 3);
	ck_did(world.effects, "write 1; fetch 5>1 of 7");
	world_events(&world, 5, 4, 4, 0); // passes while the range is being read
	world_range(&world, 5, 2, 3, 3, false);
	ck_did(world.effects, "fetch 5>3 of 7");
	world_range(&world, 5, 4, 4, 4, false);
	ck_heard(&world, ann, "ok 2 {\"head\":3}; event 5:2 5:3; event 5:4");
	world_events(&world, 5, 4, 4, 0); // late: known already
	world_events(&world, 5, 5, 5, 0);
	ck_heard(&world, ann, "event 5:5");
}
END_TEST

START_TEST(test_an_event_that_overtakes_the_grant_is_not_missed)
{
	int ann = world_person(&world, 7);
	world_call(&world, ann, "channel.subscribe", 5);
	world_events(&world, 5, 4, 4, 0); // committed after the database looked, heard before its answer
	world_subscribed(&world, 5, 3, 3);
	ck_did(world.effects, "write 1; fetch 5>3 of 7");
	world_range(&world, 5, 4, 4, 4, false);
	ck_heard(&world, ann, "ok 2 {\"head\":3}; event 5:4");
}
END_TEST

START_TEST(test_a_long_range_is_read_piece_by_piece)
{
	int ann = follow(0, 25);
	world_range(&world, 5, 1, 10, 25, true);
	ck_did(world.effects, "fetch 5>10 of 7");
	world_range(&world, 5, 11, 20, 25, true);
	world_range(&world, 5, 21, 25, 25, false);
	ck_did(world.effects, "");
	world_drain(&world, ann);
	world_events(&world, 5, 26, 26, 0);
	ck_heard(&world, ann, "event 5:26");
}
END_TEST

START_TEST(test_hidden_positions_are_announced)
{
	int ann = follow(2, 9);
	world_range(&world, 5, 5, 6, 9, false); // 3, 4, 7, 8 and 9 are not for this person
	ck_heard(&world, ann, "ok 2 {\"head\":9}; skipped 5:3-4; event 5:5 5:6; skipped 5:7-9");
	world_events(&world, 5, 10, 10, 0);
	ck_heard(&world, ann, "event 5:10");
}
END_TEST

START_TEST(test_a_gap_is_filled_from_the_log)
{
	int ann = follow(3, 3);
	world_drain(&world, ann);
	ck_did(world_events(&world, 5, 5, 5, 0), "head 5:5; fetch 5>3 of 7");
	world_range(&world, 5, 4, 5, 5, false);
	ck_heard(&world, ann, "event 5:4 5:5");
}
END_TEST

START_TEST(test_a_hint_is_followed_once)
{
	int ann = follow(3, 3);
	world_drain(&world, ann);
	ck_did(world_hint(&world, 5, 4), "fetch 5>3 of 7");
	ck_did(world_hint(&world, 5, 4), "");
	world_range(&world, 5, 4, 4, 4, false);
	ck_heard(&world, ann, "event 5:4");
	ck_did(world_hint(&world, 6, 4), ""); // nobody follows it
}
END_TEST

START_TEST(test_a_hint_that_the_log_denies_is_not_asked_about_in_a_circle)
{
	follow(3, 3);
	world_drain(&world, 1);
	world_hint(&world, 5, 9);
	ck_did(world_range(&world, 5, 1, 0, 3, false), "");
	ck_did(world_pass(&world, SECOND / 10), "fetch 5>3 of 7");
}
END_TEST

START_TEST(test_a_slow_reader_lags_once_and_catches_up)
{
	int ann = follow(0, 0);
	world_drain(&world, ann);
	int64_t seq = 1;
	while (core_figures(world.core).lags == 0) {
		struct core_event event = world_event(5, seq++, 1000);
		struct core_happening happening = { .kind = CORE_EVENTS, .events = { .events = &event, .event_count = 1 } };
		world_step(&world, happening);
	}
	ck_assert_int_eq(seq - 1, 8); // the eighth found no room
	ck_assert_uint_le(core_figures(world.core).outbox_bytes, 8192 + 64);
	world_events(&world, 5, 9, 10, 0); // not queued
	world_drain(&world, ann);
	ck_assert_str_eq(world.heard, "event 5:1; event 5:2; event 5:3; event 5:4; event 5:5; event 5:6; event 5:7; lagged 5:7");
	ck_did(world.effects, "fetch 5>7 of 7");
	world_range(&world, 5, 8, 10, 10, false);
	ck_heard(&world, ann, "event 5:8 5:9 5:10");
	ck_assert_uint_eq(core_figures(world.core).lags, 1);
}
END_TEST

START_TEST(test_nothing_is_fetched_into_a_full_outbox)
{
	int ann = follow(3, 3);
	world_drain(&world, ann);
	for (int64_t seq = 4; seq < 9; seq++) {
		struct core_event event = world_event(5, seq, 1000);
		struct core_happening happening = { .kind = CORE_EVENTS, .events = { .events = &event, .event_count = 1 } };
		world_step(&world, happening);
	}
	ck_did(world_hint(&world, 5, 12), "");
	world_drain(&world, ann);
	ck_did(world.effects, "fetch 5>8 of 7");
}
END_TEST

START_TEST(test_a_range_stops_at_the_bound_and_goes_on_from_there)
{
	int ann = follow(0, 10);
	struct core_event events[10];
	for (int i = 0; i < 10; i++)
		events[i] = world_event(5, i + 1, 1500);
	struct core_happening happening = { .kind = CORE_FETCHED };
	happening.fetched.fetch = world.fetched[--world.fetched_count];
	happening.fetched.events = events;
	happening.fetched.event_count = 10;
	happening.fetched.head = 10;
	ck_did(world_step(&world, happening), "");
	ck_assert_uint_le(core_figures(world.core).outbox_bytes, 8192);
	world_drain(&world, ann);
	ck_assert_str_eq(world.heard, "ok 2 {\"head\":10}; event 5:1 5:2; event 5:3 5:4");
	ck_did(world.effects, "fetch 5>4 of 7");
}
END_TEST

START_TEST(test_a_range_that_begins_too_early_repeats_nothing)
{
	int ann = follow(2, 5);
	world_range(&world, 5, 1, 5, 5, false);
	ck_heard(&world, ann, "ok 2 {\"head\":5}; event 5:3 5:4 5:5");
}
END_TEST

START_TEST(test_no_member_now_ends_it_silently)
{
	int ann = follow(1, 3);
	world_fetch_refused(&world, OUTCOME_NOT_FOUND);
	ck_heard(&world, ann, "ok 2 {\"head\":3}");
	world_events(&world, 5, 4, 4, 0);
	ck_heard(&world, ann, "");
	ck_assert_uint_eq(core_figures(world.core).subscriptions, 0);
}
END_TEST

START_TEST(test_a_fetch_that_fails_is_tried_again_later)
{
	int ann = follow(1, 3);
	world_drain(&world, ann);
	ck_did(world_fetch_refused(&world, OUTCOME_UNAVAILABLE), "");
	ck_did(world_pass(&world, SECOND), "fetch 5>1 of 7");
}
END_TEST

START_TEST(test_a_fetch_that_is_never_answered_is_tried_again)
{
	int ann = follow(1, 3);
	world_drain(&world, ann);
	world_pass(&world, 9 * SECOND);
	ck_assert_ptr_nonnull(strstr(world.effects, "fetch 5>1 of 7"));
	world_range(&world, 5, 2, 3, 3, false); // the answer to the one that was given up
	ck_heard(&world, ann, "");
	world_range(&world, 5, 2, 3, 3, false);
	ck_heard(&world, ann, "event 5:2 5:3");
}
END_TEST

START_TEST(test_subscribing_again_moves_the_cursor)
{
	int ann = follow(3, 3);
	world_call(&world, ann, "channel.subscribe", 5);
	world_subscribed(&world, 5, 3, 1);
	world_range(&world, 5, 2, 3, 3, false);
	ck_heard(&world, ann, "ok 2 {\"head\":3}; ok 3 {\"head\":3}; event 5:2 5:3");
	ck_assert_uint_eq(core_figures(world.core).subscriptions, 1);
}
END_TEST

START_TEST(test_subscribing_again_disowns_the_range_in_flight)
{
	int ann = follow(1, 3);
	world_call(&world, ann, "channel.subscribe", 5);
	world_subscribed(&world, 5, 3, 0);
	world_range(&world, 5, 2, 3, 3, false); // of the first subscription
	world_range(&world, 5, 1, 3, 3, false);
	ck_heard(&world, ann, "ok 2 {\"head\":3}; ok 3 {\"head\":3}; event 5:1 5:2 5:3");
}
END_TEST

START_TEST(test_when_one_is_given_up_the_next_is_fetched)
{
	int ann = follow(1, 3);
	world_call(&world, ann, "channel.subscribe", 6);
	world_subscribed(&world, 6, 3, 1);
	ck_did(world_call(&world, ann, "channel.unsubscribe", 5), "fetch 6>1 of 7");
}
END_TEST

START_TEST(test_unsubscribing_ends_it)
{
	int ann = follow(3, 3);
	world_call(&world, ann, "channel.unsubscribe", 5);
	world_events(&world, 5, 4, 4, 0);
	ck_heard(&world, ann, "ok 2 {\"head\":3}; ok 3 {}");
}
END_TEST

START_TEST(test_a_connection_follows_so_many_channels_only)
{
	int ann = world_person(&world, 7);
	for (int channel = 1; channel <= 11; channel++) {
		world_call(&world, ann, "channel.subscribe", channel);
		world_subscribed(&world, channel, 0, 0);
	}
	world_drain(&world, ann);
	ck_assert_ptr_nonnull(strstr(world.heard, "error 12 too_large this connection follows too many channels"));
	ck_assert_uint_eq(core_figures(world.core).subscriptions, 10);
}
END_TEST

START_TEST(test_fetches_are_bounded_and_taken_in_turn)
{
	struct core_limits limits = world_limits();
	limits.fetches_max = 1;
	world_end(&world);
	world_begin(&world, &limits);
	int ann = world_member(&world, 7, 5, 3), bob = world_member(&world, 8, 5, 3);
	world_call(&world, ann, "channel.subscribe", 6);
	world_subscribed(&world, 6, 3, 3);
	ck_did(world_hint(&world, 5, 4), "fetch 5>3 of 7");
	world_hint(&world, 6, 4);
	ck_did(world_range(&world, 5, 4, 4, 4, false), "fetch 5>3 of 8"); // not Ann's second first
	world_range(&world, 5, 4, 4, 4, false);
	world_range(&world, 6, 4, 4, 4, false);
	ck_heard(&world, bob, "event 5:4");
	world_drain(&world, ann);
	ck_assert_ptr_nonnull(strstr(world.heard, "event 5:4; event 6:4"));
}
END_TEST

START_TEST(test_when_the_database_returns_every_channels_head_is_read_once)
{
	int ann = world_member(&world, 7, 5, 3), bob = world_member(&world, 8, 5, 3);
	world_database(&world, false);
	ck_did(world_database(&world, true), "log database_there; head 0:0; fetch 5>3 of 7");
	world_range(&world, 5, 4, 4, 4, false); // committed, but its answer was lost
	ck_heard(&world, ann, "event 5:4");
	ck_did(world.effects, "");
	world_range(&world, 5, 4, 4, 4, false);
	ck_heard(&world, bob, "event 5:4");
}
END_TEST

START_TEST(test_a_range_asked_before_the_loss_does_not_count_as_a_look)
{
	int ann = world_member(&world, 7, 5, 3);
	world_hint(&world, 5, 4);
	world_database(&world, true);
	world_range(&world, 5, 4, 4, 4, false); // what it saw may be older than what was committed meanwhile
	ck_did(world.effects, "write 1; fetch 5>4 of 7");
	world_range(&world, 5, 5, 5, 5, false);
	ck_heard(&world, ann, "event 5:4; event 5:5");
}
END_TEST

START_TEST(test_heads_are_read_again_when_what_was_in_flight_has_ended)
{
	int ann = world_member(&world, 7, 5, 3);
	world_post(&world, ann, 5, "hello");
	world_database(&world, false);
	world_database(&world, true);
	world_range(&world, 5, 1, 0, 3, false);
	struct core_answer repeat = { .retry_after_ms = -1 }; // it was committed by the lost connection: the answer brings no event
	world_answer(&world, &repeat);
	ck_did(world.effects, "head 0:0; write 1; fetch 5>3 of 7");
	world_range(&world, 5, 4, 4, 4, false);
	ck_heard(&world, ann, "ok 3 {}; event 5:4");
}
END_TEST

START_TEST(test_another_takes_over_the_check_of_a_head)
{
	int ann = world_member(&world, 7, 5, 3), bob = world_member(&world, 8, 5, 3);
	world_database(&world, true);
	ck_did(world_close(&world, ann), "fetch 5>3 of 8");
	world_range(&world, 5, 1, 0, 3, false); // Ann's, wanted no longer
	world_range(&world, 5, 4, 4, 4, false);
	ck_heard(&world, bob, "event 5:4");
}
END_TEST

START_TEST(test_a_late_repeat_has_all_heads_read_again)
{
	int ann = world_member(&world, 7, 5, 3);
	world_post(&world, ann, 5, "hello");
	world_pass(&world, 9 * SECOND);
	ck_heard(&world, ann, "error 3 unavailable no answer in time");
	struct core_answer repeat = { .retry_after_ms = -1 };
	world_answer(&world, &repeat);
	ck_did(world_pass(&world, SECOND), "head 0:0; fetch 5>3 of 7");
	world_range(&world, 5, 4, 4, 4, false);
	ck_heard(&world, ann, "event 5:4");
}
END_TEST

START_TEST(test_a_late_answer_that_never_brings_events_raises_no_doubt)
{
	int ann = world_member(&world, 7, 5, 3);
	world_call(&world, ann, "topic.list", 0);
	world_pass(&world, 9 * SECOND);
	ck_heard(&world, ann, "error 3 unavailable no answer in time");
	struct core_answer late = { .retry_after_ms = -1, .eventless = true };
	world_answer(&world, &late);
	ck_did(world_pass(&world, SECOND), "");
}
END_TEST

START_TEST(test_another_daemons_doubt_is_shared_once)
{
	world_member(&world, 7, 5, 3);
	world_hint(&world, 0, 0);
	world_hint(&world, 0, 0);
	ck_did(world_pass(&world, SECOND), "fetch 5>3 of 7");
	ck_did(world_range(&world, 5, 1, 0, 3, false), "");
	ck_did(world_pass(&world, SECOND), "");
}
END_TEST

Suite *suite_subscriptions(void)
{
	Suite *suite = suite_create("subscriptions");
	TCase *tests = tcase_create("subscriptions");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, test_from_the_head_it_is_live_at_once);
	tcase_add_test(tests, test_resuming_reads_the_log_then_lives);
	tcase_add_test(tests, test_an_event_that_overtakes_the_grant_is_not_missed);
	tcase_add_test(tests, test_a_long_range_is_read_piece_by_piece);
	tcase_add_test(tests, test_hidden_positions_are_announced);
	tcase_add_test(tests, test_a_gap_is_filled_from_the_log);
	tcase_add_test(tests, test_a_hint_is_followed_once);
	tcase_add_test(tests, test_a_hint_that_the_log_denies_is_not_asked_about_in_a_circle);
	tcase_add_test(tests, test_a_slow_reader_lags_once_and_catches_up);
	tcase_add_test(tests, test_nothing_is_fetched_into_a_full_outbox);
	tcase_add_test(tests, test_a_range_stops_at_the_bound_and_goes_on_from_there);
	tcase_add_test(tests, test_a_range_that_begins_too_early_repeats_nothing);
	tcase_add_test(tests, test_no_member_now_ends_it_silently);
	tcase_add_test(tests, test_a_fetch_that_fails_is_tried_again_later);
	tcase_add_test(tests, test_a_fetch_that_is_never_answered_is_tried_again);
	tcase_add_test(tests, test_subscribing_again_moves_the_cursor);
	tcase_add_test(tests, test_subscribing_again_disowns_the_range_in_flight);
	tcase_add_test(tests, test_when_one_is_given_up_the_next_is_fetched);
	tcase_add_test(tests, test_unsubscribing_ends_it);
	tcase_add_test(tests, test_a_connection_follows_so_many_channels_only);
	tcase_add_test(tests, test_fetches_are_bounded_and_taken_in_turn);
	tcase_add_test(tests, test_when_the_database_returns_every_channels_head_is_read_once);
	tcase_add_test(tests, test_a_range_asked_before_the_loss_does_not_count_as_a_look);
	tcase_add_test(tests, test_heads_are_read_again_when_what_was_in_flight_has_ended);
	tcase_add_test(tests, test_another_takes_over_the_check_of_a_head);
	tcase_add_test(tests, test_a_late_repeat_has_all_heads_read_again);
	tcase_add_test(tests, test_a_late_answer_that_never_brings_events_raises_no_doubt);
	tcase_add_test(tests, test_another_daemons_doubt_is_shared_once);
	suite_add_tcase(suite, tests);
	return suite;
}
