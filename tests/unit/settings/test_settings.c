// Where settings come from, and which source wins.
#include <check.h>
#include <string.h>

#include "writing.h"

START_TEST(without_any_source_the_defaults_hold)
{
	struct settings settings;
	struct settings_problems problems;
	struct core_limits shipped = core_limits_default();
	ck_assert(settings_load(&settings, NULL, NULL, &problems));
	ck_assert_str_eq(settings.gateway.address, "127.0.0.1");
	ck_assert_int_eq(settings.gateway.port, 7878);
	ck_assert_uint_eq(settings.gateway.origins.count, 0);
	ck_assert_ptr_null(settings.gateway.origins.word[0]);
	ck_assert_mem_eq(&settings.limits, &shipped, sizeof shipped);
	settings_release(&settings);
}
END_TEST

START_TEST(a_later_source_wins)
{
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	char *environment[] = { "WAYMARK_LOG_LEVEL=error", "WAYMARK_TOKEN=not ours", "HOME=/", NULL };
	writing_begin(&writing, "[gateway]\nport = 1000\naddress = ::1\n[log]\nlevel = debug\n[database]\nread_connections = 3\n");
	writing_add(&writing, "conf.d/20-later.conf", "[gateway]\nport = 3000\n", 0600);
	writing_add(&writing, "conf.d/10-earlier.conf", "[gateway]\nport = 2000\n[log]\nlevel = warn\n", 0600);
	writing_add(&writing, "conf.d/99-ignored.conf.bak", "[gateway]\nport = 4000\n", 0600);
	ck_assert_msg(settings_load(&settings, writing.file, environment, &problems), "%s", problems.text);
	ck_assert_int_eq(settings.gateway.port, 3000);
	ck_assert_str_eq(settings.gateway.address, "::1");
	ck_assert_int_eq(settings.database.read_connections, 3);
	ck_assert_int_eq(settings.log.level, SETTINGS_LOG_ERROR);
	settings_release(&settings);
	writing_end(&writing);
}
END_TEST

START_TEST(the_environment_names_the_file_when_nobody_else_does)
{
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	char variable[160];
	char *environment[] = { variable, NULL };
	writing_begin(&writing, "[gateway]\nport = 1234\n");
	snprintf(variable, sizeof variable, "WAYMARK_CONFIG=%s", writing.file);
	ck_assert(settings_load(&settings, NULL, environment, &problems));
	ck_assert_int_eq(settings.gateway.port, 1234);
	settings_release(&settings);
	writing_end(&writing);
}
END_TEST

START_TEST(words_are_cut_and_continued_lines_add_to_them)
{
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	writing_begin(&writing, "[gateway]\norigins = https://a.example, https://b.example\n  https://c.example\n");
	ck_assert_msg(writing_load(&writing, &settings, &problems), "%s", problems.text);
	ck_assert_uint_eq(settings.gateway.origins.count, 3);
	ck_assert_str_eq(settings.gateway.origins.word[0], "https://a.example");
	ck_assert_str_eq(settings.gateway.origins.word[2], "https://c.example");
	ck_assert_ptr_null(settings.gateway.origins.word[3]);
	settings_release(&settings);
	writing_end(&writing);
}
END_TEST

START_TEST(long_lines_are_taken_whole)
{
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	char text[1100], url[901];
	memset(url, 'h', sizeof url - 1);
	url[sizeof url - 1] = '\0';
	snprintf(text, sizeof text, "[database]\nurl = %s\n", url);
	writing_begin(&writing, text);
	ck_assert_msg(writing_load(&writing, &settings, &problems), "%s", problems.text);
	ck_assert_str_eq(settings.database.url, url);
	settings_release(&settings);
	writing_end(&writing);
}
END_TEST

START_TEST(a_reload_takes_over_only_what_may_change)
{
	struct writing writing;
	struct settings settings, fresh;
	struct settings_problems problems;
	char names[256];
	writing_begin(&writing, "[gateway]\nport = 1000\norigins = https://old.example\n[log]\nlevel = info\n");
	ck_assert(writing_load(&writing, &settings, &problems));
	writing_add(&writing, "waymark.conf", "[gateway]\nport = 2000\norigins = https://new.example\n[log]\nlevel = debug\n", 0600);
	ck_assert(writing_load(&writing, &fresh, &problems));
	settings_reload(&settings, &fresh, names, sizeof names);
	settings_release(&fresh);
	ck_assert_str_eq(names, "gateway.port");
	ck_assert_int_eq(settings.gateway.port, 1000);
	ck_assert_int_eq(settings.log.level, SETTINGS_LOG_DEBUG);
	ck_assert_uint_eq(settings.gateway.origins.count, 1);
	ck_assert_str_eq(settings.gateway.origins.word[0], "https://new.example");
	settings_release(&settings);
	writing_end(&writing);
}
END_TEST

START_TEST(the_cookie_follows_the_public_address_unless_told)
{
	struct settings settings;
	struct settings_problems problems;
	char *tls[] = { "WAYMARK_GATEWAY_PUBLIC_URL=https://learn.example", NULL };
	char *told[] = { "WAYMARK_GATEWAY_PUBLIC_URL=https://learn.example", "WAYMARK_GATEWAY_SECURE_COOKIE=no", NULL };
	ck_assert(settings_load(&settings, NULL, NULL, &problems));
	ck_assert(!settings_secure_cookie(&settings));
	settings_release(&settings);
	ck_assert(settings_load(&settings, NULL, tls, &problems));
	ck_assert(settings_secure_cookie(&settings));
	settings_release(&settings);
	ck_assert(settings_load(&settings, NULL, told, &problems));
	ck_assert(!settings_secure_cookie(&settings));
	settings_release(&settings);
}
END_TEST

Suite *suite_settings(void)
{
	Suite *suite = suite_create("settings: sources");
	TCase *all = tcase_create("all");
	tcase_add_test(all, without_any_source_the_defaults_hold);
	tcase_add_test(all, a_later_source_wins);
	tcase_add_test(all, the_environment_names_the_file_when_nobody_else_does);
	tcase_add_test(all, words_are_cut_and_continued_lines_add_to_them);
	tcase_add_test(all, long_lines_are_taken_whole);
	tcase_add_test(all, a_reload_takes_over_only_what_may_change);
	tcase_add_test(all, the_cookie_follows_the_public_address_unless_told);
	suite_add_tcase(suite, all);
	return suite;
}
