// Pipeline: answers in order, after the commit; what a failure, a loss and a silence come to.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "stand.h"

Suite *suite_pipeline(void);

static struct stand stand;

static const char held[] = "select exists (select from pg_locks where locktype = 'advisory' and not granted)";
static const char ours[] =
	"from pg_stat_activity where application_name = 'waymarkd' and pid <> pg_backend_pid() and datname = current_database()";

static void hold(void)
{
	stand_sql(&stand, "select pg_advisory_lock(77)");
}

static void let_go(void)
{
	stand_sql(&stand, "select pg_advisory_unlock_all()");
}

static void terminate_ours(void)
{
	char sql[300];
	snprintf(sql, sizeof(sql), "select count(pg_terminate_backend(pid)) %s", ours);
	stand_sql(&stand, sql);
}

START_TEST(answers_come_in_the_order_of_the_questions)
{
	static const char *const labels[] = { "a", "b", "c", "d", "e", "f" };
	stand_begin(&stand, stand_settings());
	for (int i = 0; i < 6; i++)
		stand_ask(&stand, DATABASE_WRITE, i % 3, &stand_echo, labels[i]);
	stand_until(&stand, 6);
	ck_assert_str_eq(stand.trace, "a=a b=b c=c d=d e=e f=f ");
	ck_assert_uint_eq(database_figures(stand.database).answered, 6);
	ck_assert_uint_eq(database_figures(stand.database).waiting, 0);
	stand_end(&stand);
}
END_TEST

START_TEST(a_person_is_set_for_one_question_only)
{
	stand_begin(&stand, stand_settings());
	stand_ask(&stand, DATABASE_WRITE, 7, &stand_person, "seven");
	stand_ask(&stand, DATABASE_WRITE, 0, &stand_person, "nobody");
	stand_ask(&stand, DATABASE_READ, 8, &stand_person, "eight");
	stand_until(&stand, 3);
	ck_assert_ptr_nonnull(strstr(stand.trace, "seven=7 nobody= "));
	ck_assert_ptr_nonnull(strstr(stand.trace, "eight=8 "));
	stand_end(&stand);
}
END_TEST

START_TEST(a_fault_is_told_by_its_code_and_spoils_nothing_else)
{
	stand_begin(&stand, stand_settings());
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_echo, "before");
	stand_ask(&stand, DATABASE_WRITE, 2, &stand_wrong, "secret");
	stand_ask(&stand, DATABASE_WRITE, 3, &stand_echo, "behind");
	stand_until(&stand, 3);
	ck_assert_str_eq(stand.trace, "before=before secret=fault behind=behind ");
	ck_assert_str_eq(stand.log, "fault: wrong sqlstate=22012\n");
	stand_end(&stand);
}
END_TEST

START_TEST(a_deadlock_is_tried_again_before_the_persons_next_command)
{
	stand_begin(&stand, stand_settings());
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_flaky, "first");
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_echo, "second");
	stand_until(&stand, 2);
	ck_assert_str_eq(stand.trace, "first=first second=second ");
	stand_end(&stand);
}
END_TEST

START_TEST(what_was_in_flight_is_asked_again_in_order)
{
	stand_begin(&stand, stand_settings());
	hold();
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_wait, "a");
	stand_ask(&stand, DATABASE_WRITE, 2, &stand_keep, "b");
	stand_ask(&stand, DATABASE_WRITE, 3, &stand_keep, "c");
	stand_until_sql(&stand, held);
	terminate_ours();
	stand_until_there(&stand, false);
	ck_assert_int_eq(stand.answers, 0);
	let_go();
	stand_until(&stand, 3);
	ck_assert_str_eq(stand.trace, "a=a b=b c=c ");
	ck_assert_uint_ge(database_figures(stand.database).reconnects, 1);
	ck_assert_str_eq(
		stand_sql(&stand, "select string_agg(label, ' ' order by turn) from test.kept where label in ('b', 'c')"), "b c");
	stand_end(&stand);
}
END_TEST

START_TEST(reads_survive_a_loss_too)
{
	stand_begin(&stand, stand_settings());
	hold();
	stand_ask(&stand, DATABASE_READ, 1, &stand_wait, "a");
	stand_until_sql(&stand, held);
	terminate_ours();
	stand_until_there(&stand, false);
	let_go();
	stand_until(&stand, 1);
	ck_assert_str_eq(stand.trace, "a=a ");
	stand_end(&stand);
}
END_TEST

START_TEST(a_search_keeps_no_other_question_waiting_and_is_given_up)
{
	stand_begin(&stand, stand_settings());
	hold();
	for (int i = 0; i < 20; i++) // more than one connection takes at once
		stand_ask(&stand, DATABASE_SEARCH, 1, &stand_wait, "search");
	stand_until_sql(&stand, held);
	for (int i = 0; i < 3; i++)
		stand_ask(&stand, DATABASE_READ, 1, &stand_echo, "read");
	stand_until(&stand, 3);
	ck_assert_str_eq(stand.trace, "read=read read=read read=read ");
	stand_until(&stand, 4); // by PostgreSQL, long before a connection counts as silent
	ck_assert_ptr_nonnull(strstr(stand.trace, "search=unavailable "));
	ck_assert_uint_eq(database_figures(stand.database).reconnects, 0);
	let_go();
	stand_end(&stand);
}
END_TEST

START_TEST(what_breaks_the_connection_each_time_is_given_up)
{
	struct stand_killer {
		int times;
	} killer = { 0 };
	stand_begin(&stand, stand_settings());
	hold();
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_wait, "poison");
	stand_ask(&stand, DATABASE_WRITE, 2, &stand_echo, "other");
	while (stand.answers == 0 && killer.times++ < 10) {
		stand_until_there(&stand, true);
		stand_until_sql(&stand, held);
		terminate_ours();
		stand_until_there(&stand, false);
	}
	stand_until(&stand, 2);
	ck_assert_str_eq(stand.trace, "poison=unavailable other=other ");
	let_go();
	stand_end(&stand);
}
END_TEST

START_TEST(a_statement_that_takes_too_long_is_unavailable)
{
	struct database_settings settings = stand_settings();
	settings.answer_ms_max = 300;
	stand_begin(&stand, settings);
	hold();
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_wait, "slow");
	stand_until(&stand, 1);
	ck_assert_str_eq(stand.trace, "slow=unavailable ");
	ck_assert_str_eq(stand.log, "unavailable: wait sqlstate=57014\n");
	let_go();
	stand_end(&stand);
}
END_TEST

START_TEST(a_connection_that_says_nothing_is_left)
{
	char sql[300];
	struct database_settings settings = stand_settings();
	settings.answer_ms_max = 400;
	stand_begin(&stand, settings);
	hold();
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_wait, "a");
	stand_until_sql(&stand, held);
	snprintf(sql, sizeof(sql), "select pid %s and wait_event_type = 'Lock'", ours);
	pid_t frozen = (pid_t)atoi(stand_sql(&stand, sql));
	ck_assert_int_gt(frozen, 0);
	ck_assert_int_eq(kill(frozen, SIGSTOP), 0);
	stand_until_there(&stand, false);
	ck_assert_int_eq(kill(frozen, SIGCONT), 0);
	let_go();
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_echo, "b");
	stand_until(&stand, 2);
	ck_assert_str_eq(stand.trace, "a=unavailable b=b "); // a is too old to be asked again
	ck_assert_ptr_nonnull(strstr(stand.log, "lost: no answer for too long\n"));
	stand_end(&stand);
}
END_TEST

// True if the process was told to end and could not look at it yet (proc(5): ShdPnd, a mask of signals).
static bool is_told_to_end(pid_t pid)
{
	char path[64], line[256];
	unsigned long long pending = 0;
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file) != NULL)
		sscanf(line, "ShdPnd: %llx", &pending);
	fclose(file);
	return (pending >> (SIGTERM - 1) & 1) != 0;
}

START_TEST(a_backend_that_was_lost_is_ended_before_anything_is_asked_again)
{
	char sql[300];
	struct database_settings settings = stand_settings();
	settings.answer_ms_max = 400;
	stand_begin(&stand, settings);
	hold();
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_wait, "a");
	stand_until_sql(&stand, held);
	snprintf(sql, sizeof(sql), "select pid %s and wait_event_type = 'Lock'", ours);
	pid_t frozen = (pid_t)atoi(stand_sql(&stand, sql));
	ck_assert_int_eq(kill(frozen, SIGSTOP), 0);
	stand_until_there(&stand, false);
	stand_until_there(&stand, true);
	ck_assert(is_told_to_end(frozen));
	ck_assert_int_eq(kill(frozen, SIGCONT), 0);
	snprintf(sql, sizeof(sql), "select not exists (select from pg_stat_activity where pid = %d)", (int)frozen);
	stand_until_sql(&stand, sql);
	let_go();
	stand_end(&stand);
}
END_TEST

START_TEST(nobody_answers_where_there_is_no_postgresql)
{
	struct database_settings settings = stand_settings();
	settings.conninfo = "host=/nonexistent dbname=nothing";
	settings.answer_ms_max = 300;
	stand_begin(&stand, settings);
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_echo, "write");
	stand_ask(&stand, DATABASE_READ, 1, &stand_echo, "read");
	stand_post(&stand, 1, "nowhere");
	ck_assert(!database_there(stand.database));
	stand_until(&stand, 3);
	ck_assert_ptr_nonnull(strstr(stand.trace, "write=unavailable nowhere=unavailable "));
	ck_assert_ptr_nonnull(strstr(stand.trace, "read=unavailable "));
	ck_assert_str_eq(stand.log, "unreachable: PostgreSQL cannot be reached\n"); // once, however often it is tried
	stand_end(&stand);
}
END_TEST

static void never(void *context, const struct database_rows *rows, bool unavailable)
{
	ck_abort_msg("a question that was refused is answered");
}

START_TEST(too_many_questions_are_refused)
{
	struct database_settings settings = stand_settings();
	struct database_parameter parameter = { .bytes = slice_of("x") };
	settings.questions_max = 2;
	stand_begin(&stand, settings);
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_echo, "a");
	stand_ask(&stand, DATABASE_READ, 1, &stand_echo, "b");
	ck_assert(!database_ask(stand.database, DATABASE_WRITE, &stand_echo, 1, &parameter, 1, never, NULL));
	stand_until(&stand, 2);
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_echo, "c");
	stand_until(&stand, 3);
	stand_end(&stand);
}
END_TEST

START_TEST(the_end_answers_everyone)
{
	stand_begin(&stand, stand_settings());
	hold();
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_wait, "flying");
	stand_until_sql(&stand, held);
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_echo, "waiting");
	stand_post(&stand, 2, "posted");
	stand_destroy(&stand);
	ck_assert_str_eq(stand.trace, "flying=unavailable waiting=unavailable posted=unavailable ");
	let_go();
	stand_end(&stand);
}
END_TEST

Suite *suite_pipeline(void)
{
	Suite *suite = suite_create("pipeline");
	TCase *tests = tcase_create("pipeline");
	tcase_add_unchecked_fixture(tests, stand_make_database, NULL);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, answers_come_in_the_order_of_the_questions);
	tcase_add_test(tests, a_person_is_set_for_one_question_only);
	tcase_add_test(tests, a_fault_is_told_by_its_code_and_spoils_nothing_else);
	tcase_add_test(tests, a_deadlock_is_tried_again_before_the_persons_next_command);
	tcase_add_test(tests, what_was_in_flight_is_asked_again_in_order);
	tcase_add_test(tests, reads_survive_a_loss_too);
	tcase_add_test(tests, a_search_keeps_no_other_question_waiting_and_is_given_up);
	tcase_add_test(tests, what_breaks_the_connection_each_time_is_given_up);
	tcase_add_test(tests, a_statement_that_takes_too_long_is_unavailable);
	tcase_add_test(tests, a_connection_that_says_nothing_is_left);
	tcase_add_test(tests, a_backend_that_was_lost_is_ended_before_anything_is_asked_again);
	tcase_add_test(tests, nobody_answers_where_there_is_no_postgresql);
	tcase_add_test(tests, too_many_questions_are_refused);
	tcase_add_test(tests, the_end_answers_everyone);
	suite_add_tcase(suite, tests);
	return suite;
}
