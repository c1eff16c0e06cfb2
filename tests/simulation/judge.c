// Judge: the rules, in terms of what programs saw and what the log holds. It knows nothing of CATCHING, LIVE or outboxes.
#include "simulation.h"

#include <stdarg.h>
#include <stdio.h>

#define ANSWER_US_MAX (12 * SECOND) // that any request may take whatever breaks

void judge_fail(struct sim *sim, const char *rule, const char *form, ...)
{
	if (sim->failed)
		return;
	sim->failed = true;
	int n = snprintf(sim->verdict, sizeof(sim->verdict), "%s at %.3f s: ", rule, (double)sim->now_us / SECOND);
	va_list values;
	va_start(values, form);
	vsnprintf(sim->verdict + n, sizeof(sim->verdict) - (size_t)n, form, values);
	va_end(values);
}

void judge_event(struct sim *sim, int client, int64_t channel, int64_t seq, int64_t actor, size_t body_bytes)
{
	struct following *following = &sim->clients[client].following[channel];
	int64_t person = sim->clients[client].person;
	const struct event *event = truth_event(sim, channel, seq);
	sim->delivered++;
	if (event == NULL)
		judge_fail(sim, "truth", "client %d heard %lld:%lld, which never happened", client, (long long)channel, (long long)seq);
	else if (event->actor != actor || event->text_bytes != body_bytes)
		judge_fail(sim, "truth", "client %d heard %lld:%lld with other content", client, (long long)channel, (long long)seq);
	else if (!truth_visible(sim, person, channel, seq))
		judge_fail(sim, "secrecy", "person %lld heard %lld:%lld", (long long)person, (long long)channel, (long long)seq);
	else if (!following->granted)
		judge_fail(sim, "order", "client %d heard %lld:%lld without following", client, (long long)channel, (long long)seq);
	else if (seq != following->next)
		judge_fail(sim, "order", "client %d heard %lld:%lld, not %lld", client, (long long)channel, (long long)seq,
			(long long)following->next);
	following->next = seq + 1;
	following->cursor = seq;
}

void judge_skipped(struct sim *sim, int client, int64_t channel, int64_t from, int64_t to)
{
	struct following *following = &sim->clients[client].following[channel];
	int64_t person = sim->clients[client].person;
	sim->skips++;
	if (!following->granted || from != following->next || to < from || to > sim->truth.channels[channel].head)
		judge_fail(sim, "order", "client %d was told %lld:%lld-%lld skipped, next was %lld", client, (long long)channel,
			(long long)from, (long long)to, (long long)following->next);
	for (int64_t seq = from; seq <= to && !sim->failed; seq++) {
		if (truth_visible(sim, person, channel, seq))
			judge_fail(sim, "loss", "client %d was told %lld:%lld is hidden", client, (long long)channel, (long long)seq);
	}
	following->next = to + 1;
	following->cursor = to;
}

void judge_lagged(struct sim *sim, int client, int64_t channel, int64_t seq)
{
	struct following *following = &sim->clients[client].following[channel];
	sim->lags++;
	if (!following->granted || seq != following->next - 1)
		judge_fail(sim, "order", "client %d lagged at %lld:%lld, next was %lld", client, (long long)channel, (long long)seq,
			(long long)following->next);
}

void judge_acked(struct sim *sim, int client, int64_t channel, uint64_t nonce, int64_t seq)
{
	const struct event *event = truth_event(sim, channel, seq);
	sim->acked++;
	if (event == NULL || event->nonce != nonce || event->actor != sim->clients[client].person)
		judge_fail(sim, "durability", "client %d was promised %lld:%lld", client, (long long)channel, (long long)seq);
}

void judge_refused(struct sim *sim, int client, int64_t channel, uint64_t nonce, int tries)
{
	if (tries == 1 && truth_count_nonce(sim, channel, nonce) > 0)
		judge_fail(sim, "durability", "client %d was refused what happened", client);
}

void judge_granted(struct sim *sim, int client, int64_t channel, int64_t head)
{
	struct client *self = &sim->clients[client];
	if (head > sim->truth.channels[channel].head)
		judge_fail(sim, "truth", "client %d was told a head of %lld", client, (long long)head);
	// Who was never a member is told nothing, not even how long the log is.
	if (sim->truth.channels[channel].members[self->person].count == 0)
		judge_fail(sim, "secrecy", "person %lld may follow %lld", (long long)self->person, (long long)channel);
}

void judge_waiting(struct sim *sim, int client)
{
	struct client *self = &sim->clients[client];
	if (!self->wire.open)
		return;
	for (int i = 0; i < self->pending_count; i++) {
		int64_t sent_us = self->pending[i].sent_us;
		int64_t since_us = sent_us > self->wire.stalled_us ? sent_us : self->wire.stalled_us;
		if (sim->now_us - since_us > ANSWER_US_MAX) {
			judge_fail(sim, "end", "client %d waits for request %u", client, self->pending[i].id);
			return;
		}
	}
}

void judge_bounds(struct sim *sim, int number)
{
	struct daemon *daemon = &sim->daemons[number];
	struct core_figures figures = core_figures(daemon->core);
	uint64_t each = sim->options.outbox_bytes_max + 8192; // notices and small replies may go over
	if (figures.outbox_bytes > figures.connections * each)
		judge_fail(sim, "bound", "%llu bytes in %llu outboxes", (unsigned long long)figures.outbox_bytes,
			(unsigned long long)figures.connections);
	if (figures.connections > CLIENTS_MAX * 4 || figures.requests_open > CLIENTS_MAX * 4 * PENDING_MAX)
		judge_fail(sim, "bound", "%llu connections, %llu requests", (unsigned long long)figures.connections,
			(unsigned long long)figures.requests_open);
}

static void judge_log(struct sim *sim, int channel)
{
	const struct truth_channel *log = &sim->truth.channels[channel];
	for (size_t i = 0; i < log->count; i++) {
		if (log->events[i].seq != (int64_t)i + 1)
			judge_fail(sim, "order", "%d:%zu does not exist", channel, i + 1);
		if (truth_count_nonce(sim, channel, log->events[i].nonce) != 1)
			judge_fail(sim, "durability", "%d:%zu happened twice", channel, i + 1);
	}
}

// True if the program follows the channel, its person was a member all the while, and it has not heard everything.
static bool behind(const struct sim *sim, const struct client *self, int channel)
{
	const struct following *following = &self->following[channel];
	bool steady = following->granted && following->moves == sim->moves[self->person][channel];
	return steady && truth_member(sim, self->person, channel) && following->next != sim->truth.channels[channel].head + 1;
}

bool judge_settled(const struct sim *sim)
{
	for (int client = 0; client < sim->options.clients; client++) {
		const struct client *self = &sim->clients[client];
		if (!self->wire.open || !self->greeted || self->pending_count > 0 || self->outbox_count > 0)
			return false;
		for (int channel = 1; channel <= sim->options.channels; channel++) {
			if (behind(sim, self, channel))
				return false;
		}
	}
	return true;
}

static void judge_client(struct sim *sim, int client)
{
	struct client *self = &sim->clients[client];
	if (!self->wire.open || !self->greeted)
		judge_fail(sim, "liveness", "client %d is not connected", client);
	if (self->pending_count > 0 || self->outbox_count > 0)
		judge_fail(
			sim, "liveness", "client %d still waits for %d answers, %d posts", client, self->pending_count, self->outbox_count);
	for (int channel = 1; channel <= sim->options.channels; channel++) {
		const struct following *following = &self->following[channel];
		if (behind(sim, self, channel))
			judge_fail(sim, "liveness", "client %d stands at %d:%lld of %lld", client, channel, (long long)following->next - 1,
				(long long)sim->truth.channels[channel].head);
	}
}

void judge_end(struct sim *sim)
{
	for (int channel = 1; channel <= sim->options.channels && !sim->failed; channel++)
		judge_log(sim, channel);
	for (int client = 0; client < sim->options.clients && !sim->failed; client++)
		judge_client(sim, client);
}
