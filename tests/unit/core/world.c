// World: the small shell; see speech.c for how messages become text.
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

struct core_limits world_limits(void)
{
	struct core_limits limits = core_limits_default();
	limits.connections_max = 500;
	limits.requests_max = 64;
	limits.requests_per_connection_max = 8;
	limits.subscriptions_max = 2000;
	limits.subscriptions_per_connection_max = 10;
	limits.outbox_bytes_max = 8192;
	limits.history_max = 10;
	limits.fetches_max = 4;
	limits.requests_per_s = 1000;
	limits.requests_burst = 1000;
	limits.early_requests_burst = 100;
	return limits;
}

void world_begin(struct world *world, const struct core_limits *limits)
{
	memset(world, 0, sizeof(*world));
	world->core = core_create(limits, 1);
	world->now_us = SECOND;
	world->alarm_us = INT64_MAX;
	world->next_id = 1;
	world_database(world, true);
}

void world_end(struct world *world)
{
	core_destroy(world->core);
}

static int number_of(const struct world *world, core_connection handle)
{
	for (int i = 1; i <= world->opened; i++) {
		if (world->handles[i] == handle)
			return i;
	}
	return 0;
}

static void note(struct world *world, const char *text)
{
	size_t n = strlen(world->effects);
	snprintf(world->effects + n, sizeof(world->effects) - n, "%s%s", n > 0 ? "; " : "", text);
}

static void note_effect(struct world *world, const struct core_effect *effect)
{
	char text[400] = "";
	int number = number_of(world, effect->connection);
	switch (effect->kind) {
	case CORE_ASK:
		snprintf(text, sizeof(text), "ask %s", effect->ask.operation->name);
		snprintf(
			world->last_token, sizeof(world->last_token), "%.*s", (int)effect->ask.token.n, (const char *)effect->ask.token.at);
		ck_assert_int_lt(world->asked_count, WORLD_PENDING_MAX);
		world->asked_by[world->asked_count] = effect->connection;
		world->asked[world->asked_count++] = effect->ask.request;
		break;
	case CORE_FORGET:
		snprintf(text, sizeof(text), "forget");
		break;
	case CORE_FETCH:
		snprintf(text, sizeof(text), "fetch %lld>%lld of %lld", (long long)effect->fetch.channel, (long long)effect->fetch.after,
			(long long)effect->fetch.person);
		ck_assert_int_lt(world->fetched_count, WORLD_PENDING_MAX);
		world->fetched[world->fetched_count++] = effect->fetch.fetch;
		break;
	case CORE_WANT_WRITE:
		snprintf(text, sizeof(text), "write %d", number);
		break;
	case CORE_PAUSE:
		snprintf(text, sizeof(text), "pause %d", number);
		break;
	case CORE_RESUME:
		snprintf(text, sizeof(text), "resume %d", number);
		break;
	case CORE_PING:
		snprintf(text, sizeof(text), "ping %d", number);
		break;
	case CORE_CLOSE:
		snprintf(text, sizeof(text), "close %d %u %s", number, effect->close.code, effect->close.reason);
		break;
	case CORE_TELL_HEAD:
		snprintf(text, sizeof(text), "head %lld:%lld", (long long)effect->head.channel, (long long)effect->head.seq);
		break;
	case CORE_SET_ALARM:
		world->alarm_us = effect->alarm_us;
		return;
	case CORE_LOG:
		snprintf(text, sizeof(text), "log %s", effect->log.event);
		break;
	case CORE_STOPPED:
		snprintf(text, sizeof(text), "stopped");
		break;
	}
	note(world, text);
}

static void step(struct world *world, struct core_happening happening)
{
	static struct core_effects effects;
	happening.now_us = world->now_us;
	core_step(world->core, &happening, &effects);
	world->rounds = 1;
	for (;;) {
		ck_assert_uint_le(effects.count, CORE_EFFECTS_MAX);
		for (size_t i = 0; i < effects.count; i++)
			note_effect(world, &effects.list[i]);
		if (!effects.more)
			return;
		world->rounds++;
		core_continue(world->core, &effects);
	}
}

const char *world_step(struct world *world, struct core_happening happening)
{
	world->effects[0] = '\0';
	step(world, happening);
	return world->effects;
}

const char *world_pass(struct world *world, int64_t us)
{
	int64_t until_us = world->now_us + us;
	world->effects[0] = '\0';
	while (world->alarm_us <= until_us) {
		if (world->alarm_us > world->now_us)
			world->now_us = world->alarm_us;
		world->alarm_us = INT64_MAX;
		step(world, (struct core_happening){ .kind = CORE_ALARM });
	}
	world->now_us = until_us;
	return world->effects;
}

int world_open(struct world *world, const char *cookie)
{
	return world_open_from(world, 0, cookie);
}

int world_open_from(struct world *world, uint64_t peer, const char *cookie)
{
	core_connection handle = 0;
	struct core_happening happening = { .kind = CORE_OPENED };
	happening.opened.handle = &handle;
	happening.opened.peer = peer;
	happening.opened.token = slice_of(cookie);
	world_step(world, happening);
	if (handle == 0)
		return 0;
	world->handles[++world->opened] = handle;
	return world->opened;
}

int world_person(struct world *world, int64_t person)
{
	int number = world_open(world, "");
	world_hello(world, number, "token");
	world_greet(world, person);
	world_drain(world, number);
	return number;
}

int world_member(struct world *world, int64_t person, int64_t channel, int64_t head)
{
	int number = world_person(world, person);
	world_call(world, number, "channel.subscribe", channel);
	world_subscribed(world, channel, head, head);
	world_drain(world, number);
	return number;
}

// -- answers
// ----------------------------------------------------------------------------------------------------------------------

const char *world_answer(struct world *world, const struct core_answer *answer)
{
	ck_assert_int_gt(world->asked_count, 0);
	struct core_happening happening = { .kind = CORE_ANSWERED };
	happening.answered.request = world->asked[0];
	happening.answered.answer = answer;
	world->asked_count--;
	memmove(world->asked, world->asked + 1, (size_t)world->asked_count * sizeof(world->asked[0]));
	memmove(world->asked_by, world->asked_by + 1, (size_t)world->asked_count * sizeof(world->asked_by[0]));
	return world_step(world, happening);
}

const char *world_refuse(struct world *world, enum outcome outcome)
{
	struct core_answer answer = { .outcome = outcome, .retry_after_ms = -1 };
	return world_answer(world, &answer);
}

const char *world_greet(struct world *world, int64_t person)
{
	struct core_answer answer = { .retry_after_ms = -1, .change = CORE_CHANGE_GREETED };
	answer.session = (struct core_session){ .person = person,
		.session = person * 10 + world->opened,
		.inbox = person + 1000,
		.name = slice_of("Name"),
		.language = slice_of("cy") };
	return world_answer(world, &answer);
}

const char *world_subscribed(struct world *world, int64_t channel, int64_t head, int64_t after)
{
	struct core_answer answer = { .retry_after_ms = -1, .change = CORE_CHANGE_SUBSCRIBED };
	answer.subscription =
		(struct core_subscription){ .channel = channel, .head = head, .after = after, .presence = world->present };
	return world_answer(world, &answer);
}

struct core_event world_event(int64_t channel, int64_t seq, size_t padding)
{
	static uint8_t memory[WORLD_EVENTS_MAX][2048];
	static uint8_t zeros[1800];
	static int next;
	uint8_t *bytes = memory[next++ % WORLD_EVENTS_MAX];
	ck_assert_uint_le(padding, sizeof(zeros));
	struct wire_writer writer = wire_writer_of(bytes, 2048);
	wire_put_map(&writer, 3);
	wire_put_word(&writer, "channel");
	wire_put_int(&writer, channel);
	wire_put_word(&writer, "seq");
	wire_put_int(&writer, seq);
	wire_put_word(&writer, "body");
	wire_put_bytes(&writer, (struct slice){ .at = zeros, .n = padding });
	ck_assert(!writer.overflowed);
	return (struct core_event){ .channel = channel, .seq = seq, .map = wire_written(&writer) };
}

static size_t events_make(struct core_event *events, int64_t channel, int64_t first, int64_t last)
{
	size_t n = 0;
	for (int64_t seq = first; seq <= last; seq++)
		events[n++] = world_event(channel, seq, 0);
	return n;
}

const char *world_posted(struct world *world, int64_t channel, int64_t seq)
{
	struct core_event event = world_event(channel, seq, 0);
	struct core_answer answer = { .retry_after_ms = -1, .events = &event, .event_count = 1 };
	return world_answer(world, &answer);
}

static const char *fetched(struct world *world, struct core_happening happening)
{
	ck_assert_int_gt(world->fetched_count, 0);
	happening.kind = CORE_FETCHED;
	happening.fetched.fetch = world->fetched[0];
	world->fetched_count--;
	memmove(world->fetched, world->fetched + 1, (size_t)world->fetched_count * sizeof(world->fetched[0]));
	return world_step(world, happening);
}

const char *world_range(struct world *world, int64_t channel, int64_t first, int64_t last, int64_t head, bool more)
{
	struct core_event events[WORLD_EVENTS_MAX];
	struct core_happening happening = { .kind = CORE_FETCHED };
	happening.fetched.events = events;
	happening.fetched.event_count = events_make(events, channel, first, last);
	happening.fetched.head = head;
	happening.fetched.more = more;
	return fetched(world, happening);
}

const char *world_fetch_refused(struct world *world, enum outcome outcome)
{
	struct core_happening happening = { .kind = CORE_FETCHED };
	happening.fetched.outcome = outcome;
	return fetched(world, happening);
}

// -- other happenings
// -------------------------------------------------------------------------------------------------------------

const char *world_events(struct world *world, int64_t channel, int64_t first, int64_t last, int64_t left)
{
	struct core_event events[WORLD_EVENTS_MAX];
	struct core_happening happening = { .kind = CORE_EVENTS };
	happening.events.events = events;
	happening.events.event_count = events_make(events, channel, first, last);
	if (left != 0) {
		events[last - first].person = left;
		events[last - first].left = true;
	}
	return world_step(world, happening);
}

const char *world_hint(struct world *world, int64_t channel, int64_t seq)
{
	struct core_happening happening = { .kind = CORE_HEAD };
	happening.head.channel = channel;
	happening.head.seq = seq;
	return world_step(world, happening);
}

const char *world_database(struct world *world, bool there)
{
	return world_step(world, (struct core_happening){ .kind = CORE_DATABASE, .database_there = there });
}

const char *world_close(struct world *world, int number)
{
	return world_step(world, (struct core_happening){ .kind = CORE_CLOSED, .connection = world->handles[number] });
}
