// Stepping: one happening goes into the core, its effects come out and are carried out in order, round by round.
//
// What an effect leads to never steps the core from inside: the gateway and the database call back from the loop, and what they
// refuse at once waits in a ring until the step is done.
#include <stdio.h>

#include "daemon/base/check.h"
#include "daemon/server/loop.h"

static struct gateway_connection *find(const struct server *server, core_connection connection)
{
	return map_get(&server->connections, connection);
}

static void on_alarm(uv_timer_t *timer)
{
	struct server *server = timer->data;
	int64_t left_us = server->alarm_us - loop_now_us();
	if (left_us > 0) { // the loop's clock is a turn old, and a timer may be early by that
		uv_timer_start(timer, on_alarm, (uint64_t)(left_us + 999) / 1000, 0);
		return;
	}
	step(server, &(struct core_happening){ .kind = CORE_ALARM });
}

static void set_alarm(struct server *server, int64_t alarm_us)
{
	int64_t left_us = alarm_us - loop_now_us();
	server->alarm_us = alarm_us;
	if (alarm_us == INT64_MAX)
		uv_timer_stop(&server->alarm);
	else
		uv_timer_start(&server->alarm, on_alarm, left_us > 0 ? (uint64_t)(left_us + 999) / 1000 : 0, 0);
}

static void log_effect(const struct server *server, const struct core_effect *effect)
{
	char detail[200];
	const char *text = effect->log.detail;
	if (effect->log.number != 0) {
		snprintf(
			detail, sizeof detail, "%s%s%lld", text == NULL ? "" : text, text == NULL ? "" : ": ", (long long)effect->log.number);
		text = detail;
	}
	loop_log(server, SERVER_INFO, "core", effect->log.event, text);
}

// Effects that do something to a connection's socket.
static void carry_to_gateway(struct server *server, const struct core_effect *effect)
{
	struct gateway_connection *connection = find(server, effect->connection);
	if (connection == NULL) // closed in this very turn
		return;
	if (effect->kind == CORE_WANT_WRITE)
		gateway_want_write(connection);
	else if (effect->kind == CORE_PAUSE)
		gateway_pause(connection);
	else if (effect->kind == CORE_RESUME)
		gateway_resume(connection);
	else if (effect->kind == CORE_PING)
		gateway_ping(connection);
	else
		gateway_close(connection, effect->close.code, effect->close.reason);
}

static void on_answered(struct server *server, core_request request, const struct core_answer *answer)
{
	step(server, &(struct core_happening){ .kind = CORE_ANSWERED, .answered = { .request = request, .answer = answer } });
	if (answer->change == CORE_CHANGE_ENDED)
		bus_tell_revoked(server->bus, answer->ended.person, answer->ended.session);
}

static void on_fetched(struct server *server, uint64_t fetch, const struct operations_range *range)
{
	struct core_happening happening = { .kind = CORE_FETCHED };
	happening.fetched.fetch = fetch;
	happening.fetched.outcome = range->outcome;
	happening.fetched.events = range->events;
	happening.fetched.event_count = range->event_count;
	happening.fetched.head = range->head;
	happening.fetched.more = range->more;
	step(server, &happening);
}

// The core hears that this was not asked when the step in hand is done.
static void refuse(struct server *server, struct refused refused)
{
	CHECK(server->stepping && server->refused_count < server->refused_max);
	server->refused[(server->refused_first + server->refused_count++) % server->refused_max] = refused;
}

static void carry(struct server *server, const struct core_effect *effect)
{
	switch (effect->kind) {
	case CORE_ASK:
		if (!asking_ask(server, &effect->ask, on_answered))
			refuse(server, (struct refused){ .kind = CORE_ANSWERED, .handle = effect->ask.request });
		break;
	case CORE_FORGET: // its answer finds a stale handle, and its events go out all the same
		break;
	case CORE_FETCH:
		if (!asking_fetch(server, effect, on_fetched))
			refuse(server, (struct refused){ .kind = CORE_FETCHED, .handle = effect->fetch.fetch });
		break;
	case CORE_TELL_HEAD:
		bus_tell_head(server->bus, effect->head.channel, effect->head.seq);
		break;
	case CORE_SET_ALARM:
		set_alarm(server, effect->alarm_us);
		break;
	case CORE_LOG:
		log_effect(server, effect);
		break;
	case CORE_STOPPED:
		loop_finish(server);
		break;
	default:
		carry_to_gateway(server, effect);
		break;
	}
}

static void step_once(struct server *server, struct core_happening *happening)
{
	CHECK(!server->stepping);
	server->stepping = true;
	happening->now_us = loop_now_us();
	core_step(server->core, happening, &server->effects);
	if (happening->kind == CORE_OPENED && *happening->opened.handle != 0)
		map_put(&server->connections, *happening->opened.handle, server->opening);
	for (;;) {
		for (size_t i = 0; i < server->effects.count; i++)
			carry(server, &server->effects.list[i]);
		if (!server->effects.more)
			break;
		core_continue(server->core, &server->effects);
	}
	server->stepping = false;
}

static void tell_refused(struct server *server, struct refused refused)
{
	static const struct core_answer unavailable = { .outcome = OUTCOME_UNAVAILABLE,
		.retry_after_ms = OPERATIONS_UNAVAILABLE_RETRY_MS };
	struct core_happening happening = { .kind = refused.kind };
	if (refused.kind == CORE_FETCHED) {
		happening.fetched.fetch = refused.handle;
		happening.fetched.outcome = OUTCOME_UNAVAILABLE;
	} else {
		happening.answered.request = refused.handle;
		happening.answered.answer = &unavailable;
	}
	step_once(server, &happening);
}

void step(struct server *server, struct core_happening *happening)
{
	if (server->state == SERVER_ENDING)
		return;
	step_once(server, happening);
	while (server->refused_count > 0) {
		struct refused refused = server->refused[server->refused_first];
		server->refused_first = (server->refused_first + 1) % server->refused_max;
		server->refused_count--;
		tell_refused(server, refused);
	}
}

void step_events(struct server *server, const struct core_event *events, size_t count)
{
	if (count > 0)
		step(server, &(struct core_happening){ .kind = CORE_EVENTS, .events = { .events = events, .event_count = count } });
}

void step_revoked(struct server *server, int64_t person, int64_t session)
{
	step(server, &(struct core_happening){ .kind = CORE_REVOKED, .revoked = { .person = person, .session = session } });
	bus_tell_revoked(server->bus, person, session);
}
