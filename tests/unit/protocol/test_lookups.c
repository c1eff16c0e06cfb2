// The tables: every row is found by its name and by nothing else; outcomes and words are what the schema says.
#include <check.h>

#include "protocol/outcome.h"
#include "protocol/schema.h"
#include "protocol/words.h"

START_TEST(every_operation_is_found_by_its_name_only)
{
	ck_assert_uint_gt(schema_operation_count, 30);
	for (size_t i = 0; i < schema_operation_count; i++) {
		const struct schema_operation *row = &schema_operations[i];
		struct slice name = slice_of(row->name);
		ck_assert_ptr_eq(schema_operation(name), row);
		ck_assert_ptr_null(schema_operation((struct slice){ .at = name.at, .n = name.n - 1 }));
		ck_assert(i == 0 || strcmp(schema_operations[i - 1].name, row->name) < 0);
		ck_assert(row->takes != NULL && row->gives != NULL && row->since >= 1 && row->since <= schema_version);
		ck_assert_int_eq(schema_field(row->takes, slice_of("nonce")), row->nonce ? 0 : -1);
		ck_assert((row->role != NULL) == (row->needs == SCHEMA_NEEDS_ROLE));
	}
	ck_assert_ptr_null(schema_operation(slice_of("zzz")));
	ck_assert_ptr_null(schema_operation(slice_of("channel.postt")));
	ck_assert_ptr_null(schema_operation((struct slice){ .at = NULL, .n = 0 }));
}
END_TEST

START_TEST(the_fixed_operations_are_as_the_design_says)
{
	const struct schema_operation *post = schema_operation(slice_of("channel.post"));
	ck_assert(
		post->path == SCHEMA_PATH_POST && post->changes && post->nonce && post->needs == SCHEMA_NEEDS_PERSON && !post->early);
	ck_assert_int_eq(schema_field(post->takes, slice_of("reply_to")), 4);
	const struct schema_operation *grant = schema_operation(slice_of("role.grant"));
	ck_assert(
		grant->needs == SCHEMA_NEEDS_ROLE && strcmp(grant->role, "operator") == 0 && strcmp(grant->function, "role_grant") == 0);
	ck_assert(schema_operation(slice_of("session.hello"))->early);
}
END_TEST

START_TEST(shapes_are_found_by_kind_and_name)
{
	ck_assert_int_eq(schema_field(schema_event(slice_of("message")), slice_of("reply_to")), 1);
	ck_assert_int_eq(schema_field(schema_notification(slice_of("skipped")), slice_of("to")), 2);
	ck_assert_ptr_eq(schema_notification(slice_of("event")), schema_struct(slice_of("event")));
	ck_assert_ptr_null(schema_event(slice_of("event")));
	ck_assert_ptr_null(schema_struct(slice_of("message")));
	ck_assert_ptr_null(schema_notification(slice_of("")));
	ck_assert_int_eq(schema_field(schema_struct(slice_of("circle")), slice_of("titl")), -1);
}
END_TEST

START_TEST(outcomes_have_codes_and_words)
{
	for (int i = 0; i < OUTCOME_COUNT; i++) {
		enum outcome read;
		ck_assert(outcome_read(slice_of(outcome_code((enum outcome)i)), &read));
		ck_assert_int_eq(read, i);
		ck_assert_uint_gt(strlen(outcome_words((enum outcome)i)), 0);
	}
	enum outcome read = OUTCOME_OK;
	ck_assert(!outcome_read(slice_of("teapot"), &read));
	ck_assert_int_eq(read, OUTCOME_INTERNAL);
	ck_assert_str_eq(outcome_code(OUTCOME_RATE_LIMITED), "rate_limited");
}
END_TEST

START_TEST(reasons_states_and_labels_have_words)
{
	ck_assert_str_eq(schema_reason(slice_of("full")), "No seat is free.");
	ck_assert_str_eq(schema_state(slice_of("circle.closed")), "Ended");
	ck_assert_str_eq(schema_label(slice_of("role.coach")), "Coach");
	ck_assert_ptr_null(schema_reason(slice_of("fulll")));
	ck_assert_ptr_null(schema_label(slice_of("role.king")));
}
END_TEST

START_TEST(words_come_in_the_language_asked_for)
{
	const char *english = outcome_words(OUTCOME_UNAUTHENTICATED);
	const char *welsh = words_in(slice_of("cy"), english);
	ck_assert_str_ne(welsh, english);
	ck_assert_ptr_eq(words_in(slice_of("cy-GB"), english), welsh);
	ck_assert_ptr_eq(words_in(slice_of("CY"), english), welsh);
	ck_assert_ptr_eq(words_in(slice_of("cym"), english), english);
	ck_assert_ptr_eq(words_in(slice_of("en"), english), english);
	ck_assert_ptr_eq(words_in((struct slice){ .at = NULL, .n = 0 }, english), english);
	ck_assert_str_eq(words_in(slice_of("cy"), "Nobody has translated this."), "Nobody has translated this.");
}
END_TEST

START_TEST(every_refusal_speaks_welsh)
{
	for (int i = 1; i < OUTCOME_COUNT; i++) {
		const char *english = outcome_words((enum outcome)i);
		ck_assert_msg(words_in(slice_of("cy"), english) != english, "%s", english);
	}
}
END_TEST

START_TEST(english_has_two_forms_of_number)
{
	struct slice english = slice_of("en");
	ck_assert_str_eq(words_plural_in(english, "one", "many", 1), "one");
	ck_assert_str_eq(words_plural_in(english, "one", "many", 0), "many");
	ck_assert_str_eq(words_plural_in(english, "one", "many", 2), "many");
}
END_TEST

START_TEST(welsh_has_six_forms_of_number)
{
	static const struct {
		uint64_t n;
		const char *words;
	} examples[] = { { 0, "Neb" }, { 1, "%lu person" }, { 2, "%lu berson" }, { 3, "%lu pherson" }, { 4, "%lu person" },
		{ 5, "%lu person" }, { 6, "%lu pherson" }, { 7, "%lu person" }, { 100, "%lu person" }, { UINT64_MAX, "%lu person" } };
	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		ck_assert_str_eq(words_plural_in(slice_of("cy"), "%lu person", "%lu people", examples[i].n), examples[i].words);
	}
	ck_assert_str_eq(words_plural_in(slice_of("cy"), "%lu untranslated", "%lu untranslateds", 2), "%lu untranslateds");
}
END_TEST

Suite *suite_lookups(void)
{
	Suite *suite = suite_create("lookups");
	TCase *tests = tcase_create("tables");
	tcase_add_test(tests, every_operation_is_found_by_its_name_only);
	tcase_add_test(tests, the_fixed_operations_are_as_the_design_says);
	tcase_add_test(tests, shapes_are_found_by_kind_and_name);
	tcase_add_test(tests, outcomes_have_codes_and_words);
	tcase_add_test(tests, reasons_states_and_labels_have_words);
	tcase_add_test(tests, words_come_in_the_language_asked_for);
	tcase_add_test(tests, every_refusal_speaks_welsh);
	tcase_add_test(tests, english_has_two_forms_of_number);
	tcase_add_test(tests, welsh_has_six_forms_of_number);
	suite_add_tcase(suite, tests);
	return suite;
}
