// Stage of the memory: the real core, a model log, and no clock, socket or database.
//
// Answers of changing operations come in the order of their questions; answers of the others, and ranges, come at a moment that
// the seed chooses, as they do from connections of their own.
#include <stdlib.h>

#include "daemon/base/check.h"
#include "protocol/transcode.h"
#include "tests/stories/model.h"
#include "tests/stories/stage.h"

#define LINE_BYTES_MAX (4u << 20)
#define WAITING_MAX 256
#define STEP_US 100
#define SCRATCH_BYTES (4u << 20)
#define EVENTS_MAX 1024

struct line {
	core_connection handle;
	uint8_t *bytes; // pulled and not yet taken
	size_t n, used;
	bool open, closed; // closed: by the core, with code
	uint16_t code;
};

// An answer that has not been brought back yet.
struct waiting {
	bool taken, ordered, fetch;
	core_request request;
	uint64_t fetch_number;
	struct model_answer answer;
	json_t *range; // fetch: NULL if the person is no member
	int64_t head;
	bool more;
};

struct memory {
	struct core *core;
	struct model *model;
	struct core_limits limits;
	uint64_t random;
	int64_t now_us;
	bool database_there;
	struct line lines[STAGE_LINES_MAX];
	int line_count;
	struct waiting waiting[WAITING_MAX];
	size_t waiting_count;
	uint8_t scratch[SCRATCH_BYTES]; // the MessagePack of the answer being given
	size_t scratch_n;
	struct core_event events[EVENTS_MAX];
};

static uint64_t draw(struct memory *memory, uint64_t below)
{
	memory->random ^= memory->random << 13;
	memory->random ^= memory->random >> 7;
	memory->random ^= memory->random << 17;
	return memory->random % below;
}

static struct line *line_of(struct memory *memory, core_connection handle)
{
	for (int i = 0; i < memory->line_count; i++) {
		if (memory->lines[i].handle == handle && memory->lines[i].open)
			return &memory->lines[i];
	}
	return NULL;
}

static void note_ask(struct memory *memory, const struct core_ask *ask)
{
	CHECK(memory->waiting_count < WAITING_MAX);
	memory->waiting[memory->waiting_count++] =
		(struct waiting){ .ordered = ask->operation->changes, .request = ask->request, .answer = model_ask(memory->model, ask) };
}

static void note_fetch(struct memory *memory, const struct core_effect *effect)
{
	CHECK(memory->waiting_count < WAITING_MAX);
	struct waiting *waiting = &memory->waiting[memory->waiting_count++];
	*waiting = (struct waiting){ .fetch = true, .fetch_number = effect->fetch.fetch };
	waiting->range = model_range(memory->model, effect->fetch.person, effect->fetch.channel, effect->fetch.after,
		effect->fetch.limit, &waiting->head, &waiting->more);
}

static void pull(struct memory *memory, struct line *line)
{
	while (core_has_output(memory->core, line->handle)) {
		size_t got = core_pull(memory->core, line->handle, line->bytes + line->n, LINE_BYTES_MAX - line->n);
		CHECK(got > 0);
		line->n += got;
	}
}

static void carry_out(struct memory *memory, const struct core_effect *effect)
{
	struct line *line = line_of(memory, effect->connection);
	if (effect->kind == CORE_ASK)
		note_ask(memory, &effect->ask);
	else if (effect->kind == CORE_FETCH)
		note_fetch(memory, effect);
	else if (effect->kind == CORE_CLOSE && line != NULL && !line->closed) {
		pull(memory, line);
		line->closed = true;
		line->code = effect->close.code;
	}
}

static void step(struct memory *memory, struct core_happening happening)
{
	static struct core_effects effects;
	memory->now_us += STEP_US;
	happening.now_us = memory->now_us;
	core_step(memory->core, &happening, &effects);
	for (;;) {
		for (size_t i = 0; i < effects.count; i++)
			carry_out(memory, &effects.list[i]);
		if (!effects.more)
			return;
		core_continue(memory->core, &effects);
	}
}

static struct slice to_wire(struct memory *memory, json_t *value)
{
	if (value == NULL)
		return (struct slice){ 0 };
	char *text = json_dumps(value, JSON_COMPACT);
	struct wire_writer writer = wire_writer_of(memory->scratch + memory->scratch_n, SCRATCH_BYTES - memory->scratch_n);
	struct envelope_problem problem = transcode_to_wire(slice_of(text), NULL, &writer);
	CHECK(problem.outcome == OUTCOME_OK);
	free(text);
	memory->scratch_n += wire_written(&writer).n;
	return wire_written(&writer);
}

static void write_event(struct memory *memory, json_t *json, struct core_event *event)
{
	const char *kind = json_string_value(json_object_get(json, "kind"));
	*event = (struct core_event){ .channel = json_integer_value(json_object_get(json, "channel")),
		.seq = json_integer_value(json_object_get(json, "seq")),
		.left = strcmp(kind, "left") == 0,
		.map = to_wire(memory, json) };
	if (event->left || strcmp(kind, "joined") == 0)
		event->person = json_integer_value(json_object_get(json_object_get(json, "body"), "person"));
}

static void give_answer(struct memory *memory, struct waiting *waiting)
{
	struct model_answer *from = &waiting->answer;
	struct core_answer answer = { .outcome = from->outcome,
		.detail = slice_of(from->detail),
		.retry_after_ms = -1,
		.change = from->change,
		.reply = to_wire(memory, from->reply),
		.events = memory->events,
		.event_count = from->caused_count };
	for (size_t i = 0; i < from->caused_count; i++)
		write_event(memory, from->caused[i], &memory->events[i]);
	if (from->change == CORE_CHANGE_GREETED)
		answer.session = from->session;
	else if (from->change == CORE_CHANGE_SUBSCRIBED)
		answer.subscription = from->subscription;
	else if (from->change == CORE_CHANGE_READ)
		answer.mark = from->mark;
	else if (from->change == CORE_CHANGE_ENDED)
		answer.ended = from->ended;
	step(memory, (struct core_happening){ .kind = CORE_ANSWERED, .answered = { waiting->request, &answer } });
	model_answer_release(from);
}

static void give_range(struct memory *memory, struct waiting *waiting)
{
	struct core_happening happening = { .kind = CORE_FETCHED };
	size_t count = json_array_size(waiting->range);
	CHECK(count <= EVENTS_MAX);
	for (size_t i = 0; i < count; i++)
		write_event(memory, json_array_get(waiting->range, i), &memory->events[i]);
	happening.fetched.fetch = waiting->fetch_number;
	happening.fetched.outcome = waiting->range == NULL ? OUTCOME_NOT_FOUND : OUTCOME_OK;
	happening.fetched.events = memory->events;
	happening.fetched.event_count = count;
	happening.fetched.head = waiting->head;
	happening.fetched.more = waiting->more;
	step(memory, happening);
	json_decref(waiting->range);
}

// Chooses one of what is waiting: an ordered answer only if no earlier ordered one waits.
static size_t choose(struct memory *memory)
{
	size_t chosen = (size_t)draw(memory, memory->waiting_count);
	for (size_t i = 0; memory->waiting[chosen].ordered && i < chosen; i++) {
		if (memory->waiting[i].ordered)
			return i;
	}
	return chosen;
}

static void tell_closed(struct memory *memory)
{
	for (int i = 0; i < memory->line_count; i++) {
		struct line *line = &memory->lines[i];
		if (!line->open || !line->closed)
			continue;
		line->open = false;
		step(memory, (struct core_happening){ .kind = CORE_CLOSED, .connection = line->handle });
	}
}

static void pull_all(struct memory *memory)
{
	for (int i = 0; i < memory->line_count; i++) {
		struct line *line = &memory->lines[i];
		if (!line->open || !core_has_output(memory->core, line->handle))
			continue;
		pull(memory, line);
		step(memory, (struct core_happening){ .kind = CORE_DRAINED, .connection = line->handle });
	}
}

// Brings back everything that is waiting, and what that leads to, until nothing is.
static void run(struct memory *memory)
{
	for (;;) {
		tell_closed(memory);
		pull_all(memory);
		if (memory->waiting_count == 0)
			return;
		size_t chosen = choose(memory);
		struct waiting waiting = memory->waiting[chosen];
		memmove(memory->waiting + chosen, memory->waiting + chosen + 1, (memory->waiting_count - chosen - 1) * sizeof waiting);
		memory->waiting_count--;
		memory->scratch_n = 0;
		if (waiting.fetch)
			give_range(memory, &waiting);
		else
			give_answer(memory, &waiting);
	}
}

static bool memory_person(void *state, const char *name, int64_t *person, char token[STAGE_TOKEN_BYTES_MAX])
{
	struct memory *memory = state;
	char called[64];
	snprintf(called, sizeof called, "%.*s", (int)strcspn(name, "."), name);
	const struct model_person *made = model_person_add(memory->model, called);
	*person = made->id;
	snprintf(token, STAGE_TOKEN_BYTES_MAX, "%s", made->token);
	return true;
}

static int memory_open(void *state)
{
	struct memory *memory = state;
	if (memory->core == NULL)
		return -1;
	CHECK(memory->line_count < STAGE_LINES_MAX);
	struct line *line = &memory->lines[memory->line_count];
	*line = (struct line){ .bytes = malloc(LINE_BYTES_MAX) };
	CHECK(line->bytes != NULL);
	struct core_happening happening = { .kind = CORE_OPENED };
	happening.opened.handle = &line->handle;
	happening.opened.peer = 1;
	memory->line_count++;
	step(memory, happening);
	line->open = line->handle != 0;
	return line->open ? memory->line_count - 1 : -1;
}

static void memory_send(void *state, int number, struct slice message, bool text)
{
	struct memory *memory = state;
	CHECK(!text); // text frames end in the gateway, which is not here
	if (memory->lines[number].open)
		step(memory, (struct core_happening){ .kind = CORE_FRAME, .connection = memory->lines[number].handle, .frame = message });
	run(memory);
}

// One whole unmasked frame at the front of the line.
static enum stage_news memory_next(void *state, int number, bool wait, struct slice *message, uint16_t *code)
{
	struct memory *memory = state;
	struct line *line = &memory->lines[number];
	run(memory);
	const uint8_t *at = line->bytes + line->used;
	size_t left = line->n - line->used, head = 2;
	if (left < 2) {
		*code = line->code;
		return line->closed ? STAGE_CLOSED : STAGE_NOTHING;
	}
	uint64_t length = at[1];
	if (length >= 126) {
		size_t more = length == 126 ? 2 : 8;
		length = 0;
		for (size_t i = 0; i < more; i++)
			length = length << 8 | at[2 + i];
		head += more;
	}
	CHECK(left >= head + length);
	*message = (struct slice){ .at = at + head, .n = (size_t)length };
	line->used += head + (size_t)length;
	return STAGE_MESSAGE;
}

static void memory_hang_up(void *state, int number)
{
	struct memory *memory = state;
	struct line *line = &memory->lines[number];
	if (line->open) {
		line->open = false;
		step(memory, (struct core_happening){ .kind = CORE_CLOSED, .connection = line->handle });
		run(memory);
	}
	free(line->bytes);
	line->bytes = NULL;
}

static bool memory_end_sessions(void *state, int64_t person)
{
	struct memory *memory = state;
	model_person(memory->model, person)->ended = true;
	step(memory, (struct core_happening){ .kind = CORE_REVOKED, .revoked = { .person = person } });
	run(memory);
	return true;
}

static void kill_core(struct memory *memory)
{
	for (int i = 0; i < memory->line_count; i++) {
		struct line *line = &memory->lines[i];
		if (line->open)
			*line = (struct line){ .bytes = line->bytes, .closed = true, .code = 1006 };
	}
	core_destroy(memory->core);
	memory->core = NULL;
}

static void tell_database(struct memory *memory, bool there)
{
	step(memory, (struct core_happening){ .kind = CORE_DATABASE, .database_there = there });
	run(memory);
}

static bool memory_command(void *state, const char *what)
{
	struct memory *memory = state;
	if (strcmp(what, "the database is lost") == 0) {
		tell_database(memory, false);
	} else if (strcmp(what, "the database is back") == 0) {
		tell_database(memory, true);
	} else if (strcmp(what, "the daemon is killed") == 0) {
		kill_core(memory);
	} else if (strcmp(what, "the daemon is back") == 0) {
		memory->core = core_create(&memory->limits, draw(memory, UINT64_MAX));
		tell_database(memory, true);
	} else {
		return false;
	}
	return true;
}

// The model has no operator.
static json_t *memory_admin(void *state, const char *call, json_t *with)
{
	json_decref(with);
	return NULL;
}

static void memory_destroy(void *state)
{
	struct memory *memory = state;
	for (int i = 0; i < memory->line_count; i++)
		free(memory->lines[i].bytes);
	core_destroy(memory->core);
	model_destroy(memory->model);
	free(memory);
}

struct stage stage_memory(uint64_t seed)
{
	struct memory *memory = calloc(1, sizeof *memory);
	CHECK(memory != NULL);
	memory->random = seed * 2 + 1;
	memory->now_us = 1000000;
	memory->limits = core_limits_default();
	memory->model = model_create();
	memory->core = core_create(&memory->limits, seed);
	CHECK(memory->model != NULL && memory->core != NULL);
	tell_database(memory, true);
	return (struct stage){ .state = memory,
		.person = memory_person,
		.open = memory_open,
		.send = memory_send,
		.next = memory_next,
		.hang_up = memory_hang_up,
		.end_sessions = memory_end_sessions,
		.command = memory_command,
		.admin = memory_admin,
		.destroy = memory_destroy };
}
