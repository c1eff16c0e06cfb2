// Server: the loop that joins the core to the shell. Happenings go in from the gateway, the database, the bus, timers and
// signals; effects come out and are carried out in order.
//
// The loop's files share loop.h, which says who does what in this folder. The program around the loop meets it only through this
// header: it fills struct server_settings and struct server_watch, calls server_run, and from inside it server_call_admin,
// server_figures, server_stop and server_reload.
#ifndef WAYMARK_SERVER_H
#define WAYMARK_SERVER_H

#include <uv.h>

#include "daemon/core/core.h"
#include "daemon/database/database.h"
#include "daemon/gateway/gateway.h"

struct server;

// Everything that serving needs. All texts are the caller's and outlive server_run, or, after a reload, the next reload.
struct server_settings {
	struct gateway_settings gateway;   // connections_max and frame_bytes_max are taken from limits, whatever stands here
	struct database_settings database; // questions_max 0: one for each request that the core admits, and some for its own
	struct core_limits limits;
	const char *public_url; // how people reach the service, without a slash at the end; links are made with it
};

enum server_level { SERVER_DEBUG, SERVER_INFO, SERVER_WARNING, SERVER_ERROR };

// What the program around the loop is told, and answers. Every call comes from the loop's thread. All must be set.
struct server_watch {
	void *context; // given back in every call
	// A line for the log: room "server", "core", "gateway", "database"; event: one word; detail: may be NULL, never anyone's
	// words.
	void (*log)(void *context, enum server_level level, const char *room, const char *event, const char *detail);
	// The door is open and the loop is about to run: open the admin socket here, on this loop.
	void (*started)(void *context, struct server *server, uv_loop_t *loop);
	// The database was found, its functions fit, and requests are answered from now on; again after each loss.
	void (*ready)(void *context, struct server *server);
	// The loop is about to end: close every handle that started opened (uv_close), so that the loop can run out.
	void (*ended)(void *context, struct server *server);
	// SIGHUP: read the settings again, reopen the log. Returns the new settings, or NULL to keep the old ones.
	const struct server_settings *(*reload)(void *context);
	// GET /live, /ready or /metrics: writes a zero-terminated text into text, returns the HTTP status.
	int (*report)(void *context, const struct server *server, const char *path, char *text, size_t size);
};

enum server_end {
	SERVER_STOPPED,         // was told to, and drained
	SERVER_CANNOT_LISTEN,   // the address or port; logged
	SERVER_SCHEMA_MISMATCH, // the database's functions are not those of this program, or it is not migrated; logged
};

// Serves until SIGTERM or SIGINT (drains, at most limits.drain_us_max) or server_stop. Starts also when PostgreSQL is down: then
// requests are unavailable until it is there. Call once a process, from its main thread.
enum server_end server_run(const struct server_settings *settings, const struct server_watch *watch);

// As SIGTERM. A second call has no effect.
void server_stop(struct server *server);

// As SIGHUP: takes watch.reload's new settings. Only allowed origins, trusted proxies and public_url change while running.
void server_reload(struct server *server);

// The port that the gateway listens on (settings may say 0).
uint16_t server_port(const struct server *server);

// The answer of admin.call: outcome; detail in words, maybe empty; reply: a JSON object, maybe empty. Good during the call only.
// OUTCOME_UNAVAILABLE when the database cannot be asked now.
typedef void server_admin_answer(void *context, enum outcome outcome, struct slice detail, struct slice reply);

// Asks admin.call(command, with) on the write lane. command: "token_make"; with: a JSON object. Both are copied. Events that it
// caused go to their subscribers before answer is called, and where it ended a person's sessions, all of that person's
// connections are being closed by then. Returns false, and never calls answer, when too much is waiting.
bool server_call_admin(
	struct server *server, struct slice command, struct slice with, server_admin_answer *answer, void *context);

// Figures for /metrics and doctor.
struct server_figures {
	struct core_figures core;
	struct database_figures database;
	uint64_t jobs_done, jobs_failed; // since the start; failed: calls of api.jobs that came to nothing
	uint64_t faults;                 // answers of SQL that did not fit the schema, or failed for a fault of ours
	int64_t uptime_us;
	bool database_there, ready, stopping;
};
struct server_figures server_figures(const struct server *server);

#endif
