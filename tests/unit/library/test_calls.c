// Calls: what was asked is answered once, whatever happens to the connection in between.
#include <check.h>
#include <stdlib.h>

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

START_TEST(test_a_question_is_answered)
{
	ck_assert_int_gt(wm_call_json(client, "channel.history", "{\"channel\":7,\"limit\":2}", heard_reply, &heard), 0);
	peer_greet(&peer, client);
	struct peer_request request = peer_take(&peer, client);
	ck_assert_str_eq(request.operation, "channel.history");
	ck_assert_str_eq(request.json, "{\"channel\":7,\"limit\":2}");
	peer_answer(&peer, request.id, "{\"seq\":5}");
	PEER_UNTIL(&peer, client, heard.count == 1);
	ck_assert_str_eq(heard.text, "ok:5 ");
	ck_assert_uint_eq(wm_pending(client), 0);
}
END_TEST

START_TEST(test_a_change_is_sent_again_with_the_same_nonce)
{
	wm_post(client, 7, "shwmae", 0, heard_reply, &heard);
	peer_greet(&peer, client);
	struct peer_request first = peer_take(&peer, client);
	ck_assert_uint_eq(strlen(first.nonce), 22);
	peer_cut(&peer);
	peer_greet(&peer, client);
	struct peer_request again = peer_take(&peer, client);
	ck_assert_str_eq(again.operation, "channel.post");
	ck_assert_str_eq(again.json, first.json);
	peer_answer(&peer, again.id, "{\"seq\":9,\"at\":1}");
	PEER_UNTIL(&peer, client, heard.count == 1);
	ck_assert_str_eq(heard.text, "ok:9 ");
}
END_TEST

START_TEST(test_changes_keep_their_order_through_refusals_and_losses)
{
	wm_post(client, 7, "one", 0, heard_reply, &heard);
	wm_post(client, 7, "two", 0, heard_reply, &heard);
	wm_call_json(client, "channel.list", "{}", NULL, NULL);
	peer_greet(&peer, client);
	struct peer_request one = peer_take(&peer, client), question = peer_take(&peer, client);
	ck_assert_ptr_nonnull(strstr(one.json, "\"one\""));
	ck_assert_str_eq(question.operation, "channel.list");
	peer_answer(&peer, question.id, "{}");
	peer_refuse(&peer, one.id, "{\"code\":\"unavailable\",\"message\":\"later\",\"retry_after_ms\":1}");
	struct peer_request again = peer_take(&peer, client);
	ck_assert_str_eq(again.json, one.json);
	peer_cut(&peer);
	peer_greet(&peer, client);
	again = peer_take(&peer, client);
	ck_assert_str_eq(again.json, one.json);
	ck_assert(!peer_has_request(&peer));
	peer_answer(&peer, again.id, "{\"seq\":1}");
	struct peer_request two = peer_take(&peer, client);
	ck_assert_ptr_nonnull(strstr(two.json, "\"two\""));
	ck_assert_str_ne(two.nonce, one.nonce);
	peer_answer(&peer, two.id, "{\"seq\":2}");
	PEER_UNTIL(&peer, client, heard.count == 2);
	ck_assert_str_eq(heard.text, "ok:1 ok:2 ");
}
END_TEST

START_TEST(test_a_final_refusal_is_handed_over_with_its_detail)
{
	wm_post(client, 7, "x", 3, heard_reply, &heard);
	peer_greet(&peer, client);
	struct peer_request request = peer_take(&peer, client);
	ck_assert_ptr_nonnull(strstr(request.json, "\"reply_to\":3"));
	peer_refuse(&peer, request.id, "{\"code\":\"conflict\",\"message\":\"clash\",\"detail\":\"closed\"}");
	PEER_UNTIL(&peer, client, heard.count == 1);
	ck_assert_str_eq(heard.text, "conflict/closed ");
}
END_TEST

START_TEST(test_what_must_not_be_sent_twice_is_not)
{
	wm_call_json(client, "session.enter", "{\"code\":\"abc\"}", heard_reply, &heard);
	peer_greet(&peer, client);
	ck_assert_str_eq(peer_take(&peer, client).operation, "session.enter");
	peer_cut(&peer);
	PEER_UNTIL(&peer, client, heard.count == 1);
	ck_assert_str_eq(heard.text, "lost ");
	peer_greet(&peer, client);
	wm_call_json(client, "channel.list", "{}", heard_reply, &heard);
	ck_assert_str_eq(peer_take(&peer, client).operation, "channel.list");
}
END_TEST

START_TEST(test_a_full_outbox_refuses)
{
	struct wm_options *options = peer_options(&peer);
	wm_options_set_outbox(options, 2, 100000);
	struct wm_client *small = wm_client_create(options);
	wm_options_destroy(options);
	ck_assert_int_gt(wm_post(small, 7, "a", 0, NULL, NULL), 0);
	ck_assert_int_gt(wm_post(small, 7, "b", 0, NULL, NULL), 0);
	ck_assert_int_eq(wm_post(small, 7, "c", 0, NULL, NULL), WM_FULL);
	wm_client_destroy(small);
}
END_TEST

START_TEST(test_wrong_parameters_are_found_before_anything_is_sent)
{
	ck_assert_int_eq(wm_call_json(client, "channel.history", "{\"chanel\":7}", heard_reply, &heard), WM_INVALID);
	ck_assert_ptr_nonnull(strstr(wm_last_error(client), "chanel"));
	ck_assert_int_eq(wm_call_json(client, "channel.history", "[1]", heard_reply, &heard), WM_INVALID);
	ck_assert_int_eq(wm_call_json(client, "channel.history", "{", heard_reply, &heard), WM_INVALID);
	ck_assert_int_eq(wm_call_json(client, "some.thing", "7", heard_reply, &heard), WM_INVALID);
	ck_assert_int_eq(wm_call(client, "", NULL, heard_reply, &heard), WM_INVALID);
	ck_assert_int_eq(wm_subscribe(client, 0, 0, heard_notice, &heard), WM_INVALID);
	ck_assert_uint_eq(wm_pending(client), 0);
}
END_TEST

START_TEST(test_a_nonce_of_ones_own_is_kept)
{
	wm_call_json(
		client, "channel.post", "{\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"channel\":7,\"text\":\"x\"}", heard_reply, &heard);
	peer_greet(&peer, client);
	ck_assert_str_eq(peer_take(&peer, client).nonce, "AAAAAAAAAAAAAAAAAAAAAA");
}
END_TEST

START_TEST(test_a_request_larger_than_the_service_takes_is_refused_here)
{
	char *text = malloc(70001);
	memset(text, 'x', 70000);
	text[70000] = 0;
	wm_post(client, 7, text, 0, heard_reply, &heard);
	free(text);
	peer_greet(&peer, client);
	PEER_UNTIL(&peer, client, heard.count == 1);
	ck_assert_str_eq(heard.text, "too_large/the whole request ");
}
END_TEST

START_TEST(test_a_request_that_the_service_hangs_up_on_does_not_stop_all_others)
{
	wm_post(client, 7, "poison", 0, heard_reply, &heard);
	wm_post(client, 7, "good", 0, heard_reply, &heard);
	for (int i = 0; i < 3; i++) {
		peer_greet(&peer, client);
		ck_assert_ptr_nonnull(strstr(peer_take(&peer, client).json, "poison"));
		peer_send_frame(&peer, 0x88,
			"\x03\xea"
			"bad",
			5); // 1002
		PEER_UNTIL(&peer, client, wm_client_state(client) != WM_READY);
		peer_cut(&peer);
	}
	ck_assert_str_eq(heard.text, "protocol ");
	peer_greet(&peer, client);
	ck_assert_ptr_nonnull(strstr(peer_take(&peer, client).json, "good"));
}
END_TEST

START_TEST(test_a_cancelled_request_is_answered_to_nobody)
{
	int64_t number = wm_post(client, 7, "x", 0, heard_reply, &heard);
	peer_greet(&peer, client);
	struct peer_request request = peer_take(&peer, client);
	ck_assert(wm_cancel(client, number));
	ck_assert(!wm_cancel(client, number));
	peer_answer(&peer, request.id, "{\"seq\":1}");
	wm_call_json(client, "channel.list", "{}", heard_reply, &heard);
	request = peer_take(&peer, client);
	peer_answer(&peer, request.id, "{\"seq\":2}");
	PEER_UNTIL(&peer, client, heard.count == 1);
	ck_assert_str_eq(heard.text, "ok:2 ");
}
END_TEST

START_TEST(test_a_request_without_an_answer_ends_at_its_time)
{
	struct wm_options *options = peer_options(&peer);
	wm_options_set_request_timeout_ms(options, 30);
	struct wm_client *hurried = wm_client_create(options);
	wm_options_destroy(options);
	peer_greet(&peer, hurried);
	wm_post(hurried, 7, "x", 0, heard_reply, &heard);
	peer_take(&peer, hurried);
	PEER_UNTIL(&peer, hurried, heard.count == 1);
	ck_assert_str_eq(heard.text, "timeout ");
	wm_client_destroy(hurried);
}
END_TEST

START_TEST(test_nobody_signs_in_on_the_same_connection)
{
	struct wm_options *options = peer_options(&peer);
	wm_options_set_token(options, "");
	struct wm_client *nobody = wm_client_create(options);
	wm_options_destroy(options);
	peer_accept(&peer, nobody);
	struct peer_request hello = peer_take(&peer, nobody);
	ck_assert_ptr_null(strstr(hello.json, "token"));
	peer_answer(&peer, hello.id, "{\"person\":null,\"inbox\":null,\"limits\":{},\"heartbeat_s\":30,\"version\":1}");
	PEER_UNTIL(&peer, nobody, wm_client_state(nobody) == WM_READY);
	ck_assert_int_eq(wm_set_token(nobody, "fresh"), WM_OK);
	hello = peer_take(&peer, nobody);
	ck_assert_ptr_nonnull(strstr(hello.json, "\"token\":\"fresh\""));
	ck_assert_int_eq(peer.connections, 1);
	peer_answer(&peer, hello.id, "{\"person\":{\"id\":4},\"inbox\":3,\"limits\":{},\"heartbeat_s\":30,\"version\":1}");
	PEER_UNTIL(&peer, nobody, wm_client_state(nobody) == WM_READY);
	ck_assert_int_eq(wm_value_int(wm_value_get(wm_value_get(wm_hello(nobody), "person"), "id"), 0), 4);
	wm_client_destroy(nobody);
}
END_TEST

START_TEST(test_a_refused_token_ends_it_until_there_is_another)
{
	wm_on_state(client, heard_state, &heard);
	wm_post(client, 7, "x", 0, heard_reply, &heard);
	peer_accept(&peer, client);
	struct peer_request hello = peer_take(&peer, client);
	peer_refuse(&peer, hello.id, "{\"code\":\"unauthenticated\",\"message\":\"no\"}");
	PEER_UNTIL(&peer, client, wm_client_state(client) == WM_ENDED);
	ck_assert_str_eq(heard.text, "unauthenticated ended/unauthenticated ");
	ck_assert_int_eq(wm_process(client, 0), WM_UNAUTHENTICATED);
	ck_assert_int_eq(wm_timeout_ms(client), -1);
	peer_cut(&peer);
	wm_set_token(client, "another");
	peer_greet(&peer, client);
}
END_TEST

START_TEST(test_an_ended_session_is_not_tried_again)
{
	peer_greet(&peer, client);
	peer_send_frame(&peer, 0x88, "\x0f\xa1", 2); // 4001
	PEER_UNTIL(&peer, client, wm_client_state(client) == WM_ENDED);
	ck_assert_ptr_nonnull(strstr(wm_last_error(client), "sign in"));
}
END_TEST

Suite *suite_calls(void);
Suite *suite_calls(void)
{
	Suite *suite = suite_create("calls");
	TCase *tests = tcase_create("calls");
	tcase_add_checked_fixture(tests, set_up, take_down);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, test_a_question_is_answered);
	tcase_add_test(tests, test_a_change_is_sent_again_with_the_same_nonce);
	tcase_add_test(tests, test_changes_keep_their_order_through_refusals_and_losses);
	tcase_add_test(tests, test_a_final_refusal_is_handed_over_with_its_detail);
	tcase_add_test(tests, test_what_must_not_be_sent_twice_is_not);
	tcase_add_test(tests, test_a_full_outbox_refuses);
	tcase_add_test(tests, test_wrong_parameters_are_found_before_anything_is_sent);
	tcase_add_test(tests, test_a_nonce_of_ones_own_is_kept);
	tcase_add_test(tests, test_a_request_larger_than_the_service_takes_is_refused_here);
	tcase_add_test(tests, test_a_request_that_the_service_hangs_up_on_does_not_stop_all_others);
	tcase_add_test(tests, test_a_cancelled_request_is_answered_to_nobody);
	tcase_add_test(tests, test_a_request_without_an_answer_ends_at_its_time);
	tcase_add_test(tests, test_nobody_signs_in_on_the_same_connection);
	tcase_add_test(tests, test_a_refused_token_ends_it_until_there_is_another);
	tcase_add_test(tests, test_an_ended_session_is_not_tried_again);
	suite_add_tcase(suite, tests);
	return suite;
}
