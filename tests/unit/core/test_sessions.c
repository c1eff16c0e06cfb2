// Sessions: who a connection is, and that it stops being so at once.
#include "world.h"

#define ENDS_REMEMBERED 64

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

START_TEST(test_hello_with_a_token)
{
	int ann = world_open(&world, "");
	ck_did(world_hello(&world, ann, "secret"), "ask session.hello");
	ck_assert_str_eq(world.last_token, "secret");
	world_greet(&world, 7);
	world_drain(&world, ann);
	ck_assert_ptr_nonnull(
		strstr(world.heard, "\"person\":{\"id\":7,\"name\":\"Name\",\"language\":\"cy\",\"roles\":[]},\"inbox\":1007"));
	ck_assert_ptr_nonnull(strstr(world.heard, "\"heartbeat_s\":15"));
	ck_assert_uint_eq(core_figures(world.core).sessions, 1);
}
END_TEST

START_TEST(test_the_cookie_stands_for_the_token)
{
	int ann = world_open(&world, "from the cookie");
	ck_did(world_hello(&world, ann, NULL), "ask session.hello");
	ck_assert_str_eq(world.last_token, "from the cookie");
	world_refuse(&world, OUTCOME_UNAUTHENTICATED);
	ck_heard(&world, ann, "error 1 unauthenticated");
	world_hello(&world, ann, NULL); // a cookie that was refused is not tried again
	world_drain(&world, ann);
	ck_assert_ptr_nonnull(strstr(world.heard, "\"person\":null"));
}
END_TEST

START_TEST(test_a_second_hello_is_a_conflict_unless_from_nobody_to_somebody)
{
	int ann = world_open(&world, "");
	world_hello(&world, ann, NULL);
	world_drain(&world, ann);
	world_hello(&world, ann, NULL);
	ck_heard(&world, ann, "error 2 conflict already_hello");
	ck_did(world_hello(&world, ann, "secret"), "ask session.hello");
	world_hello(&world, ann, "secret");
	ck_heard(&world, ann, "error 4 conflict already_hello");
	world_greet(&world, 7);
	world_drain(&world, ann);
	world_hello(&world, ann, "secret");
	ck_heard(&world, ann, "error 5 conflict already_hello");
}
END_TEST

START_TEST(test_one_persons_connections_are_limited)
{
	for (int i = 0; i < 8; i++)
		world_person(&world, 7);
	int ninth = world_open(&world, "");
	world_hello(&world, ninth, "secret");
	world_greet(&world, 7);
	ck_heard(&world, ninth, "error 9 rate_limited this person has too many connections");
	world_close(&world, 3);
	world_hello(&world, ninth, "secret");
	world_greet(&world, 7);
	ck_assert_uint_eq(core_figures(world.core).sessions, 8);
}
END_TEST

START_TEST(test_too_many_connections_are_refused)
{
	struct core_limits limits = world_limits();
	limits.connections_max = 2;
	world_end(&world);
	world_begin(&world, &limits);
	ck_assert_int_eq(world_open(&world, ""), 1);
	ck_assert_int_eq(world_open(&world, ""), 2);
	ck_assert_int_eq(world_open(&world, ""), 0);
	world_close(&world, 1);
	ck_assert_int_eq(world_open(&world, ""), 3);
	ck_did(world_close(&world, 1), ""); // a stale handle is nobody
}
END_TEST

START_TEST(test_the_end_of_a_session_closes_its_connections_behind_the_reply)
{
	int ann = world_person(&world, 7), laptop = world_person(&world, 7);
	world_call(&world, ann, "session.end", 0);
	struct core_answer answer = { .retry_after_ms = -1, .change = CORE_CHANGE_ENDED };
	answer.ended = (struct core_ended){ .person = 7 };
	world_answer(&world, &answer);
	ck_assert_ptr_nonnull(strstr(world.effects, "close 1 4001 session ended"));
	ck_assert_ptr_nonnull(strstr(world.effects, "close 2 4001 session ended"));
	ck_assert_str_eq(world_hear(&world, ann), "ok 3 {}");
	ck_assert_str_eq(world_hear(&world, laptop), "");
	ck_assert_uint_eq(core_figures(world.core).sessions, 0);
}
END_TEST

START_TEST(test_a_revoked_session_hears_nothing_more)
{
	int ann = world_member(&world, 7, 5, 3);
	world_events(&world, 5, 4, 4, 0);
	struct core_happening happening = { .kind = CORE_REVOKED, .revoked = { .person = 7, .session = 71 } };
	world_step(&world, happening);
	ck_assert_ptr_nonnull(strstr(world.effects, "close 1 4001 session ended"));
	world_events(&world, 5, 5, 5, 0);
	ck_assert_str_eq(world_hear(&world, ann), "");
}
END_TEST

START_TEST(test_only_the_session_that_ended_is_closed)
{
	world_person(&world, 7); // session 71
	world_person(&world, 7); // session 72
	struct core_happening happening = { .kind = CORE_REVOKED, .revoked = { .person = 7, .session = 72 } };
	ck_did(world_step(&world, happening), "close 2 4001 session ended");
	ck_assert_uint_eq(core_figures(world.core).sessions, 1);
}
END_TEST

START_TEST(test_a_session_that_ends_while_its_hello_is_in_flight_never_begins)
{
	int ann = world_open(&world, "");
	struct core_happening session = { .kind = CORE_REVOKED, .revoked = { .person = 7, .session = 71 } };
	world_hello(&world, ann, "secret");
	world_step(&world, session);
	world_greet(&world, 7);
	ck_heard(&world, ann, "error 1 unauthenticated");
	struct core_happening everywhere = { .kind = CORE_REVOKED, .revoked = { .person = 7 } };
	world_hello(&world, ann, "secret");
	world_step(&world, everywhere);
	world_greet(&world, 7);
	ck_heard(&world, ann, "error 2 unauthenticated");
	ck_assert_uint_eq(core_figures(world.core).sessions, 0);
	world_hello(&world, ann, "a later one");
	world_greet(&world, 7);
	ck_assert_uint_eq(core_figures(world.core).sessions, 1);
}
END_TEST

START_TEST(test_other_ends_do_not_disturb_a_hello_unless_they_are_too_many_to_remember)
{
	int ann = world_open(&world, ""), ben = world_open(&world, "");
	struct core_happening other = { .kind = CORE_REVOKED, .revoked = { .person = 7, .session = 5 } };
	world_hello(&world, ann, "secret");
	for (int i = 0; i < ENDS_REMEMBERED; i++)
		world_step(&world, other);
	world_greet(&world, 7);
	ck_assert_uint_eq(core_figures(world.core).sessions, 1);
	world_hello(&world, ben, "secret");
	for (int i = 0; i < ENDS_REMEMBERED + 1; i++)
		world_step(&world, other);
	world_greet(&world, 8);
	ck_heard(&world, ben, "error 2 unavailable");
}
END_TEST

Suite *suite_sessions(void)
{
	Suite *suite = suite_create("sessions");
	TCase *tests = tcase_create("sessions");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, test_hello_with_a_token);
	tcase_add_test(tests, test_the_cookie_stands_for_the_token);
	tcase_add_test(tests, test_a_second_hello_is_a_conflict_unless_from_nobody_to_somebody);
	tcase_add_test(tests, test_one_persons_connections_are_limited);
	tcase_add_test(tests, test_too_many_connections_are_refused);
	tcase_add_test(tests, test_the_end_of_a_session_closes_its_connections_behind_the_reply);
	tcase_add_test(tests, test_a_revoked_session_hears_nothing_more);
	tcase_add_test(tests, test_only_the_session_that_ended_is_closed);
	tcase_add_test(tests, test_a_session_that_ends_while_its_hello_is_in_flight_never_begins);
	tcase_add_test(tests, test_other_ends_do_not_disturb_a_hello_unless_they_are_too_many_to_remember);
	suite_add_tcase(suite, tests);
	return suite;
}
