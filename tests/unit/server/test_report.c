// The texts of /live, /ready and /metrics.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "daemon/server/report.h"

static const struct report_facts serving = { .server = { .ready = true, .database_there = true } };

START_TEST(ready_says_why_it_is_not)
{
	char text[256];
	struct report_facts facts = serving;
	ck_assert_int_eq(report_write(&facts, "/ready", text, sizeof text), 200);
	ck_assert_str_eq(text, "ready\n");
	facts.server.ready = false;
	ck_assert_int_eq(report_write(&facts, "/ready", text, sizeof text), 503);
	ck_assert_str_eq(text, "the database's functions are being checked\n");
	facts.server.database_there = false;
	ck_assert_int_eq(report_write(&facts, "/ready", text, sizeof text), 503);
	ck_assert_str_eq(text, "the database is away\n");
	facts.server.stopping = true;
	ck_assert_int_eq(report_write(&facts, "/ready", text, sizeof text), 503);
	ck_assert_str_eq(text, "draining\n");
	ck_assert_int_eq(report_write(&facts, "/live", text, sizeof text), 200);
	ck_assert_str_eq(text, "live\n");
	ck_assert_int_eq(report_write(&facts, "/lively", text, sizeof text), 404);
}
END_TEST

START_TEST(metrics_carry_each_figure_with_help_and_type)
{
	char text[16384];
	struct report_facts facts = serving;
	facts.server.core.connections = 7;
	facts.server.core.refusals[OUTCOME_CONFLICT] = 3;
	facts.server.database.waiting = 5;
	facts.server.uptime_us = 1500000;
	facts.loop_lag_us = 42;
	ck_assert_int_eq(report_write(&facts, "/metrics", text, sizeof text), 200);
	ck_assert_ptr_nonnull(strstr(text, "\n# TYPE waymark_connections gauge\nwaymark_connections 7\n"));
	ck_assert_ptr_nonnull(strstr(text, "\n# TYPE waymark_requests_total counter\nwaymark_requests_total 0\n"));
	ck_assert_ptr_nonnull(strstr(text, "\nwaymark_database_waiting 5\n"));
	ck_assert_ptr_nonnull(strstr(text, "\nwaymark_uptime_seconds 1.500000\n"));
	ck_assert_ptr_nonnull(strstr(text, "\nwaymark_loop_lag_seconds 0.000042\n"));
	ck_assert_ptr_nonnull(strstr(text, "\nwaymark_refusals_total{code=\"conflict\"} 3\n"));
	ck_assert_ptr_nonnull(strstr(text, "\nwaymark_ready 1\n"));
}
END_TEST

START_TEST(every_line_of_metrics_is_whole_however_little_room_there_is)
{
	char text[16384];
	for (size_t size = 1; size < 700; size++) {
		memset(text, '#', sizeof text);
		ck_assert_int_eq(report_write(&serving, "/metrics", text, size), 200);
		size_t length = strlen(text);
		ck_assert_uint_lt(length, size);
		ck_assert(length == 0 || text[length - 1] == '\n');
		ck_assert_int_eq(text[size], '#');
	}
}
END_TEST

START_TEST(the_process_knows_itself)
{
	struct report_facts before = serving, after = serving;
	report_process(&before);
	ck_assert_int_gt(before.resident_bytes, 0);
	ck_assert_int_gt(before.open_files, 0);
	FILE *file = fopen("/dev/null", "r");
	report_process(&after);
	fclose(file);
	ck_assert_int_eq(after.open_files, before.open_files + 1);
}
END_TEST

Suite *suite_report(void)
{
	Suite *suite = suite_create("server: report");
	TCase *all = tcase_create("all");
	tcase_add_test(all, ready_says_why_it_is_not);
	tcase_add_test(all, metrics_carry_each_figure_with_help_and_type);
	tcase_add_test(all, every_line_of_metrics_is_whole_however_little_room_there_is);
	tcase_add_test(all, the_process_knows_itself);
	suite_add_tcase(suite, all);
	return suite;
}
