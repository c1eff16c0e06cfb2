// Database: four lanes of questions, and who sends what when.
//
//   ask/post -> waiting (one queue a lane) -> in flight (one pipeline a connection) -> answered
//
// The write lane has one connection. It sends in order, and holds a question back while one in flight touches the same person,
// so that a second try (deadlock, lost connection) never lands behind a later command of that person. The read lane's questions
// go to whichever connection has least in flight; so do those of the jobs and search lanes, which have one each. Questions are
// sent at the end of a loop turn, so that what arrives in one turn of the gateway becomes one batch and few packets.
//
// Backpressure: at most questions_max wait; beyond that database_ask refuses and the core says unavailable. What has waited for
// answer_ms_max is answered unavailable too, from the oldest.
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/database/database.h"
#include "daemon/database/pipeline.h"
#include "daemon/database/posts.h"
#include "daemon/database/rows.h"

#define READ_CONNECTIONS_MAX 16
#define READ_FLIGHT_MAX 16  // questions on one read connection; more wait, where another connection may take them
#define WRITE_FLIGHT_MAX 16 // questions on the write connection
// Of those, batches of posts. Two were measured too, with 64 senders of 1 and of 16 posts at once: 14 and 35 thousand a second
// against 15 and 33 thousand with one, before posts were made cheaper. One it is: a batch that gathers longer is also a larger
// one.
#define BATCHES_FLIGHT_MAX 1
#define SEARCH_MS_MAX 2000 // of one statement of the search lane
#define LANES (DATABASE_SEARCH + 1)
#define WATCH_MS 250 // how often silence and age are looked at

struct lane {
	struct question_queue waiting;
	struct pipeline pipelines[READ_CONNECTIONS_MAX];
	uint32_t pipeline_count;
};

struct database {
	uv_loop_t *loop;
	struct database_settings settings;
	char *conninfo; // that settings point at
	struct database_listener listener;
	const struct database_statement **statements; // the caller's, and that of the batches
	struct lane lanes[LANES];                     // by enum database_lane
	struct posts posts;
	struct database_figures figures;
	uv_prepare_t turn; // the end of a loop turn
	uv_timer_t watch;
	bool closing;
	int handles; // not closed yet
	void (*done)(void *context);
	void *done_context;
};

static void send_writes(struct lane *lane)
{
	struct pipeline *pipeline = &lane->pipelines[0];
	bool sent = false;
	while (pipeline_ready(pipeline) && lane->waiting.count > 0) {
		const struct question *first = lane->waiting.first;
		if (pipeline->flight.count >= WRITE_FLIGHT_MAX || (first->batch && pipeline->batches >= BATCHES_FLIGHT_MAX))
			break;
		if (people_meet(&first->people, &pipeline->people))
			break;
		pipeline_send(pipeline, question_queue_take(&lane->waiting));
		sent = true;
	}
	if (sent && pipeline_ready(pipeline))
		pipeline_push(pipeline);
}

static struct pipeline *idlest(struct lane *lane)
{
	struct pipeline *best = NULL;
	for (uint32_t i = 0; i < lane->pipeline_count; i++) {
		struct pipeline *pipeline = &lane->pipelines[i];
		if (!pipeline_ready(pipeline) || pipeline->flight.count >= READ_FLIGHT_MAX)
			continue;
		if (best == NULL || pipeline->flight.count < best->flight.count)
			best = pipeline;
	}
	return best;
}

static void send_reads(struct lane *lane)
{
	bool sent = false;
	struct pipeline *pipeline;
	while (lane->waiting.count > 0 && (pipeline = idlest(lane)) != NULL) {
		pipeline_send(pipeline, question_queue_take(&lane->waiting));
		sent = true;
	}
	for (uint32_t i = 0; sent && i < lane->pipeline_count; i++) {
		if (pipeline_ready(&lane->pipelines[i]) && lane->pipelines[i].flight.count > 0)
			pipeline_push(&lane->pipelines[i]);
	}
}

static void on_turn(uv_prepare_t *turn)
{
	struct database *database = turn->data;
	send_writes(&database->lanes[DATABASE_WRITE]);
	send_reads(&database->lanes[DATABASE_READ]);
	send_reads(&database->lanes[DATABASE_JOBS]);
	send_reads(&database->lanes[DATABASE_SEARCH]);
}

static void give_up(struct question *question)
{
	struct question *instead = question->finish(question, QUESTION_UNAVAILABLE, NULL);
	CHECK(instead == NULL);
}

static void on_watch(uv_timer_t *watch)
{
	struct database *database = watch->data;
	uint64_t now_ms = uv_now(database->loop);
	for (int i = 0; i < LANES; i++) {
		struct lane *lane = &database->lanes[i];
		for (uint32_t j = 0; j < lane->pipeline_count; j++)
			pipeline_watch(&lane->pipelines[j], database->settings.answer_ms_max);
		while (lane->waiting.count > 0 && now_ms - lane->waiting.first->asked_ms > (uint64_t)database->settings.answer_ms_max) {
			give_up(question_queue_take(&lane->waiting));
		}
	}
}

// -- what the pipelines tell --

static void on_write_ready(void *context)
{
	struct database *database = context;
	database->listener.there(database->listener.context, true);
}

static void on_write_lost(void *context)
{
	struct database *database = context;
	database->figures.reconnects++;
	database->listener.there(database->listener.context, false);
}

static void on_read_ready(void *context)
{
}

static void on_read_lost(void *context)
{
	struct database *database = context;
	database->figures.reconnects++;
}

static void on_write_log(void *context, const char *event, const char *detail)
{
	struct database *database = context;
	database->listener.log(database->listener.context, event, detail);
}

// All connections find the same trouble; the write connection speaks for them, and the readers of what is their own.
static void on_read_log(void *context, const char *event, const char *detail)
{
	if (strcmp(event, "unreachable") != 0 && strcmp(event, "unprepared") != 0)
		on_write_log(context, event, detail);
}

static const struct pipeline_listener write_listener = { .ready = on_write_ready, .lost = on_write_lost, .log = on_write_log };
static const struct pipeline_listener read_listener = { .ready = on_read_ready, .lost = on_read_lost, .log = on_read_log };

// -- the room's contract --

static void start_lane(struct database *database, enum database_lane which, uint32_t connections, size_t statement_count,
	const struct pipeline_listener *listener)
{
	struct lane *lane = &database->lanes[which];
	int64_t statement_ms_max = database->settings.answer_ms_max;
	if (which == DATABASE_SEARCH && statement_ms_max > SEARCH_MS_MAX)
		statement_ms_max = SEARCH_MS_MAX;
	lane->pipeline_count = connections;
	for (uint32_t i = 0; i < connections; i++)
		pipeline_init(&lane->pipelines[i], database->loop, &database->settings, database->statements, statement_count,
			statement_ms_max, &lane->waiting, listener, database);
}

struct database *database_create(uv_loop_t *loop, const struct database_settings *settings,
	const struct database_statement *const *statements, size_t statement_count, const struct database_listener *listener)
{
	CHECK(settings->read_connections >= 1 && settings->read_connections <= READ_CONNECTIONS_MAX);
	CHECK(settings->questions_max > 0 && settings->batch_rows_max > 0 && settings->answer_ms_max > 0);
	CHECK(listener->there != NULL && listener->log != NULL);
	struct database *database = calloc(1, sizeof *database);
	CHECK(database != NULL);
	database->loop = loop;
	database->settings = *settings;
	database->conninfo = strdup(settings->conninfo);
	CHECK(database->conninfo != NULL);
	database->settings.conninfo = database->conninfo;
	database->listener = *listener;
	database->statements = calloc(statement_count + 1, sizeof *database->statements);
	CHECK(database->statements != NULL);
	for (size_t i = 0; i < statement_count; i++) {
		CHECK(statements[i]->parameter_count <= DATABASE_PARAMETERS_MAX);
		database->statements[i] = statements[i];
	}
	database->statements[statement_count] = &posts_statement;
	posts_init(&database->posts, &database->lanes[DATABASE_WRITE].waiting, &database->figures, settings->batch_rows_max);
	start_lane(database, DATABASE_WRITE, 1, statement_count + 1, &write_listener);
	start_lane(database, DATABASE_READ, settings->read_connections, statement_count + 1, &read_listener);
	start_lane(database, DATABASE_JOBS, 1, statement_count + 1, &read_listener);
	start_lane(database, DATABASE_SEARCH, 1, statement_count + 1, &read_listener);

	uv_prepare_init(loop, &database->turn); // cannot fail
	database->turn.data = database;
	uv_prepare_start(&database->turn, on_turn);
	uv_timer_init(loop, &database->watch); // cannot fail
	database->watch.data = database;
	uv_timer_start(&database->watch, on_watch, WATCH_MS, WATCH_MS);
	database->handles = 2;
	return database;
}

bool database_there(const struct database *database)
{
	return pipeline_ready(&database->lanes[DATABASE_WRITE].pipelines[0]);
}

// Room for one more? Counts it if so.
static bool admit(struct database *database)
{
	if (database->closing || database->figures.waiting >= database->settings.questions_max)
		return false;
	database->figures.waiting++;
	database->figures.asked++;
	return true;
}

bool database_ask(struct database *database, enum database_lane lane, const struct database_statement *statement, int64_t person,
	const struct database_parameter *parameters, int parameter_count, database_answer *answer, void *context)
{
	if (!admit(database))
		return false;
	struct question *question =
		question_create(&database->figures, statement, person, parameters, parameter_count, answer, context);
	question->asked_ms = uv_now(database->loop);
	question_queue_add(&database->lanes[lane].waiting, question);
	if (lane == DATABASE_WRITE)
		posts_behind(&database->posts, question);
	return true;
}

bool database_post(struct database *database, const struct database_post *post, database_posted *answer, void *context)
{
	if (!admit(database))
		return false;
	posts_add(&database->posts, post, uv_now(database->loop), answer, context);
	return true;
}

struct database_figures database_figures(const struct database *database)
{
	return database->figures;
}

static void on_handle_closed(uv_handle_t *handle)
{
	struct database *database = handle->data;
	CHECK(database->handles > 0);
	if (--database->handles > 0)
		return;
	void (*done)(void *context) = database->done;
	void *context = database->done_context;
	posts_release(&database->posts);
	free(database->statements);
	free(database->conninfo);
	free(database);
	done(context);
}

void database_destroy(struct database *database, void (*done)(void *context), void *context)
{
	CHECK(!database->closing);
	database->closing = true;
	database->done = done;
	database->done_context = context;
	for (int i = 0; i < LANES; i++) {
		struct lane *lane = &database->lanes[i];
		for (uint32_t j = 0; j < lane->pipeline_count; j++)
			pipeline_close(&lane->pipelines[j]);
		struct question *question;
		while ((question = question_queue_take(&lane->waiting)) != NULL)
			give_up(question);
	}
	uv_close((uv_handle_t *)&database->turn, on_handle_closed);
	uv_close((uv_handle_t *)&database->watch, on_handle_closed);
}
