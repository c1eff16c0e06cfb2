// Command lines: options are taken out wherever they stand, and what is left over is not swallowed.
#include <check.h>
#include <string.h>

#include "daemon/operator/operator.h"

START_TEST(options_are_taken_out_of_the_words)
{
	char *words[] = { "add", "--name", "Ann Lee", "--dry-run", "rest", "--email=ann@example.org" };
	struct operator_call call = { .command = "person", .usage = "", .words = words, .count = 6 };
	ck_assert_str_eq(operator_value(&call, "--name"), "Ann Lee");
	ck_assert_str_eq(operator_value(&call, "--email"), "ann@example.org");
	ck_assert_ptr_null(operator_value(&call, "--name"));
	ck_assert(operator_flag(&call, "--dry-run"));
	ck_assert(!operator_flag(&call, "--dry-run"));
	ck_assert_uint_eq(call.count, 2);
	ck_assert_str_eq(call.words[0], "add");
	ck_assert_str_eq(call.words[1], "rest");
	ck_assert(operator_words(&call, 2));
}
END_TEST

START_TEST(an_option_that_lacks_its_value_is_not_swallowed)
{
	char *words[] = { "add", "--name" };
	struct operator_call call = { .command = "person", .usage = "", .words = words, .count = 2 };
	ck_assert_ptr_null(operator_value(&call, "--name"));
	ck_assert_uint_eq(call.count, 2);
	ck_assert(!operator_words(&call, 2));
}
END_TEST

START_TEST(a_longer_option_is_not_a_shorter_one)
{
	char *words[] = { "--names", "x" };
	struct operator_call call = { .command = "person", .usage = "", .words = words, .count = 2 };
	ck_assert_ptr_null(operator_value(&call, "--name"));
	ck_assert_uint_eq(call.count, 2);
}
END_TEST

Suite *suite_call(void)
{
	Suite *suite = suite_create("operator: command lines");
	TCase *all = tcase_create("all");
	tcase_add_test(all, options_are_taken_out_of_the_words);
	tcase_add_test(all, an_option_that_lacks_its_value_is_not_swallowed);
	tcase_add_test(all, a_longer_option_is_not_a_shorter_one);
	suite_add_tcase(suite, all);
	return suite;
}
