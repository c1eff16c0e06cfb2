// Truth: the model database. It does one thing at a time, and what it did is what happened.
#include "simulation.h"

#include <stdlib.h>

static struct truth_channel *channel_of(struct sim *sim, int64_t channel)
{
	CHECK(channel >= 1 && channel <= sim->options.channels);
	return &sim->truth.channels[channel];
}

static int64_t append(struct sim *sim, int64_t channel, struct event event)
{
	struct truth_channel *log = channel_of(sim, channel);
	if (log->count == log->size) {
		log->size = log->size == 0 ? 64 : log->size * 2;
		log->events = realloc(log->events, log->size * sizeof(log->events[0]));
		CHECK(log->events != NULL);
	}
	log->head += sim->plant == PLANT_SEQ_GAP && sim_happens(sim, 100) ? 2 : 1;
	event.seq = log->head;
	log->events[log->count++] = event;
	return event.seq;
}

static void join(struct sim *sim, int64_t person, int64_t channel, uint64_t nonce)
{
	struct membership *membership = &channel_of(sim, channel)->members[person];
	CHECK(membership->count < RANGES_MAX);
	int64_t seq = append(sim, channel, (struct event){ .actor = person, .nonce = nonce, .kind = KIND_JOINED });
	membership->ranges[membership->count++].from = seq;
	sim->moves[person][channel]++;
}

void truth_begin(struct sim *sim)
{
	for (int channel = 1; channel <= sim->options.channels; channel++) {
		for (int person = 1; person <= sim->options.persons; person++) {
			if (sim_happens(sim, 7000))
				join(sim, person, channel, ++sim->next_nonce);
		}
	}
}

void truth_end(struct sim *sim)
{
	for (int channel = 1; channel <= CHANNELS_MAX; channel++)
		free(sim->truth.channels[channel].events);
}

bool truth_member(const struct sim *sim, int64_t person, int64_t channel)
{
	const struct membership *membership = &sim->truth.channels[channel].members[person];
	return membership->count > 0 && membership->ranges[membership->count - 1].until == 0;
}

bool truth_visible(const struct sim *sim, int64_t person, int64_t channel, int64_t seq)
{
	const struct membership *membership = &sim->truth.channels[channel].members[person];
	for (int i = 0; i < membership->count; i++) {
		if (seq >= membership->ranges[i].from && (membership->ranges[i].until == 0 || seq <= membership->ranges[i].until))
			return true;
	}
	return false;
}

const struct event *truth_event(const struct sim *sim, int64_t channel, int64_t seq)
{
	const struct truth_channel *log = &sim->truth.channels[channel];
	if (seq >= 1 && (size_t)seq <= log->count && log->events[seq - 1].seq == seq)
		return &log->events[seq - 1];
	for (size_t i = 0; i < log->count; i++) {
		if (log->events[i].seq == seq)
			return &log->events[i];
	}
	return NULL;
}

static const struct event *event_of_nonce(const struct sim *sim, int64_t channel, uint64_t nonce)
{
	const struct truth_channel *log = &sim->truth.channels[channel];
	for (size_t i = 0; i < log->count; i++) {
		if (log->events[i].nonce == nonce)
			return &log->events[i];
	}
	return NULL;
}

int truth_count_nonce(const struct sim *sim, int64_t channel, uint64_t nonce)
{
	const struct truth_channel *log = &sim->truth.channels[channel];
	int count = 0;
	for (size_t i = 0; i < log->count; i++)
		count += log->events[i].nonce == nonce;
	return count;
}

// The first answer to a nonce, if there was one.
static bool repeated(struct sim *sim, int64_t channel, uint64_t nonce, struct truth_result *result)
{
	const struct event *first = event_of_nonce(sim, channel, nonce);
	if (first == NULL || sim->plant == PLANT_NONCE)
		return false;
	*result = (struct truth_result){ .repeat = true, .seq = first->seq };
	return true;
}

struct truth_result truth_post(struct sim *sim, int64_t person, int64_t channel, uint64_t nonce, size_t text_bytes)
{
	struct truth_result result = { .outcome = OUTCOME_NOT_FOUND };
	if (repeated(sim, channel, nonce, &result) || !truth_member(sim, person, channel))
		return result;
	struct event event = { .actor = person, .nonce = nonce, .kind = KIND_MESSAGE, .text_bytes = text_bytes };
	result.outcome = OUTCOME_OK;
	result.seq = append(sim, channel, event);
	return result;
}

struct truth_result truth_join(struct sim *sim, int64_t person, int64_t channel, uint64_t nonce)
{
	struct truth_result result = { .outcome = OUTCOME_CONFLICT };
	if (repeated(sim, channel, nonce, &result))
		return result;
	if (truth_member(sim, person, channel) || channel_of(sim, channel)->members[person].count == RANGES_MAX)
		return result;
	join(sim, person, channel, nonce);
	return (struct truth_result){ .seq = channel_of(sim, channel)->head };
}

struct truth_result truth_leave(struct sim *sim, int64_t person, int64_t channel, uint64_t nonce)
{
	struct truth_result result = { .outcome = OUTCOME_NOT_FOUND };
	if (repeated(sim, channel, nonce, &result) || !truth_member(sim, person, channel))
		return result;
	result.outcome = OUTCOME_OK;
	result.seq = append(sim, channel, (struct event){ .actor = person, .nonce = nonce, .kind = KIND_LEFT });
	struct membership *membership = &channel_of(sim, channel)->members[person];
	membership->ranges[membership->count - 1].until = result.seq;
	sim->moves[person][channel]++;
	return result;
}
