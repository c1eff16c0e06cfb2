// The map finds what was put, and only that, however keys come and go.
#include <check.h>

#include "daemon/base/map.h"

START_TEST(test_put_get_remove)
{
	struct map map;
	int one = 1, two = 2;
	map_init(&map, 10, 42);
	ck_assert_ptr_null(map_get(&map, 7));
	map_put(&map, 7, &one);
	map_put(&map, UINT64_MAX, &two);
	ck_assert_ptr_eq(map_get(&map, 7), &one);
	ck_assert_ptr_eq(map_get(&map, UINT64_MAX), &two);
	map_remove(&map, 7);
	map_remove(&map, 7);
	ck_assert_ptr_null(map_get(&map, 7));
	ck_assert_uint_eq(map.count, 1);
	map_release(&map);
}
END_TEST

// Against a plain table, with so few places that runs of full ones form, break and wrap around.
START_TEST(test_random_work_agrees_with_a_plain_table)
{
	enum { KEYS = 40, FULL = 20 };
	static int values[KEYS + 1];
	int *there[KEYS + 1] = { NULL };
	struct map map;
	map_init(&map, FULL, (uint64_t)_i);
	uint32_t chance = (uint32_t)_i + 1;
	size_t count = 0;
	for (int step = 0; step < 20000; step++) {
		chance = chance * 1664525u + 1013904223u;
		uint64_t key = 1 + (chance >> 8) % KEYS;
		if (there[key] != NULL) {
			map_remove(&map, key);
			there[key] = NULL;
			count--;
		} else if (count < FULL) {
			map_put(&map, key, &values[key]);
			there[key] = &values[key];
			count++;
		}
		size_t wrong = 0;
		for (uint64_t k = 1; k <= KEYS; k++)
			wrong += map_get(&map, k) != there[k];
		ck_assert_uint_eq(wrong, 0); // once a step: each assertion is a message to Check's own process
	}
	map_release(&map);
}
END_TEST

Suite *suite_map(void)
{
	Suite *suite = suite_create("map");
	TCase *tests = tcase_create("map");
	tcase_add_test(tests, test_put_get_remove);
	tcase_add_loop_test(tests, test_random_work_agrees_with_a_plain_table, 0, 4);
	suite_add_tcase(suite, tests);
	return suite;
}
