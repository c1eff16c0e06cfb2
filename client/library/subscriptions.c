// Subscriptions: a list, and the judgement over each position that arrives.
// SPDX-License-Identifier: MIT
#include "client/library/subscriptions.h"

#include "protocol/must.h"

struct subscription *subscriptions_find(const struct subscriptions *subscriptions, int64_t channel)
{
	for (struct subscription *at = subscriptions->first; at; at = at->next)
		if (at->channel == channel)
			return at;
	return NULL;
}

struct subscription *subscriptions_asked(const struct subscriptions *subscriptions, uint32_t id)
{
	for (struct subscription *at = subscriptions->first; at; at = at->next)
		if (at->state == SUBSCRIPTION_ASKED && at->id == id)
			return at;
	return NULL;
}

struct subscription *subscriptions_idle(const struct subscriptions *subscriptions)
{
	for (struct subscription *at = subscriptions->first; at; at = at->next)
		if (at->state == SUBSCRIPTION_IDLE)
			return at;
	return NULL;
}

int subscriptions_put(
	struct subscriptions *subscriptions, int64_t channel, int64_t after, wm_notice_callback *callback, void *user)
{
	struct subscription *subscription = subscriptions_find(subscriptions, channel);
	if (!subscription) {
		if (subscriptions->count == SUBSCRIPTIONS_MAX)
			return WM_FULL;
		subscription = calloc(1, sizeof *subscription);
		if (!subscription)
			return WM_NO_MEMORY;
		subscription->channel = channel;
		subscription->next = subscriptions->first;
		subscriptions->first = subscription;
		subscriptions->count++;
	}
	subscription->state = SUBSCRIPTION_IDLE;
	subscription->cursor = after;
	subscription->jumped = false;
	subscription->callback = callback;
	subscription->user = user;
	return WM_OK;
}

void subscriptions_drop(struct subscriptions *subscriptions, struct subscription *subscription)
{
	struct subscription **at = &subscriptions->first;
	while (*at != subscription) {
		MUST(*at);
		at = &(*at)->next;
	}
	*at = subscription->next;
	subscriptions->count--;
	free(subscription);
}

void subscriptions_rewind(struct subscriptions *subscriptions)
{
	for (struct subscription *at = subscriptions->first; at; at = at->next) {
		at->state = SUBSCRIPTION_IDLE;
		at->jumped = false;
	}
}

void subscriptions_release(struct subscriptions *subscriptions)
{
	while (subscriptions->first)
		subscriptions_drop(subscriptions, subscriptions->first);
}

void subscription_follow(struct subscription *subscription, int64_t head)
{
	MUST(subscription->state == SUBSCRIPTION_ASKED);
	subscription->state = SUBSCRIPTION_FOLLOWING;
	// A cursor beyond the head is from before a restore of the service: the head is where the log stands now.
	if (subscription->cursor < 0 || subscription->cursor > head)
		subscription->cursor = head;
}

enum subscription_verdict subscription_judge(struct subscription *subscription, int64_t seq)
{
	if (subscription->state != SUBSCRIPTION_FOLLOWING || seq <= subscription->cursor)
		return SUBSCRIPTION_PASS;
	if (seq == subscription->cursor + 1)
		return SUBSCRIPTION_HAND_OUT;
	if (subscription->jumped)
		return SUBSCRIPTION_JUMP;
	subscription->jumped = true;
	subscription->state = SUBSCRIPTION_IDLE;
	return SUBSCRIPTION_ASK;
}

void subscription_move(struct subscription *subscription, int64_t seq)
{
	MUST(seq > subscription->cursor);
	subscription->cursor = seq;
	subscription->jumped = false;
}
