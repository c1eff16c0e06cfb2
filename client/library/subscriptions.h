// Subscriptions: the channels that the client follows, each with its cursor, so that every position is handed out once, in order.
//
//   IDLE -> ASKED -> FOLLOWING;  a lost connection or a gap goes back to IDLE, and the cursor stays
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_SUBSCRIPTIONS_H
#define WAYMARK_LIBRARY_SUBSCRIPTIONS_H

#include "client/library/waymark.h"

#define SUBSCRIPTIONS_MAX 1000

enum subscription_state { SUBSCRIPTION_IDLE, SUBSCRIPTION_ASKED, SUBSCRIPTION_FOLLOWING };

struct subscription {
	struct subscription *next;
	enum subscription_state state;
	int64_t channel;
	int64_t cursor; // the last position handed out or skipped; WM_FROM_NOW until the head is known
	uint32_t id;    // of the request on the way, while ASKED
	bool jumped;    // a gap was asked for again: the next one is taken as it is
	wm_notice_callback *callback;
	void *user;
};

struct subscriptions {
	struct subscription *first;
	size_t count;
};

// The one of a channel, or NULL.
struct subscription *subscriptions_find(const struct subscriptions *subscriptions, int64_t channel);
// The one that waits for the answer of that id, or NULL.
struct subscription *subscriptions_asked(const struct subscriptions *subscriptions, uint32_t id);
// The next one to ask for, or NULL.
struct subscription *subscriptions_idle(const struct subscriptions *subscriptions);
// Follows a channel, or moves the one that there is. WM_OK, WM_FULL, WM_NO_MEMORY.
int subscriptions_put(
	struct subscriptions *subscriptions, int64_t channel, int64_t after, wm_notice_callback *callback, void *user);
void subscriptions_drop(struct subscriptions *subscriptions, struct subscription *subscription);
// The connection is gone: all are asked for again.
void subscriptions_rewind(struct subscriptions *subscriptions);
void subscriptions_release(struct subscriptions *subscriptions);

// The service follows the channel, whose head is there; the cursor is settled.
void subscription_follow(struct subscription *subscription, int64_t head);

enum subscription_verdict {
	SUBSCRIPTION_HAND_OUT, // it is next
	SUBSCRIPTION_PASS,     // it was handed out before, or the stream is not ours yet
	SUBSCRIPTION_ASK,      // something is missing before it: the subscription is IDLE again and asks behind its cursor
	SUBSCRIPTION_JUMP,     // it was missing again: what lies between is gone; tell of it, then hand this out
};

// What to do with an event at seq. The cursor is moved by subscription_move when it is handed out.
enum subscription_verdict subscription_judge(struct subscription *subscription, int64_t seq);
void subscription_move(struct subscription *subscription, int64_t seq);

#endif
