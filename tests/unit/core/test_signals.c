// Signals: to the others, seldom, and never to who is already behind.
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

START_TEST(test_typing_reaches_the_others_every_three_seconds)
{
	int ann = world_member(&world, 7, 5, 3), bob = world_member(&world, 8, 5, 3);
	world_call(&world, ann, "channel.typing", 5);
	world_call(&world, ann, "channel.typing", 5);
	ck_heard(&world, bob, "signal typing 5 7");
	ck_heard(&world, ann, "ok 5 {}; ok 6 {}");
	world_pass(&world, 3 * SECOND);
	world_call(&world, ann, "channel.typing", 5);
	ck_heard(&world, bob, "signal typing 5 7");
}
END_TEST

START_TEST(test_typing_needs_a_subscription)
{
	int ann = world_person(&world, 7);
	world_call(&world, ann, "channel.typing", 5);
	ck_heard(&world, ann, "error 2 not_found you do not follow this channel");
}
END_TEST

START_TEST(test_coaching_is_quiet)
{
	int ann = world_person(&world, 7), bob = world_person(&world, 8);
	for (int number = ann; number <= bob; number++) {
		world_call(&world, number, "channel.subscribe", 5);
		struct core_answer answer = { .retry_after_ms = -1, .change = CORE_CHANGE_SUBSCRIBED };
		answer.subscription = (struct core_subscription){ .channel = 5, .quiet = true, .presence = true };
		world_answer(&world, &answer);
		world_drain(&world, number);
	}
	world_call(&world, ann, "channel.typing", 5);
	world_pass(&world, 5 * SECOND);
	ck_heard(&world, ann, "ok 5 {}");
	ck_heard(&world, bob, "");
}
END_TEST

START_TEST(test_presence_gathers_for_a_second)
{
	world.present = true;
	int ann = world_member(&world, 7, 5, 3), bob = world_member(&world, 8, 5, 3);
	ck_heard(&world, ann, "");
	world_pass(&world, SECOND);
	ck_heard(&world, ann, "signal presence 5 7 of 2");
	ck_heard(&world, bob, "signal presence 5 7 of 2");
	world_close(&world, bob);
	world_pass(&world, SECOND);
	ck_heard(&world, ann, "signal presence 5 7 of 1");
}
END_TEST

START_TEST(test_two_devices_are_one_person)
{
	world.present = true;
	int ann = world_member(&world, 7, 5, 3);
	world_member(&world, 7, 5, 3);
	world_pass(&world, SECOND);
	ck_heard(&world, ann, "signal presence 5 7 of 1");
}
END_TEST

START_TEST(test_a_crowd_is_only_counted)
{
	world.present = true;
	for (int64_t person = 1; person <= 51; person++)
		world_member(&world, person, 5, 3);
	world_pass(&world, SECOND);
	ck_heard(&world, 1, "signal presence 5 of 51");
}
END_TEST

START_TEST(test_a_read_mark_tells_the_persons_other_devices)
{
	int ann = world_person(&world, 7), laptop = world_person(&world, 7), bob = world_person(&world, 8);
	uint8_t bytes[64];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	envelope_put_request(&writer, 9, "channel.read",
		(struct slice){ .at = (const uint8_t *)"\x82\xa7"
											   "channel\x05\xa3seq\x04",
			.n = 15 });
	ck_did(world_send(&world, ann, bytes, writer.n), "ask channel.read");
	struct core_answer answer = { .retry_after_ms = -1, .change = CORE_CHANGE_READ, .mark = { .channel = 5, .seq = 4 } };
	world_answer(&world, &answer);
	ck_heard(&world, laptop, "signal read 5 at 4");
	ck_heard(&world, ann, "ok 9 {}");
	ck_heard(&world, bob, "");
}
END_TEST

START_TEST(test_a_full_outbox_gets_no_signals)
{
	int ann = world_member(&world, 7, 5, 3), bob = world_member(&world, 8, 5, 3);
	for (int64_t seq = 4; seq < 9; seq++) {
		struct core_event event = world_event(5, seq, 1000);
		struct core_happening happening = { .kind = CORE_EVENTS, .events = { .events = &event, .event_count = 1 } };
		world_step(&world, happening);
	}
	world_call(&world, ann, "channel.typing", 5);
	ck_heard(&world, bob, "event 5:4; event 5:5; event 5:6; event 5:7; event 5:8");
}
END_TEST

Suite *suite_signals(void)
{
	Suite *suite = suite_create("signals");
	TCase *tests = tcase_create("signals");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, test_typing_reaches_the_others_every_three_seconds);
	tcase_add_test(tests, test_typing_needs_a_subscription);
	tcase_add_test(tests, test_coaching_is_quiet);
	tcase_add_test(tests, test_presence_gathers_for_a_second);
	tcase_add_test(tests, test_two_devices_are_one_person);
	tcase_add_test(tests, test_a_crowd_is_only_counted);
	tcase_add_test(tests, test_a_read_mark_tells_the_persons_other_devices);
	tcase_add_test(tests, test_a_full_outbox_gets_no_signals);
	suite_add_tcase(suite, tests);
	return suite;
}
