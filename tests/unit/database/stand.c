// Stand: see stand.h.
#include "stand.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sql/embedded.h"

#define DEADLINE_MS 20000 // of one wait: a test that hangs says where

const struct database_statement stand_echo = { "echo", "select $1::text", 1 };
const struct database_statement stand_person = { "person",
	"select coalesce(current_setting('waymark.person', true), '') from (select $1::text) l", 1 };
const struct database_statement stand_wait = { "wait", "select $1::text from (select pg_advisory_xact_lock(77)) l", 1 };
const struct database_statement stand_flaky = { "flaky", "select test.flaky($1::text)", 1 };
const struct database_statement stand_wrong = { "wrong", "select 1 / (length($1::text) - length($1::text))", 1 };
const struct database_statement stand_keep = { "keep", "select test.keep($1::text)", 1 };

static const struct database_statement *const statements[] = { &stand_echo, &stand_person, &stand_wait, &stand_flaky,
	&stand_wrong, &stand_keep };

static const char furniture[] =
	"create schema test;"
	"create table test.kept (label text primary key, turn bigint generated always as identity);"
	"create function test.keep(_label text) returns text language sql as "
	"$$ insert into test.kept (label) values (_label) on conflict do nothing; select _label $$;"
	"create sequence test.tries;" // a sequence does not roll back
	"create function test.flaky(_label text) returns text language plpgsql as $$ begin "
	"if nextval('test.tries') % 3 <> 0 then raise exception using errcode = '40P01'; end if; return _label; end $$;"
	"select admin.person_add(jsonb_build_object('name', 'P' || n, 'email', 'p' || n || '@example.org', 'roles', "
	"'[\"facilitator\"]'::jsonb))"
	" from generate_series(1, 3) n;"
	"set waymark.person = 1;"
	"select api.circle_open(1, substr(sha256('open'), 1, 16), 'Test', 'To test', '{}', 8, null);"
	"select api.circle_invite(1, substr(sha256('invite 2'), 1, 16), 1, 2); select api.circle_invite(1, substr(sha256('invite "
	"3'), 1, 16), 1, 3);"
	"set waymark.person = 2; select api.circle_join(2, substr(sha256('join 2'), 1, 16), 1);"
	"set waymark.person = 3; select api.circle_join(3, substr(sha256('join 3'), 1, 16), 1);";

static const char *given_conninfo(void)
{
	const char *given = getenv("WAYMARK_TEST_PG");
	ck_assert_msg(given != NULL && given[0] != 0, "WAYMARK_TEST_PG must say how to reach a private PostgreSQL");
	return given;
}

// The suites' own database; the last dbname counts.
static const char *own_conninfo(void)
{
	static char conninfo[1024];
	snprintf(conninfo, sizeof(conninfo), "%s dbname=waymark_unit_database", given_conninfo());
	return conninfo;
}

static struct database_operator *open_operator(const char *conninfo)
{
	struct database_problem problem;
	struct database_operator *operator= database_operator_open(conninfo, NULL, &problem);
	ck_assert_msg(operator!= NULL, "%s", problem.text);
	return operator;
}

static void run(struct database_operator *operator, const char * name, const char *script)
{
	struct database_problem problem;
	ck_assert_msg(database_operator_run(operator, script, &problem), "%s: %s", name, problem.text);
}

void stand_make_database(void)
{
	struct database_operator *operator= open_operator(given_conninfo());
	run(operator, "drop", "drop database if exists waymark_unit_database with (force)");
	run(operator, "create", "create database waymark_unit_database");
	database_operator_close(operator);
	operator= open_operator(own_conninfo());
	run(operator, "begin", "begin"); // the opening of the functions counts for those behind it
	for (size_t i = 0; i < sql_file_count; i++)
		run(operator, sql_files[i].name, sql_files[i].text);
	run(operator, "commit", "commit");
	run(operator, "furniture", furniture);
	database_operator_close(operator);
}

struct database_settings stand_settings(void)
{
	return (
		struct database_settings){ .read_connections = 2, .questions_max = 1000, .batch_rows_max = 100, .answer_ms_max = 10000 };
}

static void on_there(void *context, bool there)
{
	((struct stand *)context)->there = there;
}

static void on_log(void *context, const char *event, const char *detail)
{
	struct stand *stand = context;
	size_t used = strlen(stand->log);
	snprintf(stand->log + used, sizeof(stand->log) - used, "%s: %s\n", event, detail);
}

void stand_begin(struct stand *stand, struct database_settings settings)
{
	memset(stand, 0, sizeof(*stand));
	ck_assert_int_eq(uv_loop_init(&stand->loop), 0);
	stand->operator= open_operator(own_conninfo());
	stand->circle = strtoll(stand_sql(stand, "select id from waymark.channel where kind = 'circle'"), NULL, 10);
	if (settings.conninfo == NULL)
		settings.conninfo = own_conninfo();
	struct database_listener listener = { .context = stand, .there = on_there, .log = on_log };
	stand->database = database_create(&stand->loop, &settings, statements, sizeof(statements) / sizeof(*statements), &listener);
}

static void on_done(void *context)
{
	((struct stand *)context)->database = NULL;
}

void stand_destroy(struct stand *stand)
{
	database_destroy(stand->database, on_done, stand);
	uv_run(&stand->loop, UV_RUN_DEFAULT);
	ck_assert_ptr_null(stand->database);
}

void stand_end(struct stand *stand)
{
	if (stand->database != NULL)
		stand_destroy(stand);
	ck_assert_int_eq(uv_loop_close(&stand->loop), 0);
	database_operator_close(stand->operator);
}

// -- asking --

struct noted {
	struct stand *stand;
	const char *label;
};

static struct noted *note(struct stand *stand, const char *label)
{
	struct noted *noted = malloc(sizeof(*noted));
	ck_assert_ptr_nonnull(noted);
	*noted = (struct noted){ stand, label };
	return noted;
}

static void end(struct noted *noted, const char *value)
{
	struct stand *stand = noted->stand;
	size_t used = strlen(stand->trace);
	stand->answers++;
	snprintf(stand->trace + used, sizeof(stand->trace) - used, "%s=%s ", noted->label, value);
	free(noted);
}

static void on_answer(void *context, const struct database_rows *rows, bool unavailable)
{
	if (rows == NULL)
		end(context, unavailable ? "unavailable" : "fault");
	else
		end(context, (const char *)database_text(rows, 0, 0).at);
}

static void on_posted(void *context, const struct database_rows *rows, int row, bool unavailable)
{
	if (rows == NULL)
		end(context, unavailable ? "unavailable" : "fault");
	else
		end(context, (const char *)database_text(rows, row, 1).at); // outcome
}

void stand_ask(
	struct stand *stand, enum database_lane lane, int64_t person, const struct database_statement *statement, const char *label)
{
	struct database_parameter parameter = { .bytes = slice_of(label) };
	ck_assert(database_ask(stand->database, lane, statement, person, &parameter, 1, on_answer, note(stand, label)));
}

void stand_post_text(struct stand *stand, int64_t person, const char *label, struct slice text)
{
	struct database_post post = { .person = person, .channel = stand->circle, .text = text };
	snprintf((char *)post.nonce, sizeof(post.nonce), "%s", label);
	ck_assert(database_post(stand->database, &post, on_posted, note(stand, label)));
}

void stand_post(struct stand *stand, int64_t person, const char *label)
{
	stand_post_text(stand, person, label, slice_of(label));
}

// -- waiting --

static void on_tick(uv_timer_t *tick)
{
}

// Runs the loop, at least every few milliseconds, until reached says so.
static void run_until(struct stand *stand, bool (*reached)(struct stand *stand, const void *what), const void *what)
{
	uv_timer_t tick;
	uint64_t began_ms = uv_hrtime() / 1000000;
	uv_timer_init(&stand->loop, &tick);
	uv_timer_start(&tick, on_tick, 5, 5);
	while (!reached(stand, what)) {
		uv_run(&stand->loop, UV_RUN_ONCE);
		ck_assert_msg(
			uv_hrtime() / 1000000 - began_ms < DEADLINE_MS, "waited in vain; so far: %s\nlog: %s", stand->trace, stand->log);
	}
	uv_close((uv_handle_t *)&tick, NULL);
	uv_run(&stand->loop, UV_RUN_NOWAIT); // one turn closes it
}

static bool answers_came(struct stand *stand, const void *what)
{
	return stand->answers >= *(const int *)what;
}

static bool sql_is_true(struct stand *stand, const void *what)
{
	return strcmp(stand_sql(stand, what), "t") == 0;
}

static bool there_is(struct stand *stand, const void *what)
{
	return stand->there == *(const bool *)what;
}

void stand_until(struct stand *stand, int answers)
{
	run_until(stand, answers_came, &answers);
}

void stand_until_sql(struct stand *stand, const char *sql)
{
	run_until(stand, sql_is_true, sql);
}

void stand_until_there(struct stand *stand, bool there)
{
	run_until(stand, there_is, &there);
}

const char *stand_sql(struct stand *stand, const char *sql)
{
	static char cell[4096];
	struct database_problem problem;
	struct database_table *table = database_operator_ask(stand->operator, sql, NULL, 0, &problem);
	ck_assert_msg(table != NULL, "%s: %s", sql, problem.text);
	snprintf(cell, sizeof(cell), "%s", database_table_rows(table) > 0 ? database_table_text(table, 0, 0) : "");
	database_table_release(table);
	return cell;
}
