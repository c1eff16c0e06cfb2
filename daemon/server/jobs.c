// Jobs: asks the database to do what is due, when it is due. The work itself, and its being done exactly once, is SQL's.
//
// They have a connection of their own, so that nobody's post waits for them, and rest three times as long as they worked: a flood
// of posts leaves them behind for a while rather than taking a processor for search rows. Their events may reach us before those
// of posts that were kept earlier; the core reads the log where positions are missing.
#include "daemon/base/check.h"
#include "daemon/server/loop.h"

#define BUSY_MS 250  // between two looks while there was something to do
#define IDLE_MS 5000 // at most, while there was nothing
#define JOBS_LIMIT "100"
#define REST_PER_WORK 3

enum { JOBS_DONE, JOBS_NEXT_AT, JOBS_EVENTS };

static void on_due(uv_timer_t *timer);

static void look_again(struct server *server, int64_t ms)
{
	if (server->state == SERVER_SERVING)
		uv_timer_start(&server->jobs, on_due, (uint64_t)(ms < BUSY_MS ? BUSY_MS : ms > IDLE_MS ? IDLE_MS : ms), 0);
}

// Milliseconds until a time of the database's clock, in microseconds since 1970.
static int64_t until(int64_t at_us)
{
	uv_timeval64_t now;
	if (uv_gettimeofday(&now) != 0)
		return IDLE_MS;
	return (at_us - (now.tv_sec * 1000000 + now.tv_usec)) / 1000 + 1;
}

static void on_jobs(void *context, const struct database_rows *rows, bool unavailable)
{
	struct server *server = context;
	int64_t rest_ms = (loop_now_us() - server->jobs_asked_us) / 1000 * REST_PER_WORK;
	server->jobs_asked = false;
	if (rows == NULL || database_row_count(rows) != 1) {
		server->jobs_failed++;
		look_again(server, IDLE_MS);
		return;
	}
	int64_t done = database_int64(rows, 0, JOBS_DONE);
	server->jobs_done += (uint64_t)done;
	operations_space_clear(server->answer_space);
	struct slice events = database_is_null(rows, 0, JOBS_EVENTS) ? (struct slice){ 0 } : database_text(rows, 0, JOBS_EVENTS);
	if (!operations_events(events, server->answer_space))
		asking_fault(server, server->answer_space);
	step_events(server, server->answer_space->events, server->answer_space->event_count);
	look_again(server, done > 0 ? rest_ms : until(database_int64(rows, 0, JOBS_NEXT_AT)));
}

static void on_due(uv_timer_t *timer)
{
	struct server *server = timer->data;
	struct slice limit = slice_of(JOBS_LIMIT);
	CHECK(!server->jobs_asked);
	server->jobs_asked_us = loop_now_us();
	server->jobs_asked =
		server->ready && asking_own(server, DATABASE_JOBS, &server->own[OWN_JOBS], 0, &limit, 1, on_jobs, server);
	if (!server->jobs_asked)
		look_again(server, IDLE_MS);
}

void jobs_start(struct server *server)
{
	if (!server->jobs_asked)
		look_again(server, 0);
}

void jobs_stop(struct server *server)
{
	uv_timer_stop(&server->jobs);
}
