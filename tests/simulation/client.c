// Client: a person's program. It follows channels, resumes behind its cursor, keeps what it wants to say until it is answered,
// and now and then does something foolish.
#include "simulation.h"

#include "speech.h"

#define TICK_US (300 * MS)

void client_begin(struct sim *sim, int client)
{
	struct client *self = &sim->clients[client];
	self->person = 1 + (int64_t)sim_chance(sim, (uint64_t)sim->options.persons);
	self->next_id = 1;
	for (int channel = 1; channel <= sim->options.channels; channel++) {
		self->following[channel].cursor = -1;
		self->following[channel].wanted = sim_happens(sim, 8000);
	}
	sim_at(sim, sim->now_us + sim_some(sim, TICK_US), (struct task){ .kind = TASK_TICK, .number = client });
}

void client_cut(struct sim *sim, int client)
{
	struct client *self = &sim->clients[client];
	self->greeted = self->hello_sent = false;
	self->pending_count = 0;
	for (int channel = 1; channel <= CHANNELS_MAX; channel++)
		self->following[channel].granted = self->following[channel].stale = false;
	for (int i = 0; i < self->outbox_count; i++)
		self->outbox[i].waiting = false; // what came of it is not known: it is said again under the same nonce
}

static bool pends(const struct client *self, enum asked asked, int64_t channel)
{
	for (int i = 0; i < self->pending_count; i++) {
		if (self->pending[i].asked == asked && self->pending[i].channel == channel)
			return true;
	}
	return false;
}

static void send(struct sim *sim, int client, struct pending asked, size_t text_bytes)
{
	struct client *self = &sim->clients[client];
	if (self->pending_count == PENDING_MAX)
		return;
	asked.id = self->next_id++;
	asked.sent_us = sim->now_us;
	asked.moves = asked.channel != 0 ? sim->moves[self->person][asked.channel] : 0;
	self->pending[self->pending_count++] = asked;
	wire_up(sim, client, speech_request(&asked, self->person, text_bytes));
}

static void connect_somewhere(struct sim *sim, int client)
{
	int daemon = (int)sim_chance(sim, (uint64_t)sim->options.daemons);
	if (sim->daemons[daemon].up && sim_happens(sim, 5000))
		wire_open(sim, client, daemon);
}

static void follow(struct sim *sim, int client, int64_t channel)
{
	struct client *self = &sim->clients[client];
	struct following *following = &self->following[channel];
	bool needed = following->wanted && (!following->granted || following->stale);
	if (!needed || pends(self, ASKED_SUBSCRIBE, channel) || pends(self, ASKED_UNSUBSCRIBE, channel))
		return;
	int64_t after = sim_happens(sim, 9000) ? following->cursor : -1;
	send(sim, client, (struct pending){ .asked = ASKED_SUBSCRIBE, .channel = channel, .after = after }, 0);
}

static void say_again(struct sim *sim, int client)
{
	struct client *self = &sim->clients[client];
	for (int i = 0; i < self->outbox_count; i++) {
		if (self->outbox[i].waiting)
			continue;
		self->outbox[i].waiting = true;
		self->outbox[i].tries++;
		struct pending asked = {
			.asked = self->outbox[i].asked, .channel = self->outbox[i].channel, .nonce = self->outbox[i].nonce
		};
		send(sim, client, asked, self->outbox[i].text_bytes);
		return;
	}
}

static void want_to_say(struct sim *sim, int client, enum asked asked, int64_t channel)
{
	struct client *self = &sim->clients[client];
	if (self->outbox_count == OUTBOX_MAX)
		return;
	int i = self->outbox_count++;
	self->outbox[i].asked = asked;
	self->outbox[i].channel = channel;
	self->outbox[i].nonce = ++sim->next_nonce;
	self->outbox[i].tries = 0;
	self->outbox[i].waiting = false;
	self->outbox[i].text_bytes = 1 + (size_t)sim_chance(sim, sim->options.text_bytes);
}

static void do_something(struct sim *sim, int client)
{
	struct client *self = &sim->clients[client];
	int64_t channel = 1 + (int64_t)sim_chance(sim, (uint64_t)sim->options.channels);
	uint64_t what = sim_chance(sim, 100);
	bool free_to_ask = !pends(self, ASKED_SUBSCRIBE, channel) && !pends(self, ASKED_UNSUBSCRIBE, channel);
	if (what < 45) {
		want_to_say(sim, client, ASKED_POST, channel);
	} else if (what < 50) {
		self->following[channel].wanted = true;
	} else if (what < 54 && self->following[channel].granted && free_to_ask) {
		self->following[channel].wanted = false;
		send(sim, client, (struct pending){ .asked = ASKED_UNSUBSCRIBE, .channel = channel }, 0);
	} else if (what < 58) {
		want_to_say(sim, client, truth_member(sim, self->person, channel) ? ASKED_LEAVE : ASKED_JOIN, channel);
	} else if (what < 60) {
		self->following[channel].stale = self->following[channel].granted; // asks again without need
	} else if (what < 66) {
		send(sim, client, (struct pending){ .asked = ASKED_OTHER, .channel = channel }, what);
	} else if (what == 66 && sim_happens(sim, 1000)) {
		wire_up(sim, client, slice_of("\xc1 this is no message"));
	}
}

void client_tick(struct sim *sim, int client)
{
	struct client *self = &sim->clients[client];
	struct wire *wire = &self->wire;
	sim_at(sim, sim->now_us + sim_some(sim, TICK_US), (struct task){ .kind = TASK_TICK, .number = client });
	judge_waiting(sim, client);
	if (wire->open && sim->daemons[wire->daemon].up)
		judge_bounds(sim, wire->daemon);
	if (!wire->open) {
		connect_somewhere(sim, client);
		return;
	}
	if (!sim->healed && sim_happens(sim, sim->options.hang_up)) {
		wire_cut(sim, client);
		return;
	}
	if (!sim->healed && sim_happens(sim, sim->options.stall))
		wire->stalled_us = sim->now_us + sim_some(sim, 6 * SECOND);
	if (!self->hello_sent) {
		self->hello_sent = true;
		send(sim, client, (struct pending){ .asked = ASKED_HELLO }, 0);
	}
	if (!self->greeted)
		return;
	for (int64_t channel = 1; channel <= sim->options.channels; channel++)
		follow(sim, client, channel);
	if (!sim->healed)
		do_something(sim, client);
	say_again(sim, client);
}

// -- what it hears
// ----------------------------------------------------------------------------------------------------------------

static void subscribed(struct sim *sim, int client, const struct pending *asked, int64_t head)
{
	struct client *self = &sim->clients[client];
	struct following *following = &self->following[asked->channel];
	judge_granted(sim, client, asked->channel, head);
	int64_t after = asked->after >= 0 && asked->after < head ? asked->after : head;
	following->granted = true;
	following->stale = false;
	following->next = after + 1;
	following->cursor = after;
	// If the membership changed while the question was on its way, the daemon may have ended it again.
	following->moves = asked->moves == sim->moves[self->person][asked->channel] ? asked->moves : -1;
}

static void said(struct sim *sim, int client, const struct pending *asked, const struct speech_answer *answer)
{
	struct client *self = &sim->clients[client];
	int i = 0;
	while (i < self->outbox_count && self->outbox[i].nonce != asked->nonce)
		i++;
	CHECK(i < self->outbox_count);
	if (answer->outcome == OUTCOME_UNAVAILABLE || answer->outcome == OUTCOME_RATE_LIMITED) {
		self->outbox[i].waiting = false;
		return;
	}
	if (answer->outcome == OUTCOME_OK)
		judge_acked(sim, client, asked->channel, asked->nonce, answer->number);
	else
		judge_refused(sim, client, asked->channel, asked->nonce, self->outbox[i].tries);
	if (answer->outcome == OUTCOME_OK && asked->asked == ASKED_JOIN)
		self->following[asked->channel].stale = true;
	self->outbox[i] = self->outbox[--self->outbox_count];
}

static void answered(struct sim *sim, int client, const struct pending *asked, const struct speech_answer *answer)
{
	struct client *self = &sim->clients[client];
	struct following *following = &self->following[asked->channel];
	bool ok = answer->outcome == OUTCOME_OK;
	switch (asked->asked) {
	case ASKED_HELLO:
		self->greeted = ok;
		self->hello_sent = ok;
		break;
	case ASKED_SUBSCRIBE:
		if (ok)
			subscribed(sim, client, asked, answer->number);
		else if (answer->outcome == OUTCOME_NOT_FOUND && !truth_member(sim, self->person, asked->channel))
			following->wanted = false;
		break;
	case ASKED_UNSUBSCRIBE:
		if (ok || answer->outcome == OUTCOME_NOT_FOUND)
			following->granted = false;
		break;
	case ASKED_POST:
	case ASKED_JOIN:
	case ASKED_LEAVE:
		said(sim, client, asked, answer);
		break;
	case ASKED_OTHER:
		break;
	}
}

static void response(struct sim *sim, int client, const struct envelope *envelope)
{
	struct client *self = &sim->clients[client];
	struct speech_answer answer = speech_answer_read(envelope);
	for (int i = 0; i < self->pending_count; i++) {
		if (self->pending[i].id != envelope->id)
			continue;
		struct pending asked = self->pending[i];
		self->pending[i] = self->pending[--self->pending_count];
		answered(sim, client, &asked, &answer);
		return;
	}
	judge_fail(sim, "end", "client %d heard an answer to request %u, which it does not wait for", client, envelope->id);
}

static void heard_event(struct sim *sim, int client, struct slice map)
{
	struct client *self = &sim->clients[client];
	struct speech_event event = speech_event_read(map);
	if (event.channel < 1 || event.channel > sim->options.channels) {
		judge_fail(sim, "truth", "client %d heard of channel %lld", client, (long long)event.channel);
		return;
	}
	judge_event(sim, client, event.channel, event.seq, event.actor, event.text_bytes);
	// It may be long ago, when it is heard from the log; or the end of this subscription. The program cannot tell, and asks
	// again.
	if (event.actor == self->person && event.left)
		self->following[event.channel].stale = true;
}

void client_heard(struct sim *sim, int client, struct slice message)
{
	if (sim->failed)
		return;
	struct envelope envelope = envelope_read(message);
	if (envelope.kind == ENVELOPE_RESPONSE) {
		response(sim, client, &envelope);
		return;
	}
	if (envelope.kind != ENVELOPE_NOTIFICATION) {
		judge_fail(sim, "truth", "client %d heard nonsense", client);
		return;
	}
	struct wire_reader reader = wire_reader_of(envelope.params);
	for (uint32_t maps = wire_read_array(&reader); maps > 0 && !sim->failed; maps--) {
		struct slice map = wire_skip(&reader);
		struct speech_notice notice = speech_notice_read(map);
		if (slice_equal(envelope.name, slice_of("event")))
			heard_event(sim, client, map);
		else if (slice_equal(envelope.name, slice_of("skipped")))
			judge_skipped(sim, client, notice.channel, notice.from, notice.to);
		else if (slice_equal(envelope.name, slice_of("lagged")))
			judge_lagged(sim, client, notice.channel, notice.seq);
	}
}
