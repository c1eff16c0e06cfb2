// Requests: every one ends, with the right words, and nonsense costs nothing lasting.
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

START_TEST(test_a_broken_frame_closes)
{
	int ann = world_person(&world, 7);
	world_send(&world, ann, "\xc1", 1);
	ck_assert_ptr_nonnull(strstr(world.effects, "log frame_broken"));
	ck_assert_ptr_nonnull(strstr(world.effects, "close 1 1002"));
	ck_assert_uint_eq(core_figures(world.core).frames_broken, 1);
	ck_did(world_call(&world, ann, "channel.list", 0), ""); // nothing more is read
}
END_TEST

START_TEST(test_a_notification_from_a_client_closes)
{
	int ann = world_person(&world, 7);
	world_send(&world, ann, "\x93\x02\xa1x\x90", 5);
	ck_assert_ptr_nonnull(strstr(world.effects, "close 1 1002 only requests are taken here"));
}
END_TEST

START_TEST(test_before_hello_only_early_operations)
{
	int ann = world_open(&world, "");
	world_call(&world, ann, "channel.list", 0);
	ck_heard(&world, ann, "error 1 unauthenticated say session.hello first");
	world_hello(&world, ann, NULL);
	world_drain(&world, ann);
	world_call(&world, ann, "channel.list", 0);
	ck_heard(&world, ann, "error 3 unauthenticated sign in, then say session.hello with the token");
}
END_TEST

START_TEST(test_an_unknown_operation_names_the_nearest)
{
	int ann = world_person(&world, 7);
	world_call(&world, ann, "channel.psot", 0);
	ck_heard(&world, ann, "error 2 invalid there is no operation channel.psot; did you mean channel.post");
	world_call(&world, ann, "make.tea", 0);
	ck_heard(&world, ann, "error 3 invalid there is no operation make.tea");
}
END_TEST

START_TEST(test_a_missing_field_is_named)
{
	int ann = world_person(&world, 7);
	world_call(&world, ann, "channel.subscribe", 0);
	world_drain(&world, ann);
	ck_assert_ptr_nonnull(strstr(world.heard, "error 2 invalid"));
	ck_assert_ptr_nonnull(strstr(world.heard, "channel"));
}
END_TEST

START_TEST(test_a_post_is_asked_answered_and_heard)
{
	int ann = world_member(&world, 7, 5, 3);
	ck_did(world_post(&world, ann, 5, "hello"), "ask channel.post");
	world_posted(&world, 5, 4);
	ck_heard(&world, ann, "ok 3 {}; event 5:4");
}
END_TEST

START_TEST(test_a_text_over_the_services_limit_is_too_large)
{
	struct core_limits limits = world_limits();
	limits.text_bytes_max = 10;
	world_end(&world);
	world_begin(&world, &limits);
	int ann = world_person(&world, 7);
	world_post(&world, ann, 5, "eleven here");
	ck_heard(&world, ann, "error 2 too_large text is longer than 10 bytes");
}
END_TEST

START_TEST(test_a_refusal_carries_its_outcome)
{
	int ann = world_person(&world, 7);
	world_post(&world, ann, 5, "hello");
	struct core_answer answer = { .outcome = OUTCOME_CONFLICT, .detail = slice_of("nonce_reused"), .retry_after_ms = -1 };
	world_answer(&world, &answer);
	ck_heard(&world, ann, "error 2 conflict nonce_reused");
	ck_assert_uint_eq(core_figures(world.core).refusals[OUTCOME_CONFLICT], 1);
}
END_TEST

START_TEST(test_no_answer_becomes_unavailable_and_the_late_one_still_delivers)
{
	int ann = world_member(&world, 7, 5, 3);
	world_post(&world, ann, 5, "hello");
	world_pass(&world, 9 * SECOND);
	ck_assert_ptr_nonnull(strstr(world.effects, "forget"));
	ck_heard(&world, ann, "error 3 unavailable no answer in time");
	ck_assert_uint_eq(core_figures(world.core).requests_open, 0);
	world_posted(&world, 5, 4); // it was committed after all
	ck_heard(&world, ann, "event 5:4");
}
END_TEST

START_TEST(test_a_closed_connections_requests_are_forgotten)
{
	int ann = world_person(&world, 7);
	world_post(&world, ann, 5, "hello");
	ck_did(world_close(&world, ann), "forget");
	ck_did(world_posted(&world, 5, 4), "head 5:4");
	ck_assert_uint_eq(core_figures(world.core).connections, 0);
}
END_TEST

START_TEST(test_too_many_open_requests_of_one_connection)
{
	int ann = world_person(&world, 7);
	for (int i = 0; i < 8; i++)
		world_post(&world, ann, 5, "hello");
	world_post(&world, ann, 5, "hello");
	ck_heard(&world, ann, "error 10 rate_limited wait for answers before asking more");
	world_refuse(&world, OUTCOME_NOT_FOUND);
	ck_did(world_post(&world, ann, 5, "hello"), "ask channel.post");
}
END_TEST

START_TEST(test_without_the_database_only_what_needs_none)
{
	int ann = world_member(&world, 7, 5, 3);
	world_database(&world, false);
	world_post(&world, ann, 5, "hello");
	ck_heard(&world, ann, "error 3 unavailable the database is away");
	world_call(&world, ann, "channel.typing", 5);
	ck_heard(&world, ann, "ok 4 {}");
	int bob = world_open(&world, "");
	world_hello(&world, bob, NULL);
	world_drain(&world, bob);
	ck_assert_ptr_nonnull(strstr(world.heard, "\"person\":null"));
}
END_TEST

START_TEST(test_a_flood_is_slowed_then_closed)
{
	struct core_limits limits = world_limits();
	limits.requests_per_s = 10;
	limits.requests_burst = 5;
	world_end(&world);
	world_begin(&world, &limits);
	int ann = world_person(&world, 7);
	for (int i = 0; i < 5; i++)
		world_call(&world, ann, "channel.unsubscribe", 5);
	world_drain(&world, ann);
	world_call(&world, ann, "channel.unsubscribe", 5);
	ck_heard(&world, ann, "error 7 rate_limited");
	world_pass(&world, SECOND / 10);
	world_call(&world, ann, "channel.unsubscribe", 5);
	ck_heard(&world, ann, "error 8 not_found you do not follow this channel");
	for (int i = 0; i < 100; i++)
		world_call(&world, ann, "channel.unsubscribe", 5);
	world_drain(&world, ann);
	world_call(&world, ann, "channel.unsubscribe", 5);
	ck_assert_ptr_nonnull(strstr(world.effects, "close 1 1008 too many requests"));
}
END_TEST

START_TEST(test_what_is_dear_counts_for_more)
{
	struct core_limits limits = world_limits();
	limits.requests_per_s = 10;
	limits.requests_burst = 15;
	world_end(&world);
	world_begin(&world, &limits);
	int ann = world_person(&world, 7);
	ck_did(world_search(&world, ann, "boats"), "ask channel.search");
	for (int i = 0; i < 5; i++) // what is left of the fifteen
		ck_did(world_call(&world, ann, "channel.list", 0), "ask channel.list");
	world_call(&world, ann, "channel.list", 0);
	ck_heard(&world, ann, "error 8 rate_limited");
}
END_TEST

START_TEST(test_two_searches_of_one_person_wait_at_once)
{
	struct core_limits limits = world_limits();
	limits.requests_burst = 1000;
	world_end(&world);
	world_begin(&world, &limits);
	int phone = world_person(&world, 7), laptop = world_person(&world, 7), other = world_person(&world, 8);
	ck_did(world_search(&world, phone, "boats"), "ask channel.search");
	ck_did(world_search(&world, laptop, "boats"), "ask channel.search");
	world_search(&world, laptop, "boats");
	ck_heard(&world, laptop, "error 6 rate_limited wait for the answers of your other searches");
	ck_did(world_call(&world, laptop, "channel.list", 0), "ask channel.list"); // nothing else is kept waiting
	ck_did(world_search(&world, other, "boats"), "ask channel.search");
	world_refuse(&world, OUTCOME_TOO_LARGE); // the phone's is answered
	ck_did(world_search(&world, laptop, "boats"), "ask channel.search");
}
END_TEST

START_TEST(test_who_does_not_read_is_not_read_from)
{
	int ann = world_person(&world, 7);
	static uint8_t large[6000];
	struct wire_writer writer = wire_writer_of(large, sizeof(large));
	wire_put_map(&writer, 1);
	wire_put_word(&writer, "x");
	static uint8_t filling[5000];
	wire_put_bytes(&writer, (struct slice){ .at = filling, .n = sizeof(filling) });
	struct core_answer answer = { .retry_after_ms = -1, .reply = wire_written(&writer) };
	for (int i = 0; i < 3; i++)
		world_call(&world, ann, "channel.list", 0);
	world_answer(&world, &answer);
	ck_assert_ptr_nonnull(strstr(world_answer(&world, &answer), "pause 1"));
	world_answer(&world, &answer); // over the bound: to be asked for again
	world_drain(&world, ann);
	ck_assert_ptr_nonnull(strstr(world.heard, "error 4 unavailable read what was sent, then ask again"));
	ck_did(world.effects, "resume 1");
}
END_TEST

START_TEST(test_errors_speak_the_sessions_language)
{
	int ann = world_person(&world, 7); // whose language is Welsh
	world_call(&world, ann, "channel.unsubscribe", 5);
	uint8_t bytes[512];
	size_t n = core_pull(world.core, world.handles[ann], bytes, sizeof(bytes));
	ck_assert_ptr_null(memmem(bytes, n, "That cannot be found.", 21));
	world_drain(&world, ann);
}
END_TEST

Suite *suite_requests(void)
{
	Suite *suite = suite_create("requests");
	TCase *tests = tcase_create("requests");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, test_a_broken_frame_closes);
	tcase_add_test(tests, test_a_notification_from_a_client_closes);
	tcase_add_test(tests, test_before_hello_only_early_operations);
	tcase_add_test(tests, test_an_unknown_operation_names_the_nearest);
	tcase_add_test(tests, test_a_missing_field_is_named);
	tcase_add_test(tests, test_a_post_is_asked_answered_and_heard);
	tcase_add_test(tests, test_a_text_over_the_services_limit_is_too_large);
	tcase_add_test(tests, test_a_refusal_carries_its_outcome);
	tcase_add_test(tests, test_no_answer_becomes_unavailable_and_the_late_one_still_delivers);
	tcase_add_test(tests, test_a_closed_connections_requests_are_forgotten);
	tcase_add_test(tests, test_too_many_open_requests_of_one_connection);
	tcase_add_test(tests, test_without_the_database_only_what_needs_none);
	tcase_add_test(tests, test_a_flood_is_slowed_then_closed);
	tcase_add_test(tests, test_what_is_dear_counts_for_more);
	tcase_add_test(tests, test_two_searches_of_one_person_wait_at_once);
	tcase_add_test(tests, test_who_does_not_read_is_not_read_from);
	tcase_add_test(tests, test_errors_speak_the_sessions_language);
	suite_add_tcase(suite, tests);
	return suite;
}
