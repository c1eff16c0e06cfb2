// The log's lines can be read back by any program that knows logfmt, and a storm of one event stays small.
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/base/log.h"

static int64_t now_us;
static char path[64];
static char text[65536];

static int64_t clock_us(void)
{
	return now_us;
}

static void begin(void)
{
	now_us = 1795287600123456; // 2026-11-21 19:00:00.123456
	snprintf(path, sizeof(path), "%s/waymark-log-XXXXXX", getenv("TMPDIR") != NULL ? getenv("TMPDIR") : P_tmpdir);
	int file = mkstemp(path);
	ck_assert_int_ge(file, 0);
	close(file);
}

static void end(void)
{
	unlink(path);
}

static const char *written(void)
{
	FILE *file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	return text;
}

START_TEST(test_a_line)
{
	struct log *log = log_open(path, LOG_INFO, clock_us);
	char number[LOG_NUMBER_BYTES];
	log_line(log, LOG_WARN, "database_lost", "detail", "server closed the connection", "number", log_number(number, -5), NULL);
	log_close(log);
	ck_assert_str_eq(written(), "time=2026-11-21T19:00:00.123456Z level=warn event=database_lost "
								"detail=\"server closed the connection\" number=-5\n");
}
END_TEST

START_TEST(test_values_cannot_break_out_of_their_line)
{
	struct log *log = log_open(path, LOG_INFO, clock_us);
	log_line(
		log, LOG_INFO, "x", "a", "two\nlines", "b", "a=\"b\"", "c", "", "d", "\x1b[31m", "e", NULL, "f", "back\\slash", NULL);
	log_close(log);
	ck_assert_ptr_nonnull(
		strstr(written(), "event=x a=\"two\\nlines\" b=\"a=\\\"b\\\"\" c=\"\" d=\"\\x1b[31m\" f=\"back\\\\slash\"\n"));
}
END_TEST

START_TEST(test_a_long_line_is_cut)
{
	struct log *log = log_open(path, LOG_INFO, clock_us);
	char value[5000];
	memset(value, 'x', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	log_line(log, LOG_INFO, "x", "a", value, NULL);
	log_line(log, LOG_INFO, "y", NULL);
	log_close(log);
	const char *line = strchr(written(), '\n');
	ck_assert_uint_eq((size_t)(line - text) + 1, LOG_LINE_BYTES_MAX);
	ck_assert_ptr_nonnull(strstr(line, "event=y"));
}
END_TEST

START_TEST(test_levels)
{
	struct log *log = log_open(path, LOG_WARN, clock_us);
	log_line(log, LOG_INFO, "quiet", NULL);
	log_set_level(log, LOG_DEBUG);
	log_line(log, LOG_DEBUG, "loud", NULL);
	log_line(NULL, LOG_ERROR, "nowhere", NULL);
	log_close(log);
	ck_assert_ptr_null(strstr(written(), "quiet"));
	ck_assert_ptr_nonnull(strstr(text, "loud"));
	enum log_level level;
	ck_assert(log_level_read("error", &level));
	ck_assert_int_eq(level, LOG_ERROR);
	ck_assert(!log_level_read("loud", &level));
}
END_TEST

START_TEST(test_a_storm_is_thinned_out_and_owned_up_to)
{
	struct log *log = log_open(path, LOG_INFO, clock_us);
	for (int i = 0; i < 1000; i++)
		log_line(log, LOG_INFO, "storm", NULL);
	log_line(log, LOG_INFO, "other", NULL);
	now_us += LOG_WINDOW_US;
	log_line(log, LOG_INFO, "storm", NULL);
	log_close(log);
	int lines = 0;
	for (const char *c = written(); *c != '\0'; c++)
		lines += *c == '\n';
	ck_assert_int_eq(lines, LOG_LINES_PER_WINDOW_MAX + 2);
	ck_assert_ptr_nonnull(strstr(text, "event=storm left_out=980\n"));
}
END_TEST

START_TEST(test_reopening_follows_a_log_that_was_moved)
{
	char moved[80];
	snprintf(moved, sizeof(moved), "%s.1", path);
	struct log *log = log_open(path, LOG_INFO, clock_us);
	log_line(log, LOG_INFO, "before", NULL);
	rename(path, moved);
	ck_assert(log_reopen(log));
	log_line(log, LOG_INFO, "after", NULL);
	log_close(log);
	unlink(moved);
	ck_assert_ptr_nonnull(strstr(written(), "event=after"));
	ck_assert_ptr_null(strstr(text, "before"));
	ck_assert_ptr_null(log_open("/nowhere/at/all", LOG_INFO, NULL));
}
END_TEST

Suite *suite_log(void)
{
	Suite *suite = suite_create("log");
	TCase *tests = tcase_create("log");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, test_a_line);
	tcase_add_test(tests, test_values_cannot_break_out_of_their_line);
	tcase_add_test(tests, test_a_long_line_is_cut);
	tcase_add_test(tests, test_levels);
	tcase_add_test(tests, test_a_storm_is_thinned_out_and_owned_up_to);
	tcase_add_test(tests, test_reopening_follows_a_log_that_was_moved);
	suite_add_tcase(suite, tests);
	return suite;
}
