// World: a core with a shell in memory, for tests that read as what happened. Effects and messages become lines of text.
//
//   effects:   "ask session.hello", "fetch 5>3 of 7" (channel>after, of person), "write 1", "close 1 1002 ...", "ping 1",
//              "pause 1", "resume 1", "forget", "head 5:4", "log frame_broken", "stopped"
//   messages:  "ok 3 {\"head\":4}", "error 3 not_found detail", "event 5:1 5:2", "lagged 5:4", "skipped 5:1-3",
//              "signal typing 5 7", "goaway restart"
// Connections are numbered from 1 in the order in which they opened.
#ifndef WAYMARK_TEST_WORLD_H
#define WAYMARK_TEST_WORLD_H

#include <check.h>

#include "daemon/core/core.h"

#define WORLD_CONNECTIONS_MAX 600
#define WORLD_PENDING_MAX 64
#define SECOND 1000000

struct world {
	struct core *core;
	int64_t now_us;
	int64_t alarm_us; // INT64_MAX: none
	core_connection handles[WORLD_CONNECTIONS_MAX + 1];
	int opened;
	uint32_t next_id;
	core_request asked[WORLD_PENDING_MAX]; // oldest first
	core_connection asked_by[WORLD_PENDING_MAX];
	int asked_count;
	uint64_t fetched[WORLD_PENDING_MAX]; // oldest first
	int fetched_count;
	char last_token[128]; // of the last ask
	bool present;         // subscriptions ask for presence
	int rounds;           // of the last step
	char effects[8192];   // of the last step, "; " between
	char heard[65536];
};

// A world with small limits, the database there, at time 1 s. The test may change the limits first.
struct core_limits world_limits(void);
void world_begin(struct world *world, const struct core_limits *limits);
void world_end(struct world *world);

// One step with all its rounds. Returns the effects' text.
const char *world_step(struct world *world, struct core_happening happening);
// Lets time pass, in steps of the alarm when it rings on the way. Returns the effects' text of all alarms together.
const char *world_pass(struct world *world, int64_t us);

int world_open(struct world *world, const char *cookie); // the number, or 0 when refused; of no address in particular
int world_open_from(struct world *world, uint64_t peer, const char *cookie);
// A connection of a person that said hello; its messages are read already.
int world_person(struct world *world, int64_t person);
// The same with a subscription to the channel at head, LIVE behind it, and the reply read.
int world_member(struct world *world, int64_t person, int64_t channel, int64_t head);

// Requests; each returns the effects' text. The id is world->next_id before.
const char *world_hello(struct world *world, int number, const char *token);
const char *world_call(struct world *world, int number, const char *operation, int64_t channel); // {channel}
const char *world_search(struct world *world, int number, const char *text);
const char *world_post(struct world *world, int number, int64_t channel, const char *text);
const char *world_send(struct world *world, int number, const void *bytes, size_t n);

// Answers the oldest open question.
const char *world_answer(struct world *world, const struct core_answer *answer);
const char *world_refuse(struct world *world, enum outcome outcome);
const char *world_greet(struct world *world, int64_t person);
const char *world_subscribed(struct world *world, int64_t channel, int64_t head, int64_t after);
// The oldest open question was a post that became this event.
const char *world_posted(struct world *world, int64_t channel, int64_t seq);
// Answers the oldest fetch with events from first to last, dense; first > last: none.
const char *world_range(struct world *world, int64_t channel, int64_t first, int64_t last, int64_t head, bool more);
const char *world_fetch_refused(struct world *world, enum outcome outcome);

// Events of a channel that came by themselves. left: the person who leaves with the last one, or 0.
const char *world_events(struct world *world, int64_t channel, int64_t first, int64_t last, int64_t left);
const char *world_hint(struct world *world, int64_t channel, int64_t seq);
const char *world_database(struct world *world, bool there);
const char *world_close(struct world *world, int number);

// Pulls everything from an outbox without telling the core, and returns the messages' text, "; " between.
const char *world_hear(struct world *world, int number);
// The same, and then tells the core; the effects are in world->effects.
const char *world_drain(struct world *world, int number);

// Makes one event's map in memory that lasts until the next WORLD_EVENTS_MAX of them. padding bytes make it larger.
#define WORLD_EVENTS_MAX 512
struct core_event world_event(int64_t channel, int64_t seq, size_t padding);

#define ck_heard(world, number, text) ck_assert_str_eq(world_drain(world, number), text)
#define ck_did(did, text) ck_assert_str_eq(did, text)

#endif
