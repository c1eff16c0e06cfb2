// What is wrong with settings is said with the place, the bounds and the nearest name.
#include <check.h>
#include <string.h>

#include "daemon/settings/value.h"
#include "writing.h"

// Loads a file that must be refused with these words in its problems.
static void refuse(const char *text, size_t count, const char *words)
{
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	writing_begin(&writing, text);
	ck_assert_msg(!writing_load(&writing, &settings, &problems), "accepted: %s", text);
	ck_assert_msg(problems.count == count && strstr(problems.text, words) != NULL, "%zu problems:\n%sexpected: %s",
		problems.count, problems.text, words);
	settings_release(&settings);
	writing_end(&writing);
}

START_TEST(an_unknown_key_is_named_with_its_line_and_the_nearest)
{
	refuse("[gateway]\n\nprot = 1\n", 1, "waymark.conf:3: gateway.prot is not a setting; did you mean gateway.port?");
	refuse("[getaway]\nport = 1\n", 1, "waymark.conf:2: getaway.port is not a setting; did you mean gateway.port?");
	refuse("[limits]\nconnection_max = 1\n", 1, "did you mean limits.connections_max?");
	refuse("[mail]\npasword_file = x\n", 1, "did you mean mail.password_file?");
}
END_TEST

START_TEST(a_bad_value_is_named_with_its_bounds)
{
	refuse("[gateway]\nport = 70000\n", 1, "waymark.conf:2: gateway.port = 70000 is not a whole number from 0 to 65535");
	refuse("[gateway]\nport = 12x\n", 1, "gateway.port = 12x is not a whole number");
	refuse("[gateway]\nport =\n", 1, "is not a whole number");
	refuse("[database]\nanswer_ms_max = 99999999999999999999\n", 1, "from 100 to 600000 (ms)");
	refuse("[log]\nlevel = loud\n", 1, "log.level = loud is not one of: debug info warn error");
	refuse(
		"[gateway]\naddress = 1234567890123456789012345678901234567890123456789012345678901234x\n", 1, "is longer than 64 bytes");
}
END_TEST

START_TEST(every_problem_is_told_at_once)
{
	refuse("[gateway]\nprot = 1\nport = x\n[log]\nlevel = loud\n", 3, "waymark.conf:5: log.level");
}
END_TEST

START_TEST(a_key_that_is_given_twice_in_a_file_is_refused)
{
	refuse("[gateway]\nport = 1\nport = 2\n", 1, "waymark.conf:3: gateway.port is given twice here (before: ");
}
END_TEST

START_TEST(a_line_that_is_no_setting_is_refused)
{
	refuse("[gateway]\nport 1\n", 1, "waymark.conf:2: this line is neither [section] nor key = value");
}
END_TEST

START_TEST(a_line_without_end_is_refused)
{
	static char text[3 * SETTINGS_VALUE_BYTES_MAX];
	memset(text, 'x', sizeof text - 1);
	memcpy(text, "[log]\nfile = ", 13);
	memcpy(text + sizeof text - 20, "\nlevel = warn\n", 15);
	text[sizeof text - 5] = '\0';
	refuse(text, 1, "waymark.conf:2: the line is longer than");
}
END_TEST

START_TEST(settings_that_contradict_each_other_are_refused)
{
	refuse("[gateway]\npublic_url = learn.example\n", 1, "does not begin with http:// or https://");
	refuse("[gateway]\npublic_url = https://learn.example/\n", 1, "ends with a slash");
	refuse("[limits]\nframe_bytes_max = 2048\ntext_bytes_max = 2000\n", 1,
		"limits.frame_bytes_max must be at least 512 bytes above");
	refuse("[mail]\nsmtp_url = smtp://mail.example:587\n", 1, "mail.from must be set too");
	refuse("[mail]\nfrom = a@b.example\nsmtp_url = mail.example:587\n", 1,
		"mail.smtp_url = mail.example:587 is not smtp://HOST:PORT or smtps://HOST:PORT");
	refuse("[mail]\nfrom = a@b.example\nsmtp_url = https://mail.example\n", 1, "mail.smtp_url = https://mail.example is not");
	refuse("[mail]\nfrom = a@b.example\nsmtp_url = smtps://:465\n", 1, "mail.smtp_url = smtps://:465 is not");
}
END_TEST

START_TEST(a_file_that_was_named_must_exist)
{
	struct settings settings;
	struct settings_problems problems;
	ck_assert(!settings_load(&settings, "/nowhere/waymark.conf", NULL, &problems));
	ck_assert_str_eq(problems.text, "/nowhere/waymark.conf: cannot read the settings: No such file or directory\n");
	settings_release(&settings);
}
END_TEST

START_TEST(an_unknown_name_in_the_environment_is_named_only_in_our_sections)
{
	struct settings settings;
	struct settings_problems problems;
	char *environment[] = { "WAYMARK_GATEWAY_PROT=1", "WAYMARK_SHARED=/data", "WAYMARK_URL=x", NULL };
	ck_assert(!settings_load(&settings, NULL, environment, &problems));
	ck_assert_str_eq(
		problems.text, "environment WAYMARK_GATEWAY_PROT: gateway.prot is not a setting; did you mean gateway.port?\n");
	settings_release(&settings);
}
END_TEST

START_TEST(problems_without_number_stay_within_their_room)
{
	static char text[200 * 20];
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	strcpy(text, "[gateway]\n");
	for (int i = 0; i < 190; i++)
		strcat(text, "prot = 1\n");
	writing_begin(&writing, text);
	ck_assert(!writing_load(&writing, &settings, &problems));
	ck_assert_uint_eq(problems.count, 190);
	size_t length = strlen(problems.text);
	ck_assert_uint_lt(length, sizeof problems.text);
	ck_assert_int_eq(problems.text[length - 1], '\n');
	settings_release(&settings);
	writing_end(&writing);
}
END_TEST

START_TEST(every_default_is_within_its_own_bounds)
{
	char *environment[] = { NULL, NULL };
	char value[512], name[640];
	ck_assert_uint_gt(setting_count, 30);
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *row = &setting_table[i];
		struct settings settings;
		struct settings_problems problems;
		if (row->secrecy == SETTING_FILE_ONLY)
			continue;
		setting_default(row, value, sizeof value);
		snprintf(name, sizeof name, "WAYMARK_%s_%s=%s", row->section, row->key, value);
		for (char *at = name; *at != '='; at++)
			*at = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
		environment[0] = name;
		ck_assert_msg(settings_load(&settings, NULL, environment, &problems), "%s", problems.text);
		ck_assert_msg(
			strncmp(settings.origin[i], "environment ", 12) == 0, "%s.%s: %s", row->section, row->key, settings.origin[i]);
		settings_release(&settings);
	}
}
END_TEST

Suite *suite_problems(void)
{
	Suite *suite = suite_create("settings: problems");
	TCase *all = tcase_create("all");
	tcase_add_test(all, an_unknown_key_is_named_with_its_line_and_the_nearest);
	tcase_add_test(all, a_bad_value_is_named_with_its_bounds);
	tcase_add_test(all, every_problem_is_told_at_once);
	tcase_add_test(all, a_key_that_is_given_twice_in_a_file_is_refused);
	tcase_add_test(all, a_line_that_is_no_setting_is_refused);
	tcase_add_test(all, a_line_without_end_is_refused);
	tcase_add_test(all, settings_that_contradict_each_other_are_refused);
	tcase_add_test(all, a_file_that_was_named_must_exist);
	tcase_add_test(all, an_unknown_name_in_the_environment_is_named_only_in_our_sections);
	tcase_add_test(all, problems_without_number_stay_within_their_room);
	tcase_add_test(all, every_default_is_within_its_own_bounds);
	suite_add_tcase(suite, all);
	return suite;
}
