// Admission: tokens come back with time, at the rate that was set and not above the burst.
#include <check.h>

#include "daemon/core/admission.h"

#define SECOND 1000000

static int64_t wait_ms;

static enum admission spend(struct bucket *bucket, int64_t now_us)
{
	return bucket_spend(bucket, 1, 2, 3, now_us, &wait_ms);
}

START_TEST(test_a_burst_then_the_rate)
{
	struct bucket bucket;
	bucket_fill(&bucket, 3, 0);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(spend(&bucket, 0), ADMISSION_GRANTED);
	ck_assert_int_eq(spend(&bucket, 0), ADMISSION_REFUSED);
	ck_assert_int_eq(wait_ms, 500);
	ck_assert_int_eq(spend(&bucket, SECOND / 4), ADMISSION_REFUSED);
	ck_assert_int_eq(wait_ms, 250);
	ck_assert_int_eq(spend(&bucket, SECOND / 2), ADMISSION_GRANTED);
	ck_assert_int_eq(spend(&bucket, SECOND / 2), ADMISSION_REFUSED);
}
END_TEST

START_TEST(test_small_steps_of_time_are_not_lost)
{
	struct bucket bucket;
	bucket_fill(&bucket, 3, 0);
	int granted = 0;
	for (int64_t now_us = 0; now_us <= 10 * SECOND + 777; now_us += 777)
		granted += spend(&bucket, now_us) != ADMISSION_REFUSED && bucket.refusals == 0;
	ck_assert_int_eq(granted, 3 + 20);
}
END_TEST

START_TEST(test_it_never_holds_more_than_the_burst)
{
	struct bucket bucket;
	bucket_fill(&bucket, 3, 0);
	int64_t year_us = 365LL * 86400 * SECOND;
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(spend(&bucket, year_us), ADMISSION_GRANTED);
	ck_assert_int_eq(spend(&bucket, year_us), ADMISSION_REFUSED);
}
END_TEST

START_TEST(test_what_is_dear_spends_more_and_waits_longer)
{
	struct bucket bucket;
	bucket_fill(&bucket, 3, 0);
	ck_assert_int_eq(bucket_spend(&bucket, 2, 2, 3, 0, &wait_ms), ADMISSION_GRANTED);
	ck_assert_int_eq(bucket_spend(&bucket, 2, 2, 3, 0, &wait_ms), ADMISSION_REFUSED);
	ck_assert_int_eq(wait_ms, 500);
	ck_assert_int_eq(spend(&bucket, 0), ADMISSION_GRANTED); // what it had is still there
}
END_TEST

START_TEST(test_a_full_bucket_is_enough_for_anything)
{
	struct bucket bucket;
	bucket_fill(&bucket, 3, 0);
	ck_assert_int_eq(bucket_spend(&bucket, 50, 2, 3, 0, &wait_ms), ADMISSION_GRANTED);
	ck_assert_int_eq(bucket_spend(&bucket, 50, 2, 3, 0, &wait_ms), ADMISSION_REFUSED);
	ck_assert_int_eq(wait_ms, 1500);
	ck_assert_int_eq(bucket_spend(&bucket, 50, 2, 3, 3 * SECOND / 2, &wait_ms), ADMISSION_GRANTED);
}
END_TEST

START_TEST(test_who_goes_on_is_a_flood)
{
	struct bucket bucket;
	bucket_fill(&bucket, 0, 0);
	for (int i = 0; i < ADMISSION_REFUSALS_MAX; i++)
		ck_assert_int_eq(spend(&bucket, 0), ADMISSION_REFUSED);
	ck_assert_int_eq(spend(&bucket, 0), ADMISSION_FLOOD);
}
END_TEST

Suite *suite_admission(void)
{
	Suite *suite = suite_create("admission");
	TCase *tests = tcase_create("admission");
	tcase_add_test(tests, test_a_burst_then_the_rate);
	tcase_add_test(tests, test_small_steps_of_time_are_not_lost);
	tcase_add_test(tests, test_it_never_holds_more_than_the_burst);
	tcase_add_test(tests, test_what_is_dear_spends_more_and_waits_longer);
	tcase_add_test(tests, test_a_full_bucket_is_enough_for_anything);
	tcase_add_test(tests, test_who_goes_on_is_a_flood);
	suite_add_tcase(suite, tests);
	return suite;
}
