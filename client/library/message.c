// Message: what the service says, handed to whom it concerns.
// SPDX-License-Identifier: MIT
#include <stdio.h>

#include "client/library/chance.h"
#include "client/library/client.h"
#include "client/library/value.h"
#include "protocol/envelope.h"
#include "protocol/must.h"

// What an answer's error says.
struct refusal {
	int code;
	const char *message, *detail;
	int64_t retry_after_ms;
};

static struct refusal read_refusal(const struct wm_value *error)
{
	enum outcome outcome;
	outcome_read(slice_of(wm_value_text(wm_value_get(error, "code"), "")), &outcome);
	return (struct refusal){
		.code = outcome == OUTCOME_OK ? WM_INTERNAL : -(int)outcome, // the codes of waymark.h are the outcomes, negated
		.message = wm_value_text(wm_value_get(error, "message"), ""),
		.detail = wm_value_text(wm_value_get(error, "detail"), ""),
		.retry_after_ms = wm_value_int(wm_value_get(error, "retry_after_ms"), -1),
	};
}

// True if the same question may be asked again after a wait.
static bool passes(const struct refusal *refusal)
{
	return refusal->code == WM_UNAVAILABLE || refusal->code == WM_RATE_LIMITED;
}

static void tell(struct wm_client *client, const struct subscription *subscription, const struct wm_notice *notice)
{
	// The subscription may be gone when this returns.
	if (!client->destroyed)
		subscription->callback(client, notice, subscription->user);
}

// Follows no longer: taken out first, so that the callback may follow anew.
static void finish_subscription(struct wm_client *client, struct subscription *subscription, int code)
{
	struct subscription ended = *subscription;
	subscriptions_drop(&client->subscriptions, subscription);
	tell(client, &ended,
		&(struct wm_notice){ .kind = WM_NOTICE_ENDED, .channel = ended.channel, .event = "", .lang = "", .code = code });
}

// -- answers --------------------------------------------------------------------------------------------------------------------

static void answer_subscription(
	struct wm_client *client, struct subscription *subscription, const struct refusal *refusal, const struct wm_value *result)
{
	if (!refusal) {
		int64_t head = wm_value_int(wm_value_get(result, "head"), 0);
		subscription_follow(subscription, head);
		tell(client, subscription,
			&(struct wm_notice){
				.kind = WM_NOTICE_SUBSCRIBED, .channel = subscription->channel, .seq = head, .event = "", .lang = "" });
	} else if (passes(refusal)) {
		subscription->state = SUBSCRIPTION_IDLE;
		client_hold(client, refusal->retry_after_ms);
	} else {
		finish_subscription(client, subscription, refusal->code);
	}
}

static void answer_request(
	struct wm_client *client, struct request *request, const struct refusal *refusal, const struct wm_value *result)
{
	if (refusal && passes(refusal) && !request->once) {
		outbox_mark_unsent(&client->outbox, request);
		client_hold(client, refusal->retry_after_ms);
	} else if (refusal) {
		client_answer(client, request, refusal->code, refusal->message, refusal->detail, NULL);
	} else {
		client_answer(client, request, WM_OK, NULL, NULL, result);
	}
}

static void answer(struct wm_client *client, uint32_t id, const struct refusal *refusal, const struct wm_value *result)
{
	struct subscription *subscription = subscriptions_asked(&client->subscriptions, id);
	struct request *request = outbox_find(&client->outbox, id);
	if (client->hello_id == id && refusal)
		client_not_greeted(client, refusal->code, refusal->message, refusal->retry_after_ms);
	else if (client->hello_id == id)
		client_greeted(client, result);
	else if (subscription)
		answer_subscription(client, subscription, refusal, result);
	else if (request && request->sent)
		answer_request(client, request, refusal, result);
	// Else it was cancelled, or is of a subscription that has moved since.
}

static void read_response(struct wm_client *client, const struct envelope *envelope)
{
	struct wire_reader reader = wire_reader_of(envelope->error);
	bool refused = wire_peek(&reader) != WIRE_NIL;
	const struct wm_value *value = value_create(refused ? envelope->error : envelope->result);
	if (!value) {
		client_drop_soon(client, WM_PROTOCOL, "the service sent an answer that cannot be read: check the versions of both");
		return;
	}
	struct refusal refusal = refused ? read_refusal(value) : (struct refusal){ 0 };
	answer(client, envelope->id, refused ? &refusal : NULL, value);
	wm_value_unref(value);
}

// -- notifications --------------------------------------------------------------------------------------------------------------

static void tell_skipped(struct wm_client *client, struct subscription *subscription, int64_t from, int64_t to)
{
	int64_t channel = subscription->channel;
	subscription_move(subscription, to);
	tell(client, subscription,
		&(struct wm_notice){ .kind = WM_NOTICE_SKIPPED, .channel = channel, .from = from, .to = to, .event = "", .lang = "" });
}

static void hand_out(struct wm_client *client, struct subscription *subscription, const struct wm_value *event, int64_t seq)
{
	int64_t channel = subscription->channel;
	const struct wm_value *body = wm_value_get(event, "body");
	struct wm_notice notice = {
		.kind = WM_NOTICE_EVENT,
		.channel = channel,
		.seq = seq,
		.at = wm_value_int(wm_value_get(event, "at"), 0),
		.actor = wm_value_int(wm_value_get(event, "actor"), 0),
		.event = wm_value_text(wm_value_get(event, "kind"), ""),
		.lang = wm_value_text(wm_value_get(event, "lang"), ""),
		.body = body,
		.whole = event,
	};
	subscription_move(subscription, seq);
	bool left = strcmp(notice.event, "left") == 0 && client->person != 0 &&
				wm_value_int(wm_value_get(body, "person"), 0) == client->person;
	tell(client, subscription, &notice);
	// The service follows the channel for us no longer once we left it.
	struct subscription *still = left && !client->destroyed ? subscriptions_find(&client->subscriptions, channel) : NULL;
	if (still && still->state == SUBSCRIPTION_FOLLOWING && still->cursor == seq)
		finish_subscription(client, still, WM_OK);
}

static void on_event(struct wm_client *client, const struct wm_value *event)
{
	int64_t channel = wm_value_int(wm_value_get(event, "channel"), 0);
	int64_t seq = wm_value_int(wm_value_get(event, "seq"), 0);
	struct subscription *subscription = subscriptions_find(&client->subscriptions, channel);
	if (!subscription)
		return;
	switch (subscription_judge(subscription, seq)) {
	case SUBSCRIPTION_PASS:
	case SUBSCRIPTION_ASK:
		return;
	case SUBSCRIPTION_JUMP:
		tell_skipped(client, subscription, subscription->cursor + 1, seq - 1);
		subscription = client->destroyed ? NULL : subscriptions_find(&client->subscriptions, channel);
		if (!subscription || subscription_judge(subscription, seq) != SUBSCRIPTION_HAND_OUT)
			return;
		break;
	case SUBSCRIPTION_HAND_OUT:
		break;
	}
	hand_out(client, subscription, event, seq);
}

static void on_skipped(struct wm_client *client, const struct wm_value *skipped)
{
	struct subscription *subscription =
		subscriptions_find(&client->subscriptions, wm_value_int(wm_value_get(skipped, "channel"), 0));
	int64_t from = wm_value_int(wm_value_get(skipped, "from"), 0);
	int64_t to = wm_value_int(wm_value_get(skipped, "to"), 0);
	if (!subscription || to < from || to <= subscription->cursor)
		return;
	enum subscription_verdict verdict =
		subscription_judge(subscription, from <= subscription->cursor ? subscription->cursor + 1 : from);
	if (verdict == SUBSCRIPTION_HAND_OUT || verdict == SUBSCRIPTION_JUMP)
		tell_skipped(client, subscription, subscription->cursor + 1, to);
}

static void on_lagged(struct wm_client *client, const struct wm_value *lagged)
{
	struct subscription *subscription =
		subscriptions_find(&client->subscriptions, wm_value_int(wm_value_get(lagged, "channel"), 0));
	if (subscription && subscription->state == SUBSCRIPTION_FOLLOWING)
		tell(client, subscription,
			&(struct wm_notice){ .kind = WM_NOTICE_LAGGED,
				.channel = subscription->channel,
				.seq = subscription->cursor,
				.event = "",
				.lang = "" });
}

static void on_signal(struct wm_client *client, const struct wm_value *signal)
{
	struct subscription *subscription =
		subscriptions_find(&client->subscriptions, wm_value_int(wm_value_get(signal, "channel"), 0));
	if (!subscription || subscription->state != SUBSCRIPTION_FOLLOWING)
		return;
	tell(client, subscription,
		&(struct wm_notice){
			.kind = WM_NOTICE_SIGNAL,
			.channel = subscription->channel,
			.event = wm_value_text(wm_value_get(signal, "kind"), ""),
			.lang = "",
			.body = signal,
			.whole = signal,
		});
}

// The service is about to stop: the connection goes on until it is closed, and the next one waits as long as it asks for.
static void on_goaway(struct wm_client *client, const struct wm_value *goaway)
{
	int64_t wait = wm_value_int(wm_value_get(goaway, "retry_after_ms"), 0);
	client->retry_least_ms = wait < 0 ? 0 : wait > 60000 ? 60000 : wait;
}

static void (*listener_of(struct slice name))(struct wm_client *client, const struct wm_value *value)
{
	static const struct {
		const char *name;
		void (*listener)(struct wm_client *client, const struct wm_value *value);
	} rows[] = {
		{ "event", on_event },
		{ "skipped", on_skipped },
		{ "lagged", on_lagged },
		{ "signal", on_signal },
		{ "goaway", on_goaway },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (slice_equal(name, slice_of(rows[i].name)))
			return rows[i].listener;
	return NULL;
}

static void read_notification(struct wm_client *client, const struct envelope *envelope)
{
	void (*listener)(struct wm_client *, const struct wm_value *) = listener_of(envelope->name);
	struct wire_reader reader = wire_reader_of(envelope->params);
	uint32_t count = wire_read_array(&reader);
	// Names that this version does not know are passed over.
	for (uint32_t i = 0; listener && i < count && !client->destroyed && !client->dropping; i++) {
		const struct wm_value *value = value_create(wire_skip(&reader));
		if (!value) {
			client_drop_soon(client, WM_PROTOCOL, "the service sent a notice that cannot be read: check the versions of both");
			return;
		}
		listener(client, value);
		wm_value_unref(value);
	}
}

void client_message(void *context, struct slice bytes)
{
	struct wm_client *client = context;
	MUST(client->inside);
	if (client->destroyed || client->dropping)
		return;
	struct envelope envelope = envelope_read(bytes);
	switch (envelope.kind) {
	case ENVELOPE_RESPONSE:
		read_response(client, &envelope);
		return;
	case ENVELOPE_NOTIFICATION:
		read_notification(client, &envelope);
		return;
	case ENVELOPE_BROKEN:
	case ENVELOPE_REQUEST:
		break;
	}
	char error[CLIENT_ERROR_BYTES];
	snprintf(error, sizeof error, "the service sent something that is not of this protocol (%s): check the versions of both",
		envelope.kind == ENVELOPE_BROKEN && envelope.problem ? envelope.problem : "a request");
	client_drop_soon(client, WM_PROTOCOL, error);
}
