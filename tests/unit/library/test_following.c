// Following: every position of a channel is handed out once, in order, through lost connections, gaps and refusals.
#include <check.h>
#include <unistd.h>

#include "heard.h"
#include "peer.h"

static struct peer peer;
static struct wm_client *client;
static struct heard heard;

static void set_up(void)
{
	heard = (struct heard){ 0 };
	peer_start(&peer);
	client = peer_client(&peer);
}

static void take_down(void)
{
	wm_client_destroy(client);
	peer_stop(&peer);
}

#define EVENT(seq) "{\"channel\":7,\"seq\":" #seq ",\"kind\":\"message\",\"at\":1,\"actor\":2,\"body\":{\"text\":\"x\"}}"

// Follows channel 7 behind after, expects the question with these parameters, and answers it.
static void follow(int64_t after, const char *parameters, const char *head)
{
	ck_assert_int_eq(wm_subscribe(client, 7, after, heard_notice, &heard), WM_OK);
	peer_greet(&peer, client);
	struct peer_request request = peer_take(&peer, client);
	ck_assert_str_eq(request.operation, "channel.subscribe");
	ck_assert_str_eq(request.json, parameters);
	peer_answer(&peer, request.id, head);
}

START_TEST(test_events_are_handed_out_in_order_and_once)
{
	follow(4, "{\"channel\":7,\"after\":4}", "{\"head\":6}");
	peer_notify(&peer, "event", "[" EVENT(5) "," EVENT(6) "]");
	peer_notify(&peer, "event", "[" EVENT(6) "," EVENT(7) "]");
	PEER_UNTIL(&peer, client, heard.count == 4);
	ck_assert_str_eq(heard.text, "following:6 event:5 event:6 event:7 ");
	ck_assert_int_eq(wm_cursor(client, 7), 7);
}
END_TEST

START_TEST(test_from_now_begins_at_the_head)
{
	follow(WM_FROM_NOW, "{\"channel\":7}", "{\"head\":40}");
	peer_notify(&peer, "event", "[" EVENT(41) "]");
	PEER_UNTIL(&peer, client, heard.count == 2);
	ck_assert_str_eq(heard.text, "following:40 event:41 ");
}
END_TEST

START_TEST(test_a_lost_connection_resumes_behind_the_last_event)
{
	follow(0, "{\"channel\":7,\"after\":0}", "{\"head\":2}");
	peer_notify(&peer, "event", "[" EVENT(1) "]");
	PEER_UNTIL(&peer, client, heard.count == 2);
	peer_cut(&peer);
	peer_greet(&peer, client);
	struct peer_request request = peer_take(&peer, client);
	ck_assert_str_eq(request.json, "{\"channel\":7,\"after\":1}");
	peer_answer(&peer, request.id, "{\"head\":3}");
	peer_notify(&peer, "event", "[" EVENT(2) "," EVENT(3) "]");
	PEER_UNTIL(&peer, client, heard.count == 5);
	ck_assert_str_eq(heard.text, "following:2 event:1 following:3 event:2 event:3 ");
}
END_TEST

START_TEST(test_a_gap_is_asked_for_again_and_then_told)
{
	follow(0, "{\"channel\":7,\"after\":0}", "{\"head\":9}");
	peer_notify(&peer, "event", "[" EVENT(1) "," EVENT(4) "," EVENT(5) "]");
	struct peer_request request = peer_take(&peer, client);
	ck_assert_str_eq(request.json, "{\"channel\":7,\"after\":1}");
	peer_notify(&peer, "event", "[" EVENT(6) "]"); // of the stream before: passed over
	peer_answer(&peer, request.id, "{\"head\":9}");
	peer_notify(&peer, "event", "[" EVENT(4) "," EVENT(5) "]");
	PEER_UNTIL(&peer, client, heard.count == 6);
	ck_assert_str_eq(heard.text, "following:9 event:1 following:9 skipped:2-3 event:4 event:5 ");
}
END_TEST

START_TEST(test_skipped_positions_are_told_and_passed)
{
	follow(0, "{\"channel\":7,\"after\":0}", "{\"head\":9}");
	peer_notify(&peer, "skipped", "[{\"channel\":7,\"from\":1,\"to\":5}]");
	peer_notify(&peer, "event", "[" EVENT(6) "]");
	peer_notify(&peer, "skipped", "[{\"channel\":7,\"from\":5,\"to\":8}]");
	peer_notify(&peer, "skipped", "[{\"channel\":7,\"from\":9,\"to\":3},{\"channel\":99,\"from\":1,\"to\":2}]");
	peer_notify(&peer, "event", "[" EVENT(9) "]");
	PEER_UNTIL(&peer, client, heard.count == 5);
	ck_assert_str_eq(heard.text, "following:9 skipped:1-5 event:6 skipped:7-8 event:9 ");
}
END_TEST

START_TEST(test_lagged_and_signals_are_passed_on)
{
	follow(3, "{\"channel\":7,\"after\":3}", "{\"head\":3}");
	peer_notify(&peer, "lagged", "[{\"channel\":7,\"seq\":3}]");
	peer_notify(&peer, "signal", "[{\"kind\":\"typing\",\"channel\":7,\"persons\":[2]},{\"kind\":\"typing\",\"channel\":8}]");
	peer_notify(&peer, "something.new", "[{\"channel\":7}]");
	peer_notify(&peer, "event", "[" EVENT(4) "]");
	PEER_UNTIL(&peer, client, heard.count == 4);
	ck_assert_str_eq(heard.text, "following:3 lagged:3 signal:typing event:4 ");
}
END_TEST

START_TEST(test_a_refused_channel_ends_and_a_busy_service_is_asked_again)
{
	wm_subscribe(client, 7, 0, heard_notice, &heard);
	peer_greet(&peer, client);
	struct peer_request request = peer_take(&peer, client);
	peer_refuse(&peer, request.id, "{\"code\":\"unavailable\",\"message\":\"later\",\"retry_after_ms\":1}");
	request = peer_take(&peer, client);
	ck_assert_str_eq(request.operation, "channel.subscribe");
	peer_refuse(&peer, request.id, "{\"code\":\"not_found\",\"message\":\"no\"}");
	PEER_UNTIL(&peer, client, heard.count == 1);
	ck_assert_str_eq(heard.text, "ended:not_found ");
	ck_assert_int_eq(wm_unsubscribe(client, 7), WM_NOT_FOUND);
	ck_assert_int_eq(wm_cursor(client, 7), -1);
}
END_TEST

START_TEST(test_who_leaves_hears_that_and_nothing_more)
{
	follow(0, "{\"channel\":7,\"after\":0}", "{\"head\":1}");
	peer_notify(&peer, "event",
		"[{\"channel\":7,\"seq\":1,\"kind\":\"left\",\"at\":1,\"actor\":2,\"body\":{\"person\":2}},"
		"{\"channel\":7,\"seq\":2,\"kind\":\"left\",\"at\":1,\"actor\":1,\"body\":{\"person\":1}}," EVENT(3) "]");
	PEER_UNTIL(&peer, client, heard.count == 4);
	ck_assert_str_eq(heard.text, "following:1 event:1 event:2 ended:ok ");
}
END_TEST

START_TEST(test_unfollowed_channels_are_silent)
{
	follow(0, "{\"channel\":7,\"after\":0}", "{\"head\":1}");
	PEER_UNTIL(&peer, client, heard.count == 1);
	ck_assert_int_eq(wm_unsubscribe(client, 7), WM_OK);
	ck_assert_str_eq(peer_take(&peer, client).operation, "channel.unsubscribe");
	peer_notify(&peer, "event", "[" EVENT(1) "]");
	wm_call_json(client, "channel.list", "{}", heard_reply, &heard);
	peer_answer(&peer, peer_take(&peer, client).id, "{}");
	PEER_UNTIL(&peer, client, heard.count == 2);
	ck_assert_str_eq(heard.text, "following:1 ok:0 ");
}
END_TEST

START_TEST(test_a_restored_service_may_stand_further_back)
{
	follow(90, "{\"channel\":7,\"after\":90}", "{\"head\":10}");
	peer_notify(&peer, "event", "[" EVENT(11) "]");
	PEER_UNTIL(&peer, client, heard.count == 2);
	ck_assert_str_eq(heard.text, "following:10 event:11 ");
}
END_TEST

START_TEST(test_goaway_is_silent_and_waited_for)
{
	follow(0, "{\"channel\":7,\"after\":0}", "{\"head\":0}");
	peer_notify(&peer, "goaway", "[{\"reason\":\"restart\",\"retry_after_ms\":25}]");
	peer_send_frame(&peer, 0x88, "\x03\xe9", 2); // 1001
	PEER_UNTIL(&peer, client, wm_client_state(client) == WM_WAITING);
	ck_assert_int_ge(wm_timeout_ms(client), 15);
	peer_cut(&peer);
	peer_greet(&peer, client);
	ck_assert_str_eq(peer_take(&peer, client).json, "{\"channel\":7,\"after\":0}");
	ck_assert_str_eq(heard.text, "following:0 ");
}
END_TEST

START_TEST(test_a_flood_is_taken_in_turns)
{
	follow(0, "{\"channel\":7,\"after\":0}", "{\"head\":0}");
	PEER_UNTIL(&peer, client, heard.count == 1);
	// Three megabytes of typing signals, written by a child so that neither side waits for the other.
	pid_t child = fork();
	if (child == 0) {
		for (int i = 0; i < 40000; i++)
			peer_notify(
				&peer, "signal", "[{\"kind\":\"typing\",\"channel\":8,\"persons\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]}]");
		peer_notify(&peer, "event", "[" EVENT(1) "]");
		_exit(0);
	}
	int turns = 0;
	while (heard.count < 2) {
		peer_turn(&peer, client);
		ck_assert_int_lt(client->websocket.turn_bytes, (256u << 10) + 65536);
		turns++;
	}
	ck_assert_int_gt(turns, 8);
	ck_assert_str_eq(heard.text, "following:0 event:1 ");
}
END_TEST

Suite *suite_following(void);
Suite *suite_following(void)
{
	Suite *suite = suite_create("following");
	TCase *tests = tcase_create("following");
	tcase_add_checked_fixture(tests, set_up, take_down);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, test_events_are_handed_out_in_order_and_once);
	tcase_add_test(tests, test_from_now_begins_at_the_head);
	tcase_add_test(tests, test_a_lost_connection_resumes_behind_the_last_event);
	tcase_add_test(tests, test_a_gap_is_asked_for_again_and_then_told);
	tcase_add_test(tests, test_skipped_positions_are_told_and_passed);
	tcase_add_test(tests, test_lagged_and_signals_are_passed_on);
	tcase_add_test(tests, test_a_refused_channel_ends_and_a_busy_service_is_asked_again);
	tcase_add_test(tests, test_who_leaves_hears_that_and_nothing_more);
	tcase_add_test(tests, test_unfollowed_channels_are_silent);
	tcase_add_test(tests, test_a_restored_service_may_stand_further_back);
	tcase_add_test(tests, test_goaway_is_silent_and_waited_for);
	tcase_add_test(tests, test_a_flood_is_taken_in_turns);
	suite_add_tcase(suite, tests);
	return suite;
}
