// Timers: silence is noticed, life is not punished, and the end comes in order.
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

START_TEST(test_who_does_not_say_hello_is_closed)
{
	world_open(&world, "");
	ck_did(world_pass(&world, 10 * SECOND - 1), "");
	ck_did(world_pass(&world, 1), "log greet_timeout; close 1 1008 no hello in time");
}
END_TEST

START_TEST(test_silence_brings_a_ping_then_the_end)
{
	world_person(&world, 7);
	ck_did(world_pass(&world, 14 * SECOND), "");
	ck_did(world_pass(&world, 2 * SECOND), "ping 1");
	ck_did(world_pass(&world, 13 * SECOND), "");
	ck_did(world_pass(&world, 4 * SECOND), "close 1 1008 no sign of life");
}
END_TEST

START_TEST(test_a_pong_is_a_sign_of_life)
{
	int ann = world_person(&world, 7);
	for (int i = 0; i < 10; i++) {
		ck_did(world_pass(&world, 16 * SECOND), "ping 1");
		ck_did(world_step(&world, (struct core_happening){ .kind = CORE_ALIVE, .connection = world.handles[ann] }), "");
	}
}
END_TEST

START_TEST(test_who_talks_is_never_pinged)
{
	int ann = world_person(&world, 7);
	for (int i = 0; i < 20; i++) {
		ck_did(world_pass(&world, 10 * SECOND), "");
		world_call(&world, ann, "channel.unsubscribe", 5);
	}
}
END_TEST

START_TEST(test_a_daemon_that_slept_does_not_blame_others)
{
	int ann = world_person(&world, 7);
	world.now_us += 3600 * (int64_t)SECOND;
	ck_did(world_pass(&world, 0), "ping 1");
	world_step(&world, (struct core_happening){ .kind = CORE_ALIVE, .connection = world.handles[ann] });
	ck_did(world_pass(&world, 10 * SECOND), "");
}
END_TEST

START_TEST(test_the_last_connection_stops_the_clock)
{
	int ann = world_person(&world, 7);
	world_close(&world, ann);
	world_pass(&world, 60 * SECOND);
	ck_assert(world.alarm_us == INT64_MAX);
}
END_TEST

START_TEST(test_shutdown_sends_everyone_away)
{
	int ann = world_person(&world, 7), bob = world_person(&world, 8);
	world_post(&world, bob, 5, "hello");
	ck_did(world_step(&world, (struct core_happening){ .kind = CORE_SHUTDOWN }), "write 1; close 1 1012 restarting; write 2");
	ck_heard(&world, ann, "goaway restart");
	ck_assert_int_eq(world_open(&world, ""), 0);
	world_post(&world, bob, 5, "again");
	world_posted(&world, 5, 4); // what was asked is answered
	ck_assert_ptr_nonnull(strstr(world.effects, "close 2 1012 restarting"));
	ck_heard(&world, bob, "goaway restart; error 4 unavailable restarting; ok 3 {}");
	ck_did(world_close(&world, ann), "");
	ck_did(world_close(&world, bob), "stopped");
}
END_TEST

START_TEST(test_shutdown_of_an_empty_house)
{
	ck_did(world_step(&world, (struct core_happening){ .kind = CORE_SHUTDOWN }), "stopped");
	ck_did(world_step(&world, (struct core_happening){ .kind = CORE_SHUTDOWN }), "");
}
END_TEST

START_TEST(test_shutdown_does_not_wait_for_ever)
{
	int ann = world_person(&world, 7);
	world_post(&world, ann, 5, "hello");
	world_step(&world, (struct core_happening){ .kind = CORE_SHUTDOWN });
	ck_did(world_pass(&world, 4 * SECOND), "forget; close 1 1012 restarting");
	ck_did(world_pass(&world, 4 * SECOND), "stopped"); // although its socket never closed
}
END_TEST

Suite *suite_timers(void)
{
	Suite *suite = suite_create("timers");
	TCase *tests = tcase_create("timers");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, test_who_does_not_say_hello_is_closed);
	tcase_add_test(tests, test_silence_brings_a_ping_then_the_end);
	tcase_add_test(tests, test_a_pong_is_a_sign_of_life);
	tcase_add_test(tests, test_who_talks_is_never_pinged);
	tcase_add_test(tests, test_a_daemon_that_slept_does_not_blame_others);
	tcase_add_test(tests, test_the_last_connection_stops_the_clock);
	tcase_add_test(tests, test_shutdown_sends_everyone_away);
	tcase_add_test(tests, test_shutdown_of_an_empty_house);
	tcase_add_test(tests, test_shutdown_does_not_wait_for_ever);
	suite_add_tcase(suite, tests);
	return suite;
}
