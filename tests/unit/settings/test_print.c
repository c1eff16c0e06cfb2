// The sample file and the manual are made from the table, and the sample is itself a settings file that changes nothing.
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/settings/table.h"
#include "writing.h"

static char *made_by(void (*print)(FILE *out))
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	print(out);
	fclose(out);
	return text;
}

START_TEST(the_sample_read_back_is_the_defaults)
{
	struct writing writing;
	struct settings settings;
	struct settings_problems problems;
	struct core_limits shipped = core_limits_default();
	char *sample = made_by(settings_print_sample);
	// With the comment signs of the settings taken away, not those of the words.
	for (char *at = strstr(sample, "\n#"); at != NULL; at = strstr(at + 1, "\n#"))
		if (at[2] != ' ')
			memmove(at + 1, at + 2, strlen(at + 2) + 1);
	writing_begin(&writing, sample);
	ck_assert_msg(writing_load(&writing, &settings, &problems), "%s", problems.text);
	for (size_t i = 0; i < setting_count; i++)
		ck_assert_msg(strstr(settings.origin[i], "waymark.conf:") != NULL, "%s.%s is not in the sample", setting_table[i].section,
			setting_table[i].key);
	ck_assert_mem_eq(&settings.limits, &shipped, sizeof shipped);
	settings_release(&settings);
	writing_end(&writing);
	free(sample);
}
END_TEST

START_TEST(the_shipped_sample_is_the_one_that_the_program_makes)
{
	char *sample = made_by(settings_print_sample);
	FILE *file = fopen(WAYMARK_SOURCE_DIR "/deploy/waymark.conf.sample", "r");
	ck_assert_msg(file != NULL, "deploy/waymark.conf.sample is missing: waymarkd config sample >deploy/waymark.conf.sample");
	char *shipped = calloc(1, 1 << 20);
	ck_assert_uint_gt(fread(shipped, 1, (1 << 20) - 1, file), 0);
	fclose(file);
	ck_assert_msg(strcmp(sample, shipped) == 0, "it is stale: waymarkd config sample >deploy/waymark.conf.sample");
	free(shipped);
	free(sample);
}
END_TEST

START_TEST(the_manual_names_every_setting_with_its_text)
{
	char *manual = made_by(settings_print_manual);
	char *plain = malloc(strlen(manual) + 1), *to = plain;
	for (const char *at = manual; *at != '\0'; at++)
		if (*at != '\\')
			*to++ = *at;
	*to = '\0';
	for (size_t i = 0; i < setting_count; i++) {
		char name[128];
		snprintf(name, sizeof name, "*%s.%s", setting_table[i].section, setting_table[i].key);
		ck_assert_msg(strstr(plain, name) != NULL, "%s is missing", name);
		ck_assert_msg(strstr(plain, setting_table[i].manual) != NULL, "the text of %s is missing", name);
	}
	free(plain);
	free(manual);
}
END_TEST

Suite *suite_print(void)
{
	Suite *suite = suite_create("settings: print");
	TCase *all = tcase_create("all");
	tcase_add_test(all, the_sample_read_back_is_the_defaults);
	tcase_add_test(all, the_shipped_sample_is_the_one_that_the_program_makes);
	tcase_add_test(all, the_manual_names_every_setting_with_its_text);
	suite_add_tcase(suite, all);
	return suite;
}
