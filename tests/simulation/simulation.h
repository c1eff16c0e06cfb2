// Simulation: whole worlds from a seed. Daemons' cores, a model of the database, of the sockets and of people's programs run in
// one process on a clock of their own; what every program saw is judged by rules that know nothing of how the core works.
//
//   main      seeds, options, planted faults          truth     the model database: logs and memberships
//   world     the clock and its tasks                 daemon    its lanes to the database, and their faults
//   shell     around a core: effects become tasks
//   client    people's programs                       wire      sockets between them
//   judge     what must hold
#ifndef WAYMARK_SIMULATION_H
#define WAYMARK_SIMULATION_H

#include "daemon/base/check.h"
#include "daemon/core/core.h"

#define DAEMONS_MAX 3
#define CHANNELS_MAX 5 // numbered from 1
#define PERSONS_MAX 6  // numbered from 1
#define CLIENTS_MAX 14
#define PENDING_MAX 32
#define OUTBOX_MAX 16
#define MS 1000
#define SECOND 1000000

// Faults in the models (never in the core) that the judge must find; see plant_names in main.c.
enum plant {
	PLANT_NONE,
	PLANT_LOST_FRAME,
	PLANT_TWICE_FRAME,
	PLANT_LEAK,
	PLANT_OMITTED,
	PLANT_NONCE,
	PLANT_LOST_COMMIT,
	PLANT_LOST_REQUEST,
	PLANT_NO_LEFT,
	PLANT_NO_ALARM,
	PLANT_NO_FETCH,
	PLANT_SILENT_LOSS,
	PLANT_SEQ_GAP,
	PLANT_WRONG_ACTOR,
	PLANT_SWAPPED,
	PLANT_OPEN_DOOR,
	PLANT_WRONG_ACK,
	PLANT_NO_PULL,
	PLANT_COUNT
};

struct options { // all from the seed
	int daemons, channels, persons, clients;
	int64_t safety_us;   // how long faults last
	int64_t database_us; // the most that a question takes, normally
	int64_t network_us;
	int loss, crash, hang_up, stall, slow_database, hint_drop; // chances of each, in 10,000 a tick
	size_t socket_bytes;                                       // what a socket holds
	size_t text_bytes;
	uint32_t outbox_bytes_max, history_max, fetches_max;
};

// -- the truth
// --------------------------------------------------------------------------------------------------------------------

enum kind { KIND_MESSAGE, KIND_JOINED, KIND_LEFT };

struct event {
	int64_t seq, actor;
	uint64_t nonce;
	enum kind kind;
	size_t text_bytes;
};

#define RANGES_MAX 64
struct membership {
	struct {
		int64_t from, until;
	} ranges[RANGES_MAX];
	int count;
}; // until 0: still

struct truth_channel {
	struct event *events;
	size_t count, size;
	int64_t head;
	struct membership members[PERSONS_MAX + 1];
};

struct truth {
	struct truth_channel channels[CHANNELS_MAX + 1];
};

struct truth_result {
	enum outcome outcome;
	bool repeat;
	int64_t seq;
};

struct sim;
void truth_begin(struct sim *sim);
void truth_end(struct sim *sim);
struct truth_result truth_post(struct sim *sim, int64_t person, int64_t channel, uint64_t nonce, size_t text_bytes);
struct truth_result truth_join(struct sim *sim, int64_t person, int64_t channel, uint64_t nonce);
struct truth_result truth_leave(struct sim *sim, int64_t person, int64_t channel, uint64_t nonce);
bool truth_member(const struct sim *sim, int64_t person, int64_t channel);
bool truth_visible(const struct sim *sim, int64_t person, int64_t channel, int64_t seq);
const struct event *truth_event(const struct sim *sim, int64_t channel, int64_t seq); // NULL if there is none
int truth_count_nonce(const struct sim *sim, int64_t channel, uint64_t nonce);

// -- daemons
// ----------------------------------------------------------------------------------------------------------------------

struct question {
	core_request request;
	uint64_t fetch; // of a range; request is 0 then
	const struct schema_operation *operation;
	int64_t person, channel, after;
	uint64_t nonce;
	size_t text_bytes;
	uint32_t limit;
	bool presence, write;
	bool executed, answered;
	uint32_t turn; // an execution or answer of an earlier turn is of a connection that was lost
	struct truth_result result;
	int64_t head;
	struct event *range; // what a fetch saw
	size_t range_count;
	bool more;
};

struct daemon {
	struct core *core;
	struct core_effects effects;
	uint32_t life; // counts its starts; tasks of an earlier life are void
	bool there, up;
	uint32_t alarm;                  // counts alarms; only the last one rings
	int64_t written_us, answered_us; // of the write lane, which keeps its order
	struct question *questions;
	size_t question_count, question_size;
	int64_t slow_until_us;
};

void daemon_start(struct sim *sim, int number);
void daemon_stop(struct sim *sim, int number); // kill -9
void daemon_lose_database(struct sim *sim, int number);
core_connection daemon_open(struct sim *sim, int number, struct slice token);
void daemon_ask(struct sim *sim, int number, const struct core_effect *effect); // ASK or FETCH
void daemon_step(struct sim *sim, int number, struct core_happening happening);
void daemon_alarm(struct sim *sim, int number, uint32_t alarm);
void daemon_execute(struct sim *sim, int number, size_t question, uint32_t turn);
void daemon_answer(struct sim *sim, int number, size_t question, uint32_t turn);
void daemon_database_back(struct sim *sim, int number);

// -- sockets and clients
// ----------------------------------------------------------------------------------------------------------

struct wire { // one connection, both ways
	bool open;
	uint32_t life; // of the wire itself; tasks of an earlier one are void
	int daemon;
	uint32_t daemon_life;
	core_connection handle;
	int64_t up_us, down_us; // when the last bytes arrive there and here
	uint8_t *bytes;         // that the client has not made messages of
	size_t count;
	size_t fresh;       // of them, how many the socket still holds
	int64_t stalled_us; // the client does not read until then
	bool closing;       // the daemon closes it when its outbox is empty, or
	int64_t close_us;   // then at the latest
};

void wire_open(struct sim *sim, int client, int daemon);
void wire_up(struct sim *sim, int client, struct slice message);
void wire_flow(struct sim *sim, int client, uint32_t life); // daemon to socket
void wire_read(struct sim *sim, int client, uint32_t life); // socket to client
void wire_cut(struct sim *sim, int client);                 // both sides learn of it

enum asked { ASKED_HELLO, ASKED_SUBSCRIBE, ASKED_UNSUBSCRIBE, ASKED_POST, ASKED_JOIN, ASKED_LEAVE, ASKED_OTHER };

struct pending {
	uint32_t id;
	enum asked asked;
	int64_t channel, after, sent_us;
	uint64_t nonce;
	int moves;
};

struct following {
	bool wanted;    // the program wants to follow the channel
	bool granted;   // on this connection
	bool stale;     // the person was away meanwhile: to be asked for again
	int64_t next;   // the next position that may come
	int64_t cursor; // kept over connections; -1: none yet
	int moves;      // of the person's membership when it was granted
};

struct client {
	int64_t person;
	struct wire wire;
	bool greeted, hello_sent;
	uint32_t next_id;
	struct pending pending[PENDING_MAX];
	int pending_count;
	struct following following[CHANNELS_MAX + 1];
	struct {
		int64_t channel;
		uint64_t nonce;
		enum asked asked;
		size_t text_bytes;
		int tries;
		bool waiting;
	} outbox[OUTBOX_MAX];
	int outbox_count;
};

void client_begin(struct sim *sim, int client);
void client_tick(struct sim *sim, int client);
void client_heard(struct sim *sim, int client, struct slice message);
void client_cut(struct sim *sim, int client);

// -- the judge
// --------------------------------------------------------------------------------------------------------------------

// Something that must not happen did; the first is kept.
void judge_fail(struct sim *sim, const char *rule, const char *form, ...) __attribute__((format(printf, 3, 4)));
void judge_event(struct sim *sim, int client, int64_t channel, int64_t seq, int64_t actor, size_t body_bytes);
void judge_skipped(struct sim *sim, int client, int64_t channel, int64_t from, int64_t to);
void judge_lagged(struct sim *sim, int client, int64_t channel, int64_t seq);
void judge_acked(struct sim *sim, int client, int64_t channel, uint64_t nonce, int64_t seq);
void judge_refused(struct sim *sim, int client, int64_t channel, uint64_t nonce, int tries);
void judge_granted(struct sim *sim, int client, int64_t channel, int64_t head);
void judge_waiting(struct sim *sim, int client);
void judge_bounds(struct sim *sim, int daemon);
bool judge_settled(const struct sim *sim); // nothing is waited for
void judge_end(struct sim *sim);

// -- the world
// --------------------------------------------------------------------------------------------------------------------

enum task_kind {
	TASK_TICK,
	TASK_FAULTS,
	TASK_UP,
	TASK_FLOW,
	TASK_READ,
	TASK_DRAINED,
	TASK_ALIVE,
	TASK_CLOSED,
	TASK_ALARM,
	TASK_EXECUTE,
	TASK_ANSWER,
	TASK_BACK,
	TASK_START,
	TASK_HINT,
	TASK_DOUBT
};

struct task {
	int64_t at_us;
	uint64_t order; // of tasks at the same time
	enum task_kind kind;
	int number; // a client or a daemon
	uint32_t life;
	uint64_t a, b;
	void *bytes; // owned by the task
	size_t n;
};

struct sim {
	uint64_t seed, chance;
	enum plant plant;
	struct options options;
	int64_t now_us;
	bool healed; // the liveness phase
	uint64_t order;
	struct task *tasks; // a binary heap
	size_t task_count, task_size;
	struct truth truth;
	struct daemon daemons[DAEMONS_MAX];
	struct client clients[CLIENTS_MAX];
	uint64_t next_nonce;
	int moves[PERSONS_MAX + 1][CHANNELS_MAX + 1]; // of each membership
	uint64_t steps, delivered, acked, lags, skips, expired;
	bool failed;
	char verdict[400];
};

uint64_t sim_chance(struct sim *sim, uint64_t below); // 0 .. below - 1
bool sim_happens(struct sim *sim, int in_ten_thousand);
int64_t sim_some(struct sim *sim, int64_t most_us); // a time from 1 to most
void sim_at(struct sim *sim, int64_t at_us, struct task task);
void sim_run(struct sim *sim); // from begin to verdict

#endif
