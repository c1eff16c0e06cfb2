// The list keeps its order, and lets what is in hand be removed on the way.
#include <check.h>

#include "daemon/base/list.h"

struct thing {
	int number;
	struct list link;
};

START_TEST(test_first_in_first_out)
{
	struct list ring;
	struct thing things[3] = { { .number = 1 }, { .number = 2 }, { .number = 3 } };
	list_init(&ring);
	ck_assert_ptr_null(list_first(&ring));
	for (int i = 0; i < 3; i++)
		list_append(&ring, &things[i].link);
	for (int i = 0; i < 3; i++) {
		struct thing *first = list_entry(list_first(&ring), struct thing, link);
		ck_assert_int_eq(first->number, i + 1);
		list_remove(&first->link);
		ck_assert(!list_linked(&first->link));
	}
	ck_assert(list_empty(&ring));
}
END_TEST

START_TEST(test_a_link_in_no_ring_may_be_removed)
{
	struct thing thing = { 0 };
	ck_assert(!list_linked(&thing.link));
	list_remove(&thing.link);
	list_init(&thing.link);
	list_remove(&thing.link);
	ck_assert(!list_linked(&thing.link));
}
END_TEST

START_TEST(test_removing_while_going_through)
{
	struct list ring;
	struct thing things[4] = { { .number = 1 }, { .number = 2 }, { .number = 3 }, { .number = 4 } };
	list_init(&ring);
	for (int i = 0; i < 4; i++)
		list_append(&ring, &things[i].link);
	int sum = 0;
	list_each(link, following, &ring)
	{
		sum += list_entry(link, struct thing, link)->number;
		list_remove(link);
	}
	ck_assert_int_eq(sum, 10);
	ck_assert(list_empty(&ring));
}
END_TEST

Suite *suite_list(void)
{
	Suite *suite = suite_create("list");
	TCase *tests = tcase_create("list");
	tcase_add_test(tests, test_first_in_first_out);
	tcase_add_test(tests, test_a_link_in_no_ring_may_be_removed);
	tcase_add_test(tests, test_removing_while_going_through);
	suite_add_tcase(suite, tests);
	return suite;
}
