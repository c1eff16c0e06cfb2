// The pool gives zeroed things, takes them back, and knows stale handles.
#include <check.h>
#include <string.h>

#include "daemon/base/pool.h"

struct thing {
	int64_t a, b, c;
};

START_TEST(test_a_handle_finds_its_thing_until_it_is_given_back)
{
	struct pool pool;
	pool_init(&pool, sizeof(struct thing), 2);
	struct thing *thing = pool_take(&pool);
	uint64_t handle = pool_handle(&pool, thing);
	ck_assert(handle != 0);
	ck_assert_ptr_eq(pool_find(&pool, handle), thing);
	pool_give(&pool, thing);
	ck_assert_ptr_null(pool_find(&pool, handle));
	struct thing *again = pool_take(&pool);
	ck_assert_ptr_eq(again, thing);
	ck_assert_ptr_null(pool_find(&pool, handle));
	ck_assert(pool_handle(&pool, again) != handle);
	pool_release(&pool);
}
END_TEST

START_TEST(test_made_up_handles_find_nothing)
{
	struct pool pool;
	pool_init(&pool, sizeof(struct thing), 2);
	pool_take(&pool);
	const uint64_t made_up[] = { 0, 1, 2, 1ull << 32, 3ull << 32 | 1, 1ull << 32 | 2, 1ull << 32 | 3, UINT64_MAX };
	for (size_t i = 0; i < sizeof(made_up) / sizeof(made_up[0]); i++)
		ck_assert_ptr_null(pool_find(&pool, made_up[i]));
	ck_assert_ptr_nonnull(pool_find(&pool, 1ull << 32 | 1));
	pool_release(&pool);
}
END_TEST

START_TEST(test_it_runs_out_and_recovers)
{
	struct pool pool;
	pool_init(&pool, sizeof(struct thing), 2);
	struct thing *one = pool_take(&pool);
	memset(one, 0xff, sizeof(*one));
	ck_assert_ptr_nonnull(pool_take(&pool));
	ck_assert_ptr_null(pool_take(&pool));
	pool_give(&pool, one);
	struct thing *again = pool_take(&pool);
	ck_assert_int_eq(again->a, 0);
	ck_assert_int_eq(again->c, 0);
	pool_release(&pool);
}
END_TEST

START_TEST(test_going_through_meets_what_is_taken)
{
	struct pool pool;
	pool_init(&pool, sizeof(struct thing), 4);
	struct thing *things[3] = { pool_take(&pool), pool_take(&pool), pool_take(&pool) };
	pool_give(&pool, things[1]);
	uint32_t index = 0;
	ck_assert_ptr_eq(pool_next(&pool, &index), things[0]);
	pool_give(&pool, things[0]);
	ck_assert_ptr_eq(pool_next(&pool, &index), things[2]);
	ck_assert_ptr_null(pool_next(&pool, &index));
	pool_release(&pool);
}
END_TEST

Suite *suite_pool(void)
{
	Suite *suite = suite_create("pool");
	TCase *tests = tcase_create("pool");
	tcase_add_test(tests, test_a_handle_finds_its_thing_until_it_is_given_back);
	tcase_add_test(tests, test_made_up_handles_find_nothing);
	tcase_add_test(tests, test_it_runs_out_and_recovers);
	tcase_add_test(tests, test_going_through_meets_what_is_taken);
	suite_add_tcase(suite, tests);
	return suite;
}
