// Daemon: its lanes to the model database, which are slow, break, and do late what was thought lost.
#include "simulation.h"

#include <stdlib.h>

#define EVENT_BYTES_MAX 6000
#define GHOST 5000 // of 10,000 commands in flight when their connection is lost, this many are done all the same

static struct core_limits limits_of(const struct sim *sim)
{
	struct core_limits limits = core_limits_default();
	limits.connections_max = CLIENTS_MAX * 4;
	limits.connections_per_person_max = CLIENTS_MAX * 4;
	limits.requests_max = 40;
	limits.requests_per_connection_max = 8;
	limits.subscriptions_max = CLIENTS_MAX * 4 * CHANNELS_MAX;
	limits.subscriptions_per_connection_max = CHANNELS_MAX;
	limits.outbox_bytes_max = sim->options.outbox_bytes_max;
	limits.history_max = sim->options.history_max;
	limits.fetches_max = sim->options.fetches_max;
	limits.requests_per_s = 20;
	return limits;
}

void daemon_start(struct sim *sim, int number)
{
	struct daemon *daemon = &sim->daemons[number];
	struct core_limits limits = limits_of(sim);
	daemon->core = core_create(&limits, sim->seed + (uint64_t)number);
	daemon->up = true;
	daemon->written_us = daemon->answered_us = daemon->slow_until_us = 0;
	daemon->question_count = 0;
	daemon_database_back(sim, number);
}

void daemon_stop(struct sim *sim, int number)
{
	struct daemon *daemon = &sim->daemons[number];
	for (size_t i = 0; i < daemon->question_count; i++)
		free(daemon->questions[i].range);
	free(daemon->questions);
	daemon->questions = NULL;
	daemon->question_count = daemon->question_size = 0;
	core_destroy(daemon->core);
	daemon->core = NULL;
	daemon->up = daemon->there = false;
	daemon->life++;
	for (int client = 0; client < sim->options.clients; client++) {
		if (sim->clients[client].wire.open && sim->clients[client].wire.daemon == number)
			wire_cut(sim, client);
	}
	// The others learn that it is gone, and look for what it did and could not tell.
	for (int other = 0; other < sim->options.daemons; other++)
		sim_at(sim, sim->now_us + sim_some(sim, SECOND),
			(struct task){ .kind = TASK_DOUBT, .number = other, .life = sim->daemons[other].life });
}

// -- questions
// --------------------------------------------------------------------------------------------------------------------

static void execute_at_some_time(struct sim *sim, int number, size_t index)
{
	struct daemon *daemon = &sim->daemons[number];
	struct question *question = &daemon->questions[index];
	int64_t at_us = sim->now_us + sim_some(sim, sim->options.database_us);
	if (!sim->healed && daemon->slow_until_us > at_us)
		at_us = daemon->slow_until_us;
	if (question->write) {
		at_us = at_us > daemon->written_us ? at_us : daemon->written_us;
		daemon->written_us = at_us;
	}
	struct task task = { .kind = TASK_EXECUTE, .number = number, .life = daemon->life, .a = index, .b = question->turn };
	sim_at(sim, at_us, task);
}

static void ask(struct sim *sim, int number, struct question question)
{
	struct daemon *daemon = &sim->daemons[number];
	if (daemon->question_count == daemon->question_size) {
		daemon->question_size = daemon->question_size == 0 ? 64 : daemon->question_size * 2;
		daemon->questions = realloc(daemon->questions, daemon->question_size * sizeof(daemon->questions[0]));
		CHECK(daemon->questions != NULL);
	}
	daemon->questions[daemon->question_count++] = question;
	execute_at_some_time(sim, number, daemon->question_count - 1);
}

static const struct envelope_value *value_of(const struct core_ask *asked, const char *name)
{
	static const struct envelope_value none;
	int field = schema_field(asked->operation->takes, slice_of(name));
	return field >= 0 ? &asked->values[field] : &none;
}

static void ask_operation(struct sim *sim, int number, const struct core_ask *asked)
{
	struct question question = { .request = asked->request, .operation = asked->operation, .person = asked->person };
	const struct envelope_value *nonce = value_of(asked, "nonce"), *after = value_of(asked, "after");
	question.channel = value_of(asked, "channel")->number + value_of(asked, "circle")->number;
	question.after = after->present ? after->number : -1;
	question.presence = value_of(asked, "presence")->number != 0;
	question.text_bytes = value_of(asked, "text")->bytes.n;
	question.write = asked->operation->changes;
	if (nonce->present)
		memcpy(&question.nonce, nonce->bytes.at, sizeof(question.nonce));
	if (asked->token.n == 2)
		question.person = asked->token.at[1] - '0'; // "p3"
	ask(sim, number, question);
}

void daemon_ask(struct sim *sim, int number, const struct core_effect *effect)
{
	if (effect->kind == CORE_ASK)
		ask_operation(sim, number, &effect->ask);
	else
		ask(sim, number,
			(struct question){ .fetch = effect->fetch.fetch,
				.person = effect->fetch.person,
				.channel = effect->fetch.channel,
				.after = effect->fetch.after,
				.limit = effect->fetch.limit });
}

static void visible_range(struct sim *sim, struct question *question)
{
	const struct truth_channel *log = &sim->truth.channels[question->channel];
	if (!truth_member(sim, question->person, question->channel)) {
		question->result.outcome = OUTCOME_NOT_FOUND;
		return;
	}
	question->head = log->head;
	question->range = calloc(question->limit, sizeof(question->range[0]));
	CHECK(question->range != NULL);
	for (size_t i = 0; i < log->count && !question->more; i++) {
		const struct event *event = &log->events[i];
		bool leak = sim->plant == PLANT_LEAK;
		bool omit = sim->plant == PLANT_OMITTED && sim_happens(sim, 300);
		if (event->seq <= question->after || omit ||
			(!leak && !truth_visible(sim, question->person, question->channel, event->seq)))
			continue;
		if (question->range_count == question->limit)
			question->more = true;
		else
			question->range[question->range_count++] = *event;
	}
}

static void execute(struct sim *sim, struct question *question)
{
	const char *name = question->operation != NULL ? question->operation->name : "";
	question->result = (struct truth_result){ .outcome = OUTCOME_OK };
	if (question->fetch != 0) {
		visible_range(sim, question);
	} else if (strcmp(name, "channel.post") == 0) {
		question->result = truth_post(sim, question->person, question->channel, question->nonce, question->text_bytes);
	} else if (strcmp(name, "circle.join") == 0) {
		question->result = truth_join(sim, question->person, question->channel, question->nonce);
	} else if (strcmp(name, "circle.leave") == 0) {
		question->result = truth_leave(sim, question->person, question->channel, question->nonce);
	} else if (strcmp(name, "channel.subscribe") == 0) {
		question->head = sim->truth.channels[question->channel].head;
		if (!truth_member(sim, question->person, question->channel) && sim->plant != PLANT_OPEN_DOOR)
			question->result.outcome = OUTCOME_NOT_FOUND;
	}
}

void daemon_execute(struct sim *sim, int number, size_t index, uint32_t turn)
{
	struct daemon *daemon = &sim->daemons[number];
	struct question *question = &daemon->questions[index];
	if (question->turn != turn) { // its connection was lost; the server may do it even so, until it is asked anew
		struct question ghost = *question;
		if (question->write && !question->executed && sim_happens(sim, GHOST))
			execute(sim, &ghost);
		return;
	}
	if (question->executed)
		return;
	if (sim->plant == PLANT_LOST_COMMIT && question->write && sim_happens(sim, 300))
		question->result = (struct truth_result){ .seq = sim->truth.channels[question->channel].head + 1 };
	else
		execute(sim, question);
	question->executed = true;
	int64_t at_us = sim->now_us + sim_some(sim, sim->options.database_us);
	if (question->write) {
		at_us = at_us > daemon->answered_us ? at_us : daemon->answered_us;
		daemon->answered_us = at_us;
	}
	sim_at(sim, at_us, (struct task){ .kind = TASK_ANSWER, .number = number, .life = daemon->life, .a = index, .b = turn });
}

// -- answers
// ----------------------------------------------------------------------------------------------------------------------

static struct core_event event_encode(const struct sim *sim, int64_t channel, const struct event *event, uint8_t *bytes)
{
	static const char *const kinds[] = { "message", "joined", "left" };
	static const uint8_t text[EVENT_BYTES_MAX];
	uint8_t body[EVENT_BYTES_MAX];
	struct wire_writer body_writer = wire_writer_of(body, sizeof(body));
	wire_put_map(&body_writer, 1);
	wire_put_word(&body_writer, "text");
	wire_put_bytes(&body_writer, (struct slice){ .at = text, .n = event->text_bytes });
	struct wire_writer writer = wire_writer_of(bytes, EVENT_BYTES_MAX);
	int64_t actor = sim->plant == PLANT_WRONG_ACTOR && event->seq % 50 == 0 ? event->actor + 1 : event->actor;
	envelope_put_event(
		&writer, channel, event->seq, slice_of(kinds[event->kind]), 0, actor, (struct slice){ 0 }, wire_written(&body_writer));
	CHECK(!writer.overflowed);
	struct core_event encoded = { .channel = channel, .seq = event->seq, .map = wire_written(&writer) };
	encoded.left = event->kind == KIND_LEFT && sim->plant != PLANT_NO_LEFT;
	encoded.person = event->kind != KIND_MESSAGE ? event->actor : 0;
	return encoded;
}

static void answer_fetch(struct sim *sim, int number, struct question *question)
{
	uint8_t *bytes = malloc((question->range_count + 1) * EVENT_BYTES_MAX);
	struct core_event *events = calloc(question->range_count + 1, sizeof(events[0]));
	CHECK(bytes != NULL && events != NULL);
	for (size_t i = 0; i < question->range_count; i++)
		events[i] = event_encode(sim, question->channel, &question->range[i], bytes + i * EVENT_BYTES_MAX);
	struct core_happening happening = { .kind = CORE_FETCHED };
	happening.fetched.fetch = question->fetch;
	happening.fetched.outcome = !sim->healed && sim_happens(sim, 200) ? OUTCOME_UNAVAILABLE : question->result.outcome;
	happening.fetched.events = events;
	happening.fetched.event_count = question->range_count;
	happening.fetched.head = question->head;
	happening.fetched.more = question->more;
	if (sim->plant != PLANT_NO_FETCH)
		daemon_step(sim, number, happening);
	free(bytes);
	free(events);
}

static void answer_operation(struct sim *sim, int number, const struct question *question)
{
	struct core_answer answer = { .outcome = question->result.outcome, .retry_after_ms = -1 };
	uint8_t reply[64], bytes[EVENT_BYTES_MAX];
	struct wire_writer writer = wire_writer_of(reply, sizeof(reply));
	struct core_event event;
	int64_t seq = question->result.seq;
	if (answer.outcome == OUTCOME_OK && question->write) {
		wire_put_map(&writer, 1);
		wire_put_word(&writer, "seq");
		wire_put_int(&writer, sim->plant == PLANT_WRONG_ACK && seq % 20 == 0 ? seq + 1 : seq);
		const struct event *happened = truth_event(sim, question->channel, seq);
		if (!question->result.repeat && happened != NULL) {
			event = event_encode(sim, question->channel, happened, bytes);
			answer.events = &event;
			answer.event_count = 1;
		}
	} else if (answer.outcome == OUTCOME_OK && strcmp(question->operation->name, "session.hello") == 0) {
		answer.change = CORE_CHANGE_GREETED;
		answer.session = (struct core_session){ .person = question->person,
			.session = question->person,
			.inbox = 1,
			.name = slice_of("Name"),
			.language = slice_of("en") };
	} else if (answer.outcome == OUTCOME_OK && strcmp(question->operation->name, "channel.subscribe") == 0) {
		answer.change = CORE_CHANGE_SUBSCRIBED;
		bool behind = question->after >= 0 && question->after < question->head;
		answer.subscription = (struct core_subscription){ .channel = question->channel,
			.head = question->head,
			.after = behind ? question->after : question->head,
			.presence = question->presence };
	}
	answer.reply = wire_written(&writer);
	struct core_happening happening = { .kind = CORE_ANSWERED };
	happening.answered.request = question->request;
	happening.answered.answer = &answer;
	daemon_step(sim, number, happening);
}

void daemon_answer(struct sim *sim, int number, size_t index, uint32_t turn)
{
	struct question *question = &sim->daemons[number].questions[index];
	if (question->turn != turn || question->answered)
		return;
	question->answered = true;
	struct question answered = *question; // a step may ask, which may move the questions
	question->range = NULL;
	if (answered.fetch != 0)
		answer_fetch(sim, number, &answered);
	else
		answer_operation(sim, number, &answered);
	free(answered.range);
}

// -- the connection to the database
// -----------------------------------------------------------------------------------------------

void daemon_lose_database(struct sim *sim, int number)
{
	struct daemon *daemon = &sim->daemons[number];
	daemon->there = false;
	for (size_t i = 0; i < daemon->question_count; i++) {
		struct question *question = &daemon->questions[i];
		question->turn++;
		if (!question->answered) {
			question->executed = false;
			free(question->range);
			question->range = NULL;
			question->range_count = 0;
			question->more = false;
		}
	}
	if (sim->plant != PLANT_SILENT_LOSS)
		daemon_step(sim, number, (struct core_happening){ .kind = CORE_DATABASE, .database_there = false });
	sim_at(
		sim, sim->now_us + sim_some(sim, 3 * SECOND), (struct task){ .kind = TASK_BACK, .number = number, .life = daemon->life });
}

void daemon_database_back(struct sim *sim, int number)
{
	struct daemon *daemon = &sim->daemons[number];
	bool first = daemon->question_count == 0;
	daemon->there = true;
	daemon->written_us = daemon->answered_us = sim->now_us;
	if (sim->plant != PLANT_SILENT_LOSS || first)
		daemon_step(sim, number, (struct core_happening){ .kind = CORE_DATABASE, .database_there = true });
	for (size_t i = 0; i < daemon->question_count; i++) {
		if (!daemon->questions[i].answered)
			execute_at_some_time(sim, number, i);
	}
}
