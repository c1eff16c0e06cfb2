// Requests: decoding, admission and asking on the way in; the reply, the change and the events on the way out.
#include "daemon/core/requests.h"

#include "daemon/base/check.h"
#include "daemon/core/channels.h"
#include "daemon/core/delivery.h"
#include "daemon/core/effects.h"
#include "daemon/core/ending.h"
#include "daemon/core/peers.h"
#include "daemon/core/refusals.h"
#include "daemon/core/sending.h"
#include "daemon/core/sessions.h"
#include "daemon/core/signals.h"
#include "daemon/core/subscriptions.h"
#include "daemon/core/timers.h"

#define ANSWER_RETRY_MS 1000 // behind an answer that did not come

static void refuse(struct core *core, struct connection *connection, uint32_t id, const struct refusal *refusal)
{
	sending_error(core, connection, id, refusal->outcome, slice_of(refusal->detail), refusal->retry_after_ms);
}

static const struct envelope_value *value_of(const struct core *core, const struct schema_operation *operation, const char *name)
{
	int field = schema_field(operation->takes, slice_of(name));
	CHECK(field >= 0);
	return &core->values[field];
}

// -- asking the database --

static void ask(
	struct core *core, struct connection *connection, uint32_t id, const struct schema_operation *operation, struct slice token)
{
	struct refusal refusal = refusals_to_ask(core, connection, operation);
	if (refusal.outcome != OUTCOME_OK) {
		refuse(core, connection, id, &refusal);
		return;
	}
	struct request *request = pool_take(&core->requests);
	CHECK(request != NULL);
	request->connection = connection;
	request->operation = operation;
	request->id = id;
	request->asked_us = core->now_us;
	request->ended_count = core->ended_count;
	list_append(&connection->requests, &request->of_connection);
	list_append(&core->waiting, &request->of_core);
	connection->request_count++;
	core->figures.requests_open++;
	if (operation == core->hello)
		connection->hello_asked = true;
	// The channel's position is watched from now on, so that nothing can pass between the database's answer and its arrival.
	if (operation == core->subscribe)
		request->channel = channels_keep(core, value_of(core, operation, "channel")->number);
	struct core_effect *effect = effects_add(core, CORE_ASK);
	effect->connection = connection->handle;
	effect->ask = (struct core_ask){
		.request = pool_handle(&core->requests, request),
		.connection = connection->handle,
		.operation = operation,
		.values = core->values,
		.person = connection->person != NULL ? connection->person->id : 0,
		.session = connection->person != NULL ? connection->session : 0,
		.language = slice_of(connection->language),
		.token = token,
	};
}

// -- operations that the core answers itself --

static void hello(struct core *core, struct connection *connection, uint32_t id)
{
	const struct envelope_value *token = value_of(core, core->hello, "token");
	struct slice cookie = { .at = connection->token, .n = connection->token_bytes };
	bool again =
		connection->hello_asked || connection->person != NULL || (connection->state == CONNECTION_GREETED && !token->present);
	if (again)
		sending_error(core, connection, id, OUTCOME_CONFLICT, slice_of("already_hello"), -1);
	else if (token->present)
		ask(core, connection, id, core->hello, token->bytes);
	else if (cookie.n > 0)
		ask(core, connection, id, core->hello, cookie);
	else
		sessions_greet_nobody(core, connection, id);
}

static void unsubscribe(struct core *core, struct connection *connection, uint32_t id)
{
	struct subscription *subscription = channels_subscription(connection, value_of(core, core->unsubscribe, "channel")->number);
	if (subscription == NULL) {
		sending_error(core, connection, id, OUTCOME_NOT_FOUND, slice_of("you do not follow this channel"), -1);
		return;
	}
	channels_part(core, subscription);
	sending_result(core, connection, id, (struct slice){ 0 });
}

static void typing(struct core *core, struct connection *connection, uint32_t id)
{
	enum outcome outcome = signals_typing(core, connection, value_of(core, core->typing, "channel")->number);
	if (outcome != OUTCOME_OK)
		sending_error(core, connection, id, outcome, slice_of("you do not follow this channel"), -1);
	else
		sending_result(core, connection, id, (struct slice){ 0 });
}

static void serve(struct core *core, struct connection *connection, uint32_t id, const struct schema_operation *operation)
{
	if (operation == core->hello)
		hello(core, connection, id);
	else if (operation == core->unsubscribe)
		unsubscribe(core, connection, id);
	else if (operation == core->typing)
		typing(core, connection, id);
	else
		ask(core, connection, id, operation, (struct slice){ 0 });
}

// -- the way in --

// Spends the request's tokens, one if there is no such operation; false if it was refused, or the connection closed.
static bool admit(struct core *core, struct connection *connection, const struct envelope *envelope)
{
	const struct schema_operation *operation = schema_operation(envelope->name);
	uint32_t cost = operation != NULL ? operation->cost : 1;
	bool known = connection->person != NULL;
	uint32_t per_s = known ? core->limits.requests_per_s : core->limits.early_requests_per_s;
	uint32_t burst = known ? core->limits.requests_burst : core->limits.early_requests_burst;
	int64_t wait_ms = 0;
	enum admission admission = bucket_spend(&connection->bucket, cost, per_s, burst, core->now_us, &wait_ms);
	if (admission == ADMISSION_GRANTED && !known && !peers_spend(core, connection, cost, &wait_ms))
		admission = ADMISSION_REFUSED;
	switch (admission) {
	case ADMISSION_GRANTED:
		return true;
	case ADMISSION_REFUSED:
		sending_error(core, connection, envelope->id, OUTCOME_RATE_LIMITED, (struct slice){ 0 }, wait_ms);
		return false;
	case ADMISSION_FLOOD:
		break;
	}
	effects_log(core, connection, "flood", "too many requests after refusals", connection->bucket.refusals);
	ending_close(core, connection, CLOSE_POLICY, "too many requests");
	return false;
}

void requests_frame(struct core *core, struct connection *connection, struct slice frame)
{
	if (connection->state == CONNECTION_CLOSING)
		return;
	timers_alive(core, connection);
	struct envelope envelope = envelope_read(frame);
	if (envelope.kind != ENVELOPE_REQUEST) {
		const char *problem = envelope.kind == ENVELOPE_BROKEN ? envelope.problem : "only requests are taken here";
		core->figures.frames_broken++;
		effects_log(core, connection, "frame_broken", problem, (int64_t)frame.n);
		ending_close(core, connection, CLOSE_PROTOCOL, problem);
		return;
	}
	core->figures.requests++;
	if (core->stopping) {
		sending_error(core, connection, envelope.id, OUTCOME_UNAVAILABLE, slice_of("restarting"), ANSWER_RETRY_MS);
		return;
	}
	if (!admit(core, connection, &envelope))
		return;
	const struct schema_operation *operation;
	struct refusal refusal = refusals_of(core, connection, &envelope, &operation);
	if (refusal.outcome != OUTCOME_OK)
		refuse(core, connection, envelope.id, &refusal);
	else
		serve(core, connection, envelope.id, operation);
}

// -- the way out --

static void change(struct core *core, const struct request *request, const struct core_answer *answer)
{
	struct connection *connection = request->connection;
	switch (answer->change) {
	case CORE_CHANGE_GREETED:
		CHECK(request->operation == core->hello);
		sessions_greet(core, connection, request, &answer->session);
		break;
	case CORE_CHANGE_SUBSCRIBED:
		CHECK(request->operation == core->subscribe);
		CHECK(answer->subscription.channel == request->channel->id);
		subscriptions_begin(core, connection, request->id, request->channel, &answer->subscription);
		break;
	case CORE_CHANGE_READ:
		sending_result(core, connection, request->id, answer->reply);
		signals_read(core, connection, answer->mark);
		break;
	case CORE_CHANGE_ENDED:
		sending_result(core, connection, request->id, answer->reply);
		sessions_end(core, answer->ended, connection);
		break;
	case CORE_CHANGE_NONE:
		sending_result(core, connection, request->id, answer->reply);
		break;
	}
}

static void reply(struct core *core, const struct request *request, const struct core_answer *answer)
{
	struct connection *connection = request->connection;
	if (answer->outcome == OUTCOME_OK) {
		change(core, request, answer);
		return;
	}
	// A cookie that is refused is not tried again, so that the next hello can be nobody's.
	if (request->operation == core->hello && answer->outcome == OUTCOME_UNAUTHENTICATED)
		sessions_wipe_token(connection);
	sending_error(core, connection, request->id, answer->outcome, answer->detail, answer->retry_after_ms);
}

void requests_answered(struct core *core, core_request handle, const struct core_answer *answer)
{
	struct request *request = pool_find(&core->requests, handle);
	if (request != NULL) {
		struct request answered = *request;
		if (answered.channel != NULL)
			answered.channel->keepers++;
		ending_answered(core, request);
		reply(core, &answered, answer);
		if (answered.channel != NULL)
			channels_release(core, answered.channel);
		if (core->stopping && answered.connection->request_count == 0)
			ending_close(core, answered.connection, CLOSE_RESTART, "restarting");
	} else if (answer->outcome == OUTCOME_OK) {
		if (answer->change == CORE_CHANGE_ENDED)
			sessions_end(core, answer->ended, NULL);
		// A repeat brings no events. If the first time was lost with a connection, nobody heard of them.
		if (answer->event_count == 0 && !answer->eventless)
			subscriptions_doubt_soon(core);
	}
	delivery_events(core, answer->events, answer->event_count);
}

void requests_expire(struct core *core)
{
	while (requests_alarm_us(core) <= core->now_us) {
		struct request *request = list_entry(list_first(&core->waiting), struct request, of_core);
		struct connection *connection = request->connection;
		uint32_t id = request->id;
		effects_log(core, connection, "answer_timeout", request->operation->name, core->now_us - request->asked_us);
		ending_forget(core, request);
		sending_error(core, connection, id, OUTCOME_UNAVAILABLE, slice_of("no answer in time"), ANSWER_RETRY_MS);
		if (core->stopping && connection->request_count == 0)
			ending_close(core, connection, CLOSE_RESTART, "restarting");
	}
}

int64_t requests_alarm_us(const struct core *core)
{
	if (list_empty(&core->waiting))
		return INT64_MAX;
	return list_entry(list_first(&core->waiting), struct request, of_core)->asked_us + core->limits.answer_us_max;
}
