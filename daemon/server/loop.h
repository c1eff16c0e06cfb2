// Loop: what the files of the loop share. Only they include it.
//
// The rooms of this folder, lowest first; each calls only those above it in this list:
//   loop                           clock, log, the end
//   asking                         questions to the database, and their answers
//   stepping                       the core's step, and its effects carried out
//   signing, jobs, calling         POST and DELETE /session; the durable jobs, when they are due; the operator's calls
//   listening                      what the gateway tells
//   server                         create, run, stop; signals; the database coming and going
// and around the loop, which they meet through server.h only:
//   admin_line, admin              the operator's socket
//   notify, pulse, report          signs of life to the service manager; lateness of the loop; /live, /ready, /metrics
//   serve                          waymarkd serve
#ifndef WAYMARK_LOOP_H
#define WAYMARK_LOOP_H

#include "daemon/base/map.h"
#include "daemon/bus/bus.h"
#include "daemon/operations/operations.h"
#include "daemon/server/server.h"

#define OWN_QUESTIONS_MAX 256     // that the daemon asks for itself: jobs, sign-ins, operator's calls, the start
#define SCHEMA_OPERATIONS_MAX 256 // rows of the table; far more than there are

// Statements that are no operation's.
enum own_statement { OWN_RANGE, OWN_JOBS, OWN_SIGNATURES, OWN_ADMIN, OWN_COUNT };

// What could not be asked: told to the core when the step in hand is done.
struct refused {
	enum core_happening_kind kind; // of what tells it: CORE_ANSWERED or CORE_FETCHED
	uint64_t handle;
};

enum server_state { SERVER_STARTING, SERVER_SERVING, SERVER_DRAINING, SERVER_ENDING };

struct server {
	uv_loop_t *loop;
	struct server_settings settings;
	const struct server_watch *watch;
	enum server_state state;
	enum server_end end;
	bool there, ready; // the database: connected; and its functions fit
	int64_t started_us;
	uint64_t faults;

	struct core *core;
	struct core_effects effects;
	bool stepping;
	struct map connections; // from core_connection to struct gateway_connection *
	struct gateway_connection *opening;
	struct refused *refused; // a ring
	uint32_t refused_first, refused_count, refused_max;

	struct gateway *gateway;
	struct bus *bus;
	struct operations *operations;
	struct operations_space *asking_space, *answer_space;
	struct database *database;
	struct database_statement own[OWN_COUNT];
	struct database_statement *asked; // of operations, by index in the schema
	uint32_t exchanges;               // sign-ins that wait

	bool jobs_asked;
	int64_t jobs_asked_us;
	uint64_t jobs_done, jobs_failed;

	uv_timer_t alarm, jobs;
	uv_async_t ending;
	int64_t alarm_us;
	uv_signal_t signals[3];
};

// -- loop.c --

// Microseconds of the loop's clock, which never moves back.
int64_t loop_now_us(void);
// A line for the log, as server_watch.log takes it; detail may be NULL.
void loop_log(const struct server *server, enum server_level level, const char *room, const char *event, const char *detail);
// Ends the loop behind the callback in hand: everything is closed. A second call has no effect.
void loop_finish(struct server *server);

// -- asking.c --

// The rows of the database as operations reads them.
struct operations_rows asking_rows(const struct database_rows *rows);
// What a request, or a range, came to; called from the loop, once. Everything is good during the call.
typedef void asking_answered(struct server *server, core_request request, const struct core_answer *answer);
typedef void asking_fetched(struct server *server, uint64_t fetch, const struct operations_range *range);
// Asks what CORE_ASK and CORE_FETCH want asked. False, and nothing is called later, when too much is waiting or it cannot be
// asked.
bool asking_ask(struct server *server, const struct core_ask *ask, asking_answered *answered);
bool asking_fetch(struct server *server, const struct core_effect *effect, asking_fetched *fetched);
// Asks a statement of the daemon's own, as a person or nobody (0), with text parameters (NULL at: null). As database_ask.
bool asking_own(struct server *server, enum database_lane lane, const struct database_statement *statement, int64_t person,
	const struct slice *texts, int count, database_answer *answer, void *context);
// Counts and logs an answer that does not fit the schema.
void asking_fault(struct server *server, const struct operations_space *space);

// -- stepping.c --

// One step of the core with its time, and all its effects. Never from inside another step.
void step(struct server *server, struct core_happening *happening);
// Events that no request caused.
void step_events(struct server *server, const struct core_event *events, size_t count);
// Sessions ended by somebody else than their holder; other daemons are told.
void step_revoked(struct server *server, int64_t person, int64_t session);

// -- signing.c --

// A POST (code not empty) or DELETE; the exchange is answered now or later, in any case.
void signing_begin(struct server *server, gateway_exchange exchange, struct slice code, struct slice token);

// -- jobs.c --

// Looks for due jobs now, and from then on whenever some are due.
void jobs_start(struct server *server);
void jobs_stop(struct server *server);

// -- calling.c --

// Tells the database how people reach the service, for the links that it makes.
void calling_tell_url(struct server *server);

// -- listening.c --

// The callbacks with which the gateway is created.
struct gateway_listener listening_listener(struct server *server);

#endif
