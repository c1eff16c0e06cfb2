// Posts: what is posted together is one batch, nobody's own commands change places, and a bad post is alone with its fault.
#include <stdio.h>
#include <stdlib.h>

#include "daemon/database/arrays.h"
#include "stand.h"

Suite *suite_posts(void);

static struct stand stand;

static const char held[] = "select exists (select from pg_locks where not granted)";

// The texts of the circle's messages in order, of those that begin with prefix.
static const char *kept(const char *prefix)
{
	char sql[200];
	snprintf(sql, sizeof(sql),
		"select string_agg(text, ' ' order by seq) from waymark.event where kind = 'message' and text like '%s%%'", prefix);
	return stand_sql(&stand, sql);
}

START_TEST(what_arrives_in_one_turn_is_one_batch)
{
	stand_begin(&stand, stand_settings());
	stand_post(&stand, 1, "turn-a");
	stand_post(&stand, 2, "turn-b");
	stand_post(&stand, 3, "turn-c");
	stand_post(&stand, 1, "turn-d");
	stand_until(&stand, 4);
	ck_assert_str_eq(stand.trace, "turn-a=ok turn-b=ok turn-c=ok turn-d=ok ");
	ck_assert_uint_eq(database_figures(stand.database).batches, 1);
	ck_assert_uint_eq(database_figures(stand.database).batch_rows, 4);
	ck_assert_str_eq(kept("turn-"), "turn-a turn-b turn-c turn-d");
	stand_end(&stand);
}
END_TEST

START_TEST(a_batch_is_bounded)
{
	struct database_settings settings = stand_settings();
	settings.batch_rows_max = 2;
	stand_begin(&stand, settings);
	stand_post(&stand, 1, "few-a");
	stand_post(&stand, 1, "few-b");
	stand_post(&stand, 1, "few-c");
	stand_until(&stand, 3);
	ck_assert_uint_eq(database_figures(stand.database).batches, 2);
	ck_assert_str_eq(kept("few-"), "few-a few-b few-c");
	stand_end(&stand);
}
END_TEST

START_TEST(what_arrives_during_a_commit_is_the_next_batch)
{
	stand_begin(&stand, stand_settings());
	stand_sql(&stand, "begin");
	stand_sql(&stand, "select id from waymark.channel where kind = 'circle' for update");
	stand_post(&stand, 1, "during-a");
	stand_until_sql(&stand, held);
	stand_post(&stand, 2, "during-b");
	stand_post(&stand, 3, "during-c");
	stand_sql(&stand, "rollback");
	stand_until(&stand, 3);
	ck_assert_uint_eq(database_figures(stand.database).batches, 2);
	ck_assert_str_eq(kept("during-"), "during-a during-b during-c");
	stand_end(&stand);
}
END_TEST

START_TEST(nobodys_own_commands_change_places)
{
	stand_begin(&stand, stand_settings());
	stand_post(&stand, 1, "own-a");
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_echo, "own-b");
	stand_post(&stand, 1, "own-c"); // behind b, so in a batch of its own
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_echo, "own-d");
	stand_until(&stand, 4);
	ck_assert_str_eq(stand.trace, "own-a=ok own-b=own-b own-c=ok own-d=own-d ");
	ck_assert_uint_eq(database_figures(stand.database).batches, 2);
	stand_end(&stand);
}
END_TEST

START_TEST(others_join_the_batch_that_waits)
{
	stand_begin(&stand, stand_settings());
	stand_post(&stand, 1, "join-a");
	stand_ask(&stand, DATABASE_WRITE, 1, &stand_echo, "join-b");
	stand_post(&stand, 2, "join-c");
	stand_until(&stand, 3);
	ck_assert_str_eq(stand.trace, "join-a=ok join-c=ok join-b=join-b ");
	ck_assert_uint_eq(database_figures(stand.database).batches, 1);
	stand_end(&stand);
}
END_TEST

START_TEST(a_post_that_spoils_its_batch_is_alone_with_its_fault)
{
	stand_begin(&stand, stand_settings());
	stand_post(&stand, 1, "split-a");
	stand_post(&stand, 2, "split-b");
	stand_post_text(&stand, 3, "split-c", slice_of("\xff")); // no UTF-8: PostgreSQL refuses the whole statement
	stand_post(&stand, 1, "split-d");
	stand_post(&stand, 2, "split-e");
	stand_until(&stand, 5);
	ck_assert_str_eq(stand.trace, "split-a=ok split-b=ok split-c=fault split-d=ok split-e=ok ");
	ck_assert_str_eq(kept("split-"), "split-a split-b split-d split-e");
	ck_assert_ptr_nonnull(strstr(stand.log, "fault: channel_post sqlstate=22021\n"));
	stand_end(&stand);
}
END_TEST

START_TEST(a_refused_post_spoils_nothing)
{
	stand_begin(&stand, stand_settings());
	stand_post(&stand, 1, "stranger-a");
	stand_post(&stand, 999, "stranger-b");
	stand_post(&stand, 1, "stranger-c");
	stand_until(&stand, 3);
	ck_assert_str_eq(stand.trace, "stranger-a=ok stranger-b=not_found stranger-c=ok ");
	ck_assert_uint_eq(database_figures(stand.database).batches, 1);
	stand_end(&stand);
}
END_TEST

START_TEST(a_batch_that_was_lost_is_kept_once)
{
	stand_begin(&stand, stand_settings());
	stand_sql(&stand, "begin");
	stand_sql(&stand, "select id from waymark.channel where kind = 'circle' for update");
	stand_post(&stand, 1, "lost-a");
	stand_post(&stand, 2, "lost-b");
	stand_until_sql(&stand, held);
	stand_post(&stand, 1, "lost-c");
	stand_sql(&stand, "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'waymarkd' and pid "
					  "<> pg_backend_pid()");
	stand_sql(&stand, "rollback");
	stand_until(&stand, 3);
	ck_assert_str_eq(stand.trace, "lost-a=ok lost-b=ok lost-c=ok ");
	ck_assert_str_eq(kept("lost-"), "lost-a lost-b lost-c");
	stand_end(&stand);
}
END_TEST

START_TEST(arrays_have_postgresqls_binary_form)
{
	struct array array = { 0 };
	array_begin(&array, ARRAY_BIGINT);
	array_add_bigint(&array, -2);
	array_add_null(&array);
	struct slice bytes = array_end(&array);
	static const uint8_t numbers[] = { 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 20, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 8, 255, 255, 255,
		255, 255, 255, 255, 254, 255, 255, 255, 255 };
	ck_assert_uint_eq(bytes.n, sizeof(numbers));
	ck_assert_mem_eq(bytes.at, numbers, sizeof(numbers));
	array_begin(&array, ARRAY_TEXT);
	array_add_bytes(&array, slice_of("hi"));
	array_add_bytes(&array, slice_of(""));
	bytes = array_end(&array);
	static const uint8_t texts[] = { 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 'h', 'i', 0, 0, 0,
		0 };
	ck_assert_uint_eq(bytes.n, sizeof(texts));
	ck_assert_mem_eq(bytes.at, texts, sizeof(texts));
	array_release(&array);
}
END_TEST

Suite *suite_posts(void)
{
	Suite *suite = suite_create("posts");
	TCase *tests = tcase_create("posts");
	tcase_add_unchecked_fixture(tests, stand_make_database, NULL);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, what_arrives_in_one_turn_is_one_batch);
	tcase_add_test(tests, a_batch_is_bounded);
	tcase_add_test(tests, what_arrives_during_a_commit_is_the_next_batch);
	tcase_add_test(tests, nobodys_own_commands_change_places);
	tcase_add_test(tests, others_join_the_batch_that_waits);
	tcase_add_test(tests, a_post_that_spoils_its_batch_is_alone_with_its_fault);
	tcase_add_test(tests, a_refused_post_spoils_nothing);
	tcase_add_test(tests, a_batch_that_was_lost_is_kept_once);
	tcase_add_test(tests, arrays_have_postgresqls_binary_form);
	suite_add_tcase(suite, tests);
	return suite;
}
