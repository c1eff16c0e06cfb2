// Moves: what a client does by itself. Each step goes as far as it can without waiting; every wait is a state with a deadline.
// SPDX-License-Identifier: MIT
#include <stdio.h>

#include "client/library/chance.h"
#include "client/library/client.h"
#include "client/library/value.h"
#include "protocol/envelope.h"
#include "protocol/must.h"

#define STEADY_MS 5000               // a connection that lasted so long counts as good: the wait begins anew from its least
#define SILENCE_SPARE_MS 5000        // beyond two heartbeats
#define HOLD_MS 500                  // the wait when the service names none
#define HOLD_MS_MAX 60000            // the longest wait that a service can ask for
#define ON_WAY_MAX 32                // requests, until hello says how many the service takes
#define QUEUE_BYTES_MAX (256u << 10) // handed to the WebSocket and not sent
#define STRIKES_MAX 3                // refused connections with a request on the way, until it is taken for the reason
#define HELLO_BYTES_MAX 1024

uint32_t client_next_id(struct wm_client *client)
{
	if (++client->last_id == 0)
		client->last_id = 1;
	return client->last_id;
}

static void move(struct wm_client *client, enum wm_state state, int code)
{
	bool told = client->state != state;
	client->state = state;
	client->code = code;
	if (told && client->on_state && !client->destroyed)
		client->on_state(client, state, code, client->on_state_user);
}

void client_answer(struct wm_client *client, struct request *request, int code, const char *message, const char *detail,
	const struct wm_value *result)
{
	outbox_take(&client->outbox, request);
	struct wm_reply reply = {
		.request = request->id,
		.code = code,
		.message = code == WM_OK         ? ""
				   : message && *message ? message
										 : wm_strerror(code),
		.detail = detail ? detail : "",
		.retry_after_ms = -1,
		.result = code == WM_OK ? result : NULL,
	};
	if (request->callback && !client->destroyed)
		request->callback(client, &reply, request->user);
	request_destroy(request);
}

void client_hold(struct wm_client *client, int64_t for_ms)
{
	int64_t bounded = for_ms < 0 ? HOLD_MS : for_ms > HOLD_MS_MAX ? HOLD_MS_MAX : for_ms;
	int64_t until = chance_now_ms() + bounded + chance_jitter_ms(bounded / 2);
	if (until > client->hold_until_ms)
		client->hold_until_ms = until;
}

void client_drop_soon(struct wm_client *client, int code, const char *error)
{
	MUST(code != WM_OK);
	client->dropping = code;
	snprintf(client->error, sizeof client->error, "%s", error);
	websocket_shut(&client->websocket);
}

// -- losing a connection --------------------------------------------------------------------------------------------------------

// A frame of ours that the service refuses again and again must not keep everything behind it waiting for ever.
static void count_strikes(struct wm_client *client)
{
	uint16_t code = client->websocket.close_code;
	bool refused = code == 1002 || code == 1003 || code == 1007 || code == 1009;
	struct request *request = client->outbox.first;
	while (refused && request) {
		struct request *next = request->next;
		if (request->sent && ++request->strikes == STRIKES_MAX) {
			client_answer(client, request, WM_PROTOCOL, client->error, NULL, NULL);
			return; // the callback may have changed the list
		}
		request = next;
	}
}

static int64_t wait_before_retry(struct wm_client *client, int64_t now)
{
	if (client->state == WM_READY && now - client->ready_at_ms >= STEADY_MS)
		client->delay_ms = client->options->reconnect_min_ms;
	int64_t wait = chance_jitter_ms(client->delay_ms);
	if (client->retry_least_ms > 0)
		wait += client->retry_least_ms;
	client->delay_ms *= 2;
	if (client->delay_ms > client->options->reconnect_max_ms)
		client->delay_ms = client->options->reconnect_max_ms;
	client->retry_least_ms = 0;
	return wait;
}

// Leaves the connection and everything that hung on it; what was asked stays, to be asked again.
static void leave_connection(struct wm_client *client)
{
	count_strikes(client);
	websocket_close(&client->websocket);
	client->hello_id = 0;
	client->dropping = WM_OK;
	subscriptions_rewind(&client->subscriptions);
	struct request *lost;
	while (!client->destroyed && (lost = outbox_lost(&client->outbox)))
		client_answer(client, lost, WM_LOST, NULL, NULL, NULL);
	outbox_rewind(&client->outbox);
}

static void drop(struct wm_client *client, int code, const char *error)
{
	int64_t now = chance_now_ms();
	if (error && error != client->error)
		snprintf(client->error, sizeof client->error, "%s", error);
	client->retry_at_ms = now + wait_before_retry(client, now);
	leave_connection(client);
	if (!client->destroyed)
		move(client, WM_WAITING, code);
}

// Nobody can go on with this token.
static void end(struct wm_client *client, const char *error)
{
	snprintf(client->error, sizeof client->error, "%s", error);
	leave_connection(client);
	// The callbacks may ask anew; only what is there now is answered.
	for (size_t left = client->outbox.count; left > 0 && client->outbox.first && !client->destroyed; left--)
		client_answer(client, client->outbox.first, WM_UNAUTHENTICATED, client->error, NULL, NULL);
	if (!client->destroyed)
		move(client, WM_ENDED, WM_UNAUTHENTICATED);
}

// -- greeting -------------------------------------------------------------------------------------------------------------------

static void greet(struct wm_client *client)
{
	uint8_t bytes[2 * HELLO_BYTES_MAX], params[HELLO_BYTES_MAX];
	const struct wm_options *options = client->options;
	struct wire_writer writer = wire_writer_of(params, sizeof params);
	wire_put_map(&writer, *options->token ? 2 : 1);
	if (*options->token) {
		wire_put_word(&writer, "token");
		wire_put_word(&writer, options->token);
	}
	wire_put_word(&writer, "client");
	wire_put_word(&writer, options->program);
	struct wire_writer frame = wire_writer_of(bytes, sizeof bytes);
	client->hello_id = client_next_id(client);
	envelope_put_request(&frame, client->hello_id, "session.hello", wire_written(&writer));
	if (writer.overflowed || frame.overflowed || !websocket_send(&client->websocket, wire_written(&frame)))
		client_drop_soon(client, WM_INVALID, "the token or the program's name is too long: check both");
}

static int64_t limit(const struct wm_value *hello, const char *name, int64_t otherwise)
{
	int64_t value = wm_value_int(wm_value_get(wm_value_get(hello, "limits"), name), otherwise);
	return value > 0 ? value : otherwise;
}

void client_greeted(struct wm_client *client, const struct wm_value *result)
{
	wm_value_unref(client->old_hello);
	client->old_hello = client->hello;
	client->hello = wm_value_ref(result);
	client->hello_id = 0;
	client->person = wm_value_int(wm_value_get(wm_value_get(result, "person"), "id"), 0);
	client->on_way_max = (size_t)limit(result, "requests_open_max", ON_WAY_MAX);
	client->out_frame_bytes_max = (size_t)limit(result, "frame_bytes_max", INT32_MAX);
	client->heartbeat_ms = wm_value_int(wm_value_get(result, "heartbeat_s"), 0) * 1000;
	client->ready_at_ms = client->heard_at_ms = chance_now_ms();
	client->error[0] = 0;
	move(client, WM_READY, WM_OK);
}

void client_not_greeted(struct wm_client *client, int code, const char *message, int64_t retry_after_ms)
{
	client->retry_least_ms = retry_after_ms;
	client_drop_soon(client, code, *message ? message : wm_strerror(code));
}

// The token changed: a connection of nobody can say hello once more, any other begins anew.
static void greet_anew(struct wm_client *client)
{
	client->greet_anew = false;
	bool again = client->state == WM_READY && client->person == 0 && *client->options->token;
	if (again) {
		greet(client);
		client->deadline_ms = chance_now_ms() + client->options->connect_timeout_ms;
		move(client, WM_CONNECTING, WM_OK);
		return;
	}
	if (client->state == WM_CONNECTING || client->state == WM_READY)
		leave_connection(client);
	client->retry_at_ms = chance_now_ms();
	if (!client->destroyed)
		move(client, WM_WAITING, WM_OK);
}

// -- connecting -----------------------------------------------------------------------------------------------------------------

static void connect_now(struct wm_client *client, int64_t now)
{
	client->deadline_ms = now + client->options->connect_timeout_ms;
	move(client, WM_CONNECTING, WM_OK);
	if (client->destroyed || client->state != WM_CONNECTING)
		return;
	int code = websocket_open(&client->websocket, client->options);
	if (code != WM_OK)
		drop(client, code, client->websocket.problem);
}

// -- sending --------------------------------------------------------------------------------------------------------------------

// Sends one request. False if the connection cannot take it now.
static bool send_request(struct wm_client *client, uint32_t id, const char *operation, struct slice params)
{
	struct buffer buffer = { 0 };
	struct wire_writer writer = buffer_begin(&buffer, params.n + strlen(operation) + 64);
	envelope_put_request(&writer, id, operation, params);
	buffer_end(&buffer, &writer);
	bool sent = !buffer.failed && websocket_send(&client->websocket, buffer_slice(&buffer));
	buffer_release(&buffer);
	return sent;
}

static bool send_subscription(struct wm_client *client, struct subscription *subscription)
{
	uint8_t params[64];
	struct wire_writer writer = wire_writer_of(params, sizeof params);
	bool after = subscription->cursor != WM_FROM_NOW;
	wire_put_map(&writer, after ? 2 : 1);
	wire_put_word(&writer, "channel");
	wire_put_int(&writer, subscription->channel);
	if (after) {
		wire_put_word(&writer, "after");
		wire_put_int(&writer, subscription->cursor);
	}
	MUST(!writer.overflowed);
	uint32_t id;
	do {
		id = client_next_id(client);
	} while (outbox_find(&client->outbox, id));
	if (!send_request(client, id, "channel.subscribe", wire_written(&writer)))
		return false;
	subscription->id = id;
	subscription->state = SUBSCRIPTION_ASKED;
	return true;
}

static size_t subscriptions_on_way(const struct wm_client *client)
{
	size_t n = 0;
	for (const struct subscription *at = client->subscriptions.first; at; at = at->next)
		n += at->state == SUBSCRIPTION_ASKED;
	return n;
}

// The next request that may go, when so many subscriptions are on the way. NULL if none may.
static struct request *next_request(const struct wm_client *client, size_t following)
{
	if (following >= client->on_way_max || websocket_waiting(&client->websocket) >= QUEUE_BYTES_MAX)
		return NULL;
	return outbox_next(&client->outbox, client->on_way_max - following);
}

static bool something_may_go(const struct wm_client *client)
{
	size_t following = subscriptions_on_way(client);
	if (following < client->on_way_max && subscriptions_idle(&client->subscriptions))
		return true;
	return next_request(client, following) != NULL;
}

// Hands the WebSocket what may go now: channels first, so that nothing that a request causes is missed.
static void flush(struct wm_client *client)
{
	if (chance_now_ms() < client->hold_until_ms)
		return;
	size_t following = subscriptions_on_way(client);
	struct subscription *subscription;
	while (following < client->on_way_max && (subscription = subscriptions_idle(&client->subscriptions))) {
		if (!send_subscription(client, subscription))
			return;
		following++;
	}
	struct request *request;
	while (client->state == WM_READY && (request = next_request(client, following))) {
		if (request->params.n + strlen(request->operation) + 16 > client->out_frame_bytes_max) {
			client_answer(client, request, WM_TOO_LARGE, NULL, "the whole request", NULL);
			if (client->destroyed)
				return;
			continue;
		}
		if (!send_request(client, request->id, request->operation, buffer_slice(&request->params)))
			return;
		outbox_mark_sent(&client->outbox, request);
	}
}

// -- one step -------------------------------------------------------------------------------------------------------------------

static bool connected(const struct wm_client *client)
{
	return client->state == WM_CONNECTING || client->state == WM_READY;
}

static void answer_late(struct wm_client *client, int64_t now)
{
	struct request *late;
	while (!client->destroyed && (late = outbox_late(&client->outbox, now)))
		client_answer(
			client, late, client->state == WM_READY || late->sent ? WM_TIMEOUT : WM_UNREACHABLE, client->error, NULL, NULL);
}

static int64_t silence_ends_ms(const struct wm_client *client)
{
	return client->heartbeat_ms > 0 ? client->heard_at_ms + 2 * client->heartbeat_ms + SILENCE_SPARE_MS : NEVER_MS;
}

// Reads, greets and writes on a connection, and leaves it if it is over.
static void step_connection(struct wm_client *client, int64_t now)
{
	int code = websocket_step(&client->websocket);
	if (client->destroyed)
		return;
	if (code == WM_OK && client->websocket.phase == WEBSOCKET_OPEN && client->state == WM_CONNECTING && !client->hello_id &&
		!client->dropping)
		greet(client);
	if (client->websocket.heard)
		client->heard_at_ms = now;
	client->websocket.heard = false;

	if (client->dropping == WM_UNAUTHENTICATED || client->websocket.close_code == 4001)
		end(client, client->dropping ? client->error : "your sign-in has ended: sign in again");
	else if (client->dropping)
		drop(client, client->dropping, client->error);
	else if (code != WM_OK)
		drop(client, code, client->websocket.problem);
	else if (client->state == WM_CONNECTING && now >= client->deadline_ms)
		drop(client, WM_UNREACHABLE, "the service did not answer in time: check the address and your network");
	else if (client->state == WM_READY && now >= silence_ends_ms(client))
		drop(client, WM_UNREACHABLE, "the connection has gone silent: it is tried again by itself");
}

void client_step(struct wm_client *client)
{
	int64_t now = chance_now_ms();
	if (client->greet_anew)
		greet_anew(client);
	if (!client->destroyed && client->state == WM_WAITING && now >= client->retry_at_ms)
		connect_now(client, now);
	if (!client->destroyed && client->state == WM_READY)
		flush(client);
	if (!client->destroyed && connected(client))
		step_connection(client, now);
	if (!client->destroyed)
		answer_late(client, now);
	if (client->destroyed || client->state != WM_READY)
		return;
	flush(client);
	if (client->destroyed)
		return;
	int code = websocket_flush(&client->websocket);
	if (code != WM_OK)
		drop(client, code, client->websocket.problem);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t client_due_ms(const struct wm_client *client)
{
	int64_t due = outbox_deadline_ms(&client->outbox);
	if (client->greet_anew || websocket_has_more(&client->websocket))
		return 0;
	if (client->state == WM_WAITING)
		due = sooner(due, client->retry_at_ms);
	if (client->state == WM_CONNECTING)
		due = sooner(due, client->deadline_ms);
	if (client->state != WM_READY)
		return due;
	due = sooner(due, silence_ends_ms(client));
	return something_may_go(client) ? sooner(due, client->hold_until_ms) : due;
}
