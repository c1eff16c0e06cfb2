// The nearest name: slips are counted, and what is too far off is nobody's.
#include <check.h>

#include "protocol/nearest.h"

static size_t apart(const char *one, const char *other)
{
	ck_assert_uint_eq(nearest_distance(slice_of(one), slice_of(other)), nearest_distance(slice_of(other), slice_of(one)));
	return nearest_distance(slice_of(one), slice_of(other));
}

START_TEST(each_kind_of_slip_counts_once)
{
	ck_assert_uint_eq(apart("serve", "serve"), 0);
	ck_assert_uint_eq(apart("serv", "serve"), 1);
	ck_assert_uint_eq(apart("serve", "verve"), 1);
	ck_assert_uint_eq(apart("tial", "tail"), 1);
	ck_assert_uint_eq(apart("opne", "open"), 1);
	ck_assert_uint_eq(apart("", "tail"), 4);
	ck_assert_uint_eq(apart("", ""), 0);
	ck_assert_uint_eq(apart("kitten", "sitting"), 3);
	ck_assert_uint_eq(apart("ca", "abc"), 3); // what was swapped is not changed again
}
END_TEST

START_TEST(only_the_beginning_of_a_long_name_is_compared)
{
	char one[NEAREST_BYTES_MAX + 20], other[NEAREST_BYTES_MAX + 20];
	memset(one, 'a', sizeof one);
	memset(other, 'a', sizeof other);
	one[sizeof one - 1] = other[sizeof other - 1] = 0;
	other[NEAREST_BYTES_MAX] = 'b';
	ck_assert_uint_eq(apart(one, other), 0);
	other[NEAREST_BYTES_MAX - 1] = 'b';
	ck_assert_uint_eq(apart(one, other), 1);
}
END_TEST

static const char *of(const char *typed)
{
	static const char *const names[] = { "serve", "post", "tail", "tails", "doctor" };
	struct nearest nearest = nearest_to(slice_of(typed));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		nearest_offer(&nearest, names[i]);
	return nearest.name ? nearest.name : "nobody";
}

START_TEST(the_nearest_is_found_if_it_is_near)
{
	ck_assert_str_eq(of("serv"), "serve");
	ck_assert_str_eq(of("docotr"), "doctor");
	ck_assert_str_eq(of("tial"), "tail");
	ck_assert_str_eq(of("tails"), "tails");
	ck_assert_str_eq(of("pst"), "post");
	ck_assert_str_eq(of("foo"), "nobody");
	ck_assert_str_eq(of(""), "nobody");
	ck_assert_str_eq(of("nonsensical"), "nobody");
}
END_TEST

Suite *suite_nearest(void)
{
	Suite *suite = suite_create("nearest");
	TCase *cases = tcase_create("nearest");
	tcase_add_test(cases, each_kind_of_slip_counts_once);
	tcase_add_test(cases, only_the_beginning_of_a_long_name_is_compared);
	tcase_add_test(cases, the_nearest_is_found_if_it_is_near);
	suite_add_tcase(suite, cases);
	return suite;
}
