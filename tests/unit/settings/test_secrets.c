// Secrets come from private files, and never leave again in print.
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "writing.h"

#define CANARY "correct-horse-battery"

// What settings_print writes; freed by the caller.
static char *printed(const struct settings *settings, bool json)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	settings_print(settings, out, json ? SETTINGS_JSON : SETTINGS_WITH_ORIGINS);
	fclose(out);
	return text;
}

// Writes the settings with a secret in conf.d/secret, of this mode, and loads them.
static bool load(struct writing *writing, struct settings *settings, struct settings_problems *problems, unsigned mode)
{
	char text[512];
	writing_begin(writing, "");
	writing_add(writing, "conf.d/secret", CANARY "\n", mode);
	snprintf(text, sizeof text, "[mail]\npassword_file = %s/conf.d/secret\n", writing->folder);
	writing_add(writing, "waymark.conf", text, 0600);
	return writing_load(writing, settings, problems);
}

START_TEST(a_secret_is_read_from_its_file_and_not_shown)
{
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	ck_assert_msg(load(&writing, &settings, &problems, 0600), "%s", problems.text);
	ck_assert_str_eq(settings.mail.password, CANARY);
	for (int json = 0; json < 2; json++) {
		char *text = printed(&settings, json);
		ck_assert_ptr_null(strstr(text, CANARY));
		ck_assert_ptr_nonnull(strstr(text, "mail.password_file"));
		ck_assert_ptr_nonnull(strstr(text, "conf.d/secret"));
		free(text);
	}
	settings_release(&settings);
	writing_end(&writing);
}
END_TEST

START_TEST(a_secret_that_anyone_may_read_is_refused)
{
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	ck_assert(!load(&writing, &settings, &problems, 0644));
	ck_assert_ptr_nonnull(strstr(problems.text, "make it private: chmod o-rwx"));
	ck_assert_ptr_null(strstr(problems.text, CANARY));
	settings_release(&settings);
	writing_end(&writing);
}
END_TEST

START_TEST(a_secret_in_the_settings_themselves_is_refused_and_not_repeated)
{
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	writing_begin(&writing, "[mail]\npassword = " CANARY "\n");
	ck_assert(!writing_load(&writing, &settings, &problems));
	ck_assert_ptr_nonnull(strstr(problems.text, "mail.password is a secret: put it in a file"));
	ck_assert_ptr_null(strstr(problems.text, CANARY));
	settings_release(&settings);
	writing_end(&writing);
}
END_TEST

START_TEST(a_secret_whose_file_is_missing_is_refused)
{
	struct settings settings;
	struct settings_problems problems;
	char *environment[] = { "WAYMARK_MAIL_PASSWORD_FILE=/nowhere/secret", NULL };
	ck_assert(!settings_load(&settings, NULL, environment, &problems));
	ck_assert_ptr_nonnull(strstr(problems.text, "mail.password_file: cannot read /nowhere/secret: No such file or directory"));
	settings_release(&settings);
}
END_TEST

START_TEST(the_database_address_may_stand_in_a_file_too)
{
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	char variable[160];
	char *environment[] = { variable, NULL };
	writing_begin(&writing, "[database]\nurl = host=elsewhere\n");
	writing_add(&writing, "conf.d/url", "host=/run/pg password=" CANARY, 0400);
	snprintf(variable, sizeof variable, "WAYMARK_DATABASE_URL_FILE=%s/conf.d/url", writing.folder);
	ck_assert_msg(settings_load(&settings, writing.file, environment, &problems), "%s", problems.text);
	ck_assert_str_eq(settings.database.url, "host=/run/pg password=" CANARY);
	settings_release(&settings);
	writing_end(&writing);
}
END_TEST

START_TEST(a_password_inside_an_address_is_hidden)
{
	static const char *const urls[][2] = {
		{ "host=a password=" CANARY " user=w", "database.url = host=a password=*** user=w " },
		{ "host=a password='" CANARY " x' user=w", "database.url = host=a password=*** user=w " },
		{ "postgresql://w:" CANARY "@host/db", "database.url = postgresql://w:***@host/db " },
		{ "postgresql://host/db?user=w&password=" CANARY, "database.url = postgresql://host/db?user=w&password=*** " },
		{ "host=a user=w", "database.url = host=a user=w " },
	};
	for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
		struct settings settings;
		struct settings_problems problems;
		char variable[256];
		char *environment[] = { variable, NULL };
		snprintf(variable, sizeof variable, "WAYMARK_DATABASE_URL=%s", urls[i][0]);
		ck_assert_msg(settings_load(&settings, NULL, environment, &problems), "%s", problems.text);
		char *text = printed(&settings, false);
		ck_assert_ptr_null(strstr(text, CANARY));
		ck_assert_msg(strstr(text, urls[i][1]) != NULL, "%s\nlacks: %s", text, urls[i][1]);
		free(text);
		settings_release(&settings);
	}
}
END_TEST

Suite *suite_secrets(void)
{
	Suite *suite = suite_create("settings: secrets");
	TCase *all = tcase_create("all");
	tcase_add_test(all, a_secret_is_read_from_its_file_and_not_shown);
	tcase_add_test(all, a_secret_that_anyone_may_read_is_refused);
	tcase_add_test(all, a_secret_in_the_settings_themselves_is_refused_and_not_repeated);
	tcase_add_test(all, a_secret_whose_file_is_missing_is_refused);
	tcase_add_test(all, the_database_address_may_stand_in_a_file_too);
	tcase_add_test(all, a_password_inside_an_address_is_hidden);
	suite_add_tcase(suite, all);
	return suite;
}
