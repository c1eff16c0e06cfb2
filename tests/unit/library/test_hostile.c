// Hostile: whatever a peer sends, the client neither breaks nor waits for ever; and a callback may destroy it at any moment.
#include <check.h>
#include <uv.h>

#include "heard.h"
#include "peer.h"
#include "client/library/waymark_uv.h"

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

#define BYTES(text) (text), sizeof(text) - 1

static const struct {
	uint8_t first;
	const char *bytes;
	size_t n;
} frames[] = {
	{ 0x82, BYTES("") },                         // an empty message
	{ 0x82, BYTES("\xc1") },                     // no MessagePack
	{ 0x82, BYTES("\x94\x01\x01\xc0") },         // cut off
	{ 0x82, BYTES("\xdd\xff\xff\xff\xff\x01") }, // four billion elements
	{ 0x82, BYTES("\x94\x00\x01\xa1x\x90") },    // a request to a client
	{ 0x82, BYTES("\x93\x02\xa5"
				  "event\x91\xc1") },            // a broken map
	{ 0x82, BYTES("\x94\x01\x01\xc0\xc0\x00") }, // something behind the answer
	{ 0x81, BYTES("{}") },                       // text
	{ 0x92, BYTES("\xc0") },                     // a reserved bit
	{ 0x83, BYTES("\xc0") },                     // an unknown opcode
	{ 0x80, BYTES("\xc0") },                     // a continuation of nothing
	{ 0x88, BYTES("\x03") },                     // half a close code
	{ 0x89, BYTES("01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
				  "01234567890123456789") },
};

START_TEST(test_broken_frames_end_the_connection_and_a_new_one_is_made)
{
	wm_on_state(client, heard_state, &heard);
	peer_greet(&peer, client);
	peer_send_frame(&peer, frames[_i].first, frames[_i].bytes, frames[_i].n);
	PEER_UNTIL(&peer, client, heard.count >= 2);
	ck_assert_msg(strncmp(heard.text, "ready waiting/", 14) == 0, "frame %d: %s", _i, heard.text);
	ck_assert_str_ne(wm_last_error(client), "");
	peer_cut(&peer);
	peer_greet(&peer, client);
}
END_TEST

START_TEST(test_a_service_that_restarts_is_not_called_broken)
{
	static const struct {
		const char *bytes, *words;
	} closes[] = { { "\x03\xf4", "starting anew" }, { "\x03\xf5!", "full" } };
	peer_greet(&peer, client);
	peer_send_frame(&peer, 0x88, closes[_i].bytes, strlen(closes[_i].bytes));
	PEER_UNTIL(&peer, client, wm_client_state(client) == WM_WAITING);
	ck_assert_ptr_nonnull(strstr(wm_last_error(client), closes[_i].words));
	peer_cut(&peer);
	peer_greet(&peer, client);
}
END_TEST

START_TEST(test_an_announced_giant_is_refused_before_it_comes)
{
	peer_greet(&peer, client);
	peer_send_raw(&peer, "\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xffx", 11);
	PEER_UNTIL(&peer, client, wm_client_state(client) == WM_WAITING);
	ck_assert_ptr_nonnull(strstr(wm_last_error(client), "oversized"));
}
END_TEST

START_TEST(test_answers_to_nothing_are_passed_over)
{
	peer_greet(&peer, client);
	peer_answer(&peer, 4000000000u, "{\"seq\":1}");
	peer_answer(&peer, 0, "{}");
	peer_refuse(&peer, 77, "{\"code\":\"no such code\"}");
	wm_call_json(client, "channel.list", "{}", heard_reply, &heard);
	struct peer_request request = peer_take(&peer, client);
	peer_refuse(&peer, request.id, "7");
	PEER_UNTIL(&peer, client, heard.count == 1);
	ck_assert_str_eq(heard.text, "internal ");
}
END_TEST

START_TEST(test_what_is_no_service_is_said_and_tried_again)
{
	PEER_UNTIL(&peer, client, peer.in_n > 0);
	const char *answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
	peer_send_raw(&peer, answer, strlen(answer));
	PEER_UNTIL(&peer, client, wm_client_state(client) == WM_WAITING);
	ck_assert_ptr_nonnull(strstr(wm_last_error(client), "404"));
	peer_cut(&peer);
	peer_greet(&peer, client);
}
END_TEST

// -- callbacks that destroy the client ------------------------------------------------------------------------------------------

static void until_destroyed(void)
{
	int code = WM_OK;
	for (int turns = 0; !heard.destroyed; turns++) {
		ck_assert_int_lt(turns, 20000);
		code = peer_turn(&peer, client);
	}
	ck_assert_int_eq(code, WM_GONE);
	client = NULL;
}

START_TEST(test_destroyed_in_a_reply)
{
	wm_call_json(client, "channel.list", "{}", heard_reply, &heard);
	wm_post(client, 7, "never answered", 0, heard_reply, &heard);
	peer_greet(&peer, client);
	struct peer_request request = peer_take(&peer, client);
	heard.destroys = true;
	peer_answer(&peer, request.id, "{}");
	peer_answer(&peer, request.id + 1, "{}");
	until_destroyed();
	ck_assert_int_eq(heard.count, 1);
}
END_TEST

START_TEST(test_destroyed_in_a_notice_amid_a_frame_of_many)
{
	wm_subscribe(client, 7, 0, heard_notice, &heard);
	peer_greet(&peer, client);
	struct peer_request request = peer_take(&peer, client);
	peer_answer(&peer, request.id, "{\"head\":2}");
	PEER_UNTIL(&peer, client, heard.count == 1);
	heard.destroys = true;
	const char *events = "[{\"channel\":7,\"seq\":1,\"kind\":\"left\",\"body\":{\"person\":1}},{\"channel\":7,\"seq\":2,\"kind\":"
						 "\"message\",\"body\":{}}]";
	peer_notify(&peer, "event", events);
	peer_notify(&peer, "event", events);
	until_destroyed();
	ck_assert_str_eq(heard.text, "following:2 event:1 ");
}
END_TEST

START_TEST(test_destroyed_when_a_subscription_is_refused)
{
	wm_subscribe(client, 7, 0, heard_notice, &heard);
	peer_greet(&peer, client);
	heard.destroys = true;
	peer_refuse(&peer, peer_take(&peer, client).id, "{\"code\":\"not_found\",\"message\":\"\"}");
	until_destroyed();
}
END_TEST

START_TEST(test_destroyed_on_the_way_up_and_on_the_way_down)
{
	wm_on_state(client, heard_state, &heard);
	if (_i == 0) {
		heard.destroys = true;
		peer_accept(&peer, client);
		peer_answer(&peer, peer_take(&peer, client).id, "{\"person\":null,\"limits\":{}}");
	} else {
		wm_call_json(client, "session.enter", "{\"code\":\"x\"}", heard_reply, &heard);
		peer_greet(&peer, client);
		peer_take(&peer, client);
		heard.destroys = true; // in the reply that says LOST, before the state
		peer_cut(&peer);
	}
	until_destroyed();
}
END_TEST

START_TEST(test_destroyed_when_the_session_ends)
{
	wm_post(client, 7, "x", 0, heard_reply, &heard);
	wm_post(client, 7, "y", 0, heard_reply, &heard);
	peer_greet(&peer, client);
	heard.destroys = true;
	peer_send_frame(&peer, 0x88, "\x0f\xa1", 2);
	until_destroyed();
	ck_assert_str_eq(heard.text, "unauthenticated ");
}
END_TEST

START_TEST(test_destroyed_at_a_deadline)
{
	struct wm_options *options = peer_options(&peer);
	wm_options_set_request_timeout_ms(options, 5);
	wm_client_destroy(client);
	client = wm_client_create(options);
	wm_options_destroy(options);
	wm_post(client, 7, "x", 0, heard_reply, &heard);
	heard.destroys = true;
	until_destroyed();
}
END_TEST

static void process_inside(struct wm_client *inside, const struct wm_reply *reply, void *user)
{
	ck_assert_int_eq(wm_process(inside, WM_READ), WM_INVALID);
	ck_assert_int_eq(wm_run(inside, 0), WM_INVALID);
	ck_assert_int_gt(wm_call_json(inside, "channel.list", "{}", heard_reply, user), 0);
	ck_assert_int_eq(wm_subscribe(inside, 9, 0, heard_notice, user), WM_OK);
	ck_assert_int_eq(wm_unsubscribe(inside, 9), WM_OK);
	wm_set_token(inside, "other");
	wm_stop(inside);
}

START_TEST(test_everything_else_is_legal_in_a_callback)
{
	wm_call_json(client, "channel.list", "{}", process_inside, &heard);
	peer_greet(&peer, client);
	peer_answer(&peer, peer_take(&peer, client).id, "{}");
	PEER_UNTIL(&peer, client, wm_client_state(client) != WM_READY); // greets anew as somebody else
	peer_cut(&peer);
	peer_greet(&peer, client);
	ck_assert_str_eq(peer_take(&peer, client).operation, "channel.list");
}
END_TEST

// -- libuv ----------------------------------------------------------------------------------------------------------------------

static int stops;

static void on_stopped(struct wm_uv *adapter)
{
	stops++;
}

// Turns of the loop and of the peer, until the condition holds.
#define LOOP_UNTIL(loop, condition)                                                                                              \
	do {                                                                                                                         \
		for (int turns = 0; !(condition); turns++) {                                                                             \
			ck_assert_msg(turns < 20000, "it never happened: %s", #condition);                                                   \
			uv_run(loop, UV_RUN_NOWAIT);                                                                                         \
			peer_turn(&peer, NULL);                                                                                              \
		}                                                                                                                        \
	} while (0)

static void loop_greet(uv_loop_t *loop)
{
	LOOP_UNTIL(loop, memmem(peer.in, peer.in_n, "\r\n\r\n", 4));
	peer_accept(&peer, NULL);
	LOOP_UNTIL(loop, peer_has_request(&peer));
	peer_answer(&peer, peer_take(&peer, NULL).id, "{\"person\":{\"id\":1},\"limits\":{},\"heartbeat_s\":30}");
	LOOP_UNTIL(loop, wm_client_state(client) == WM_READY);
}

START_TEST(test_on_a_libuv_loop)
{
	uv_loop_t loop;
	struct wm_uv adapter;
	stops = 0;
	uv_loop_init(&loop);
	ck_assert_int_eq(wm_uv_start(&adapter, &loop, client), 0);
	loop_greet(&loop);
	peer_cut(&peer); // the descriptor changes under the loop
	loop_greet(&loop);
	wm_call_json(client, "channel.list", "{}", heard_reply, &heard);
	LOOP_UNTIL(&loop, peer_has_request(&peer));
	heard.destroys = _i == 1;
	peer_answer(&peer, peer_take(&peer, NULL).id, "{}");
	LOOP_UNTIL(&loop, heard.count == 1);
	if (_i == 1)
		client = NULL;
	else
		wm_uv_stop(&adapter, on_stopped);
	uv_run(&loop, UV_RUN_DEFAULT); // returns when nothing of the adapter is left on the loop
	ck_assert_int_eq(stops, _i == 1 ? 0 : 1);
	ck_assert_int_eq(uv_loop_close(&loop), 0);
}
END_TEST

Suite *suite_hostile(void);
Suite *suite_hostile(void)
{
	Suite *suite = suite_create("hostile");
	TCase *tests = tcase_create("hostile");
	tcase_add_checked_fixture(tests, set_up, take_down);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, test_broken_frames_end_the_connection_and_a_new_one_is_made, 0, sizeof frames / sizeof *frames);
	tcase_add_loop_test(tests, test_a_service_that_restarts_is_not_called_broken, 0, 2);
	tcase_add_test(tests, test_an_announced_giant_is_refused_before_it_comes);
	tcase_add_test(tests, test_answers_to_nothing_are_passed_over);
	tcase_add_test(tests, test_what_is_no_service_is_said_and_tried_again);
	tcase_add_test(tests, test_destroyed_in_a_reply);
	tcase_add_test(tests, test_destroyed_in_a_notice_amid_a_frame_of_many);
	tcase_add_test(tests, test_destroyed_when_a_subscription_is_refused);
	tcase_add_loop_test(tests, test_destroyed_on_the_way_up_and_on_the_way_down, 0, 2);
	tcase_add_test(tests, test_destroyed_when_the_session_ends);
	tcase_add_test(tests, test_destroyed_at_a_deadline);
	tcase_add_test(tests, test_everything_else_is_legal_in_a_callback);
	tcase_add_loop_test(tests, test_on_a_libuv_loop, 0, 2);
	suite_add_tcase(suite, tests);
	return suite;
}
