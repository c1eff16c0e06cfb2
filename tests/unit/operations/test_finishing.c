// Finishing: what rows come to: replies, events, changes of the daemon's state, and rows that do not fit.
#include <stdio.h>

#include "rows.h"

Suite *suite_finishing(void);

static struct operations *operations;
static struct operations_space *space;
static struct core_answer answer;

static void set_up(void)
{
	operations = operations_create();
	space = operations_space_create();
}

static void tear_down(void)
{
	operations_destroy(operations);
	operations_space_destroy(space);
}

static bool finish(const char *operation, const struct operations_asked *asked, const struct row *list, int count)
{
	struct operations_rows rows = rows_of(list, count);
	return operations_finish(row_of(operations, operation), asked, &rows, space, &answer);
}

static const struct operations_asked asked = { .person = 7, .session = 70, .channel = 4 };

START_TEST(a_reply_and_its_events)
{
	struct row row = { { "ok", NULL, "{\"circle\": 9, \"channel\": 4}",
		"[{\"channel\": 4, \"seq\": 1, \"kind\": \"joined\", \"at\": 5, \"actor\": 7, \"body\": {\"person\": 7, \"name\": "
		"\"Ann\", \"role\": \"owner\"}},"
		" {\"channel\": 4, \"seq\": 2, \"kind\": \"left\", \"at\": 5, \"actor\": null, \"body\": {\"person\": 8}}]" } };
	ck_assert(finish("circle.open", &asked, &row, 1));
	ck_assert_int_eq(answer.outcome, OUTCOME_OK);
	ck_assert_str_eq(json_of(answer.reply), "{\"circle\":9,\"channel\":4}");
	ck_assert_uint_eq(answer.event_count, 2);
	ck_assert_int_eq(answer.events[0].person, 7);
	ck_assert(!answer.events[0].left);
	ck_assert_int_eq(answer.events[1].seq, 2);
	ck_assert_int_eq(answer.events[1].person, 8);
	ck_assert(answer.events[1].left);
	ck_assert_str_eq(json_of(answer.events[1].map),
		"{\"channel\":4,\"seq\":2,\"kind\":\"left\",\"at\":5,\"actor\":null,\"body\":{\"person\":8}}");
}
END_TEST

START_TEST(whose_sessions_ended_goes_to_the_core)
{
	struct row row = { { "ok", NULL,
		"{\"token\": \"t\", \"person\": {\"id\": 8, \"name\": \"Zed\", \"language\": \"en\", \"roles\": []}}", NULL, "8" } };
	ck_assert(finish("session.enter", &asked, &row, 1));
	ck_assert_int_eq(answer.change, CORE_CHANGE_ENDED);
	ck_assert_int_eq(answer.ended.person, 8); // not the one who asked
	ck_assert_int_eq(answer.ended.session, 0);
	row.cells[4] = NULL;
	ck_assert(finish("session.enter", &asked, &row, 1));
	ck_assert_int_eq(answer.change, CORE_CHANGE_NONE);
}
END_TEST

START_TEST(a_refusal_keeps_its_reason)
{
	struct row row = { { "conflict", "full", NULL, NULL } };
	ck_assert(finish("circle.join", &asked, &row, 1));
	ck_assert_int_eq(answer.outcome, OUTCOME_CONFLICT);
	ck_assert(slice_equal(answer.detail, slice_of("full")));
	ck_assert_uint_eq(answer.reply.n, 0);
	ck_assert_uint_eq(answer.event_count, 0);
}
END_TEST

START_TEST(a_reply_that_lacks_a_field_is_a_fault_but_its_events_happened)
{
	struct row row = { { "ok", NULL, "{\"circle\": 9}",
		"[{\"channel\": 4, \"seq\": 1, \"kind\": \"left\", \"at\": 5, \"actor\": 7, \"body\": {\"person\": 7}}]" } };
	ck_assert(!finish("circle.open", &asked, &row, 1));
	ck_assert_int_eq(answer.outcome, OUTCOME_INTERNAL);
	ck_assert_uint_eq(answer.reply.n, 0);
	ck_assert_uint_eq(answer.event_count, 1);
	ck_assert_ptr_nonnull(strstr(space->problem, "circle.open"));
	ck_assert_ptr_nonnull(strstr(space->problem, "channel"));
}
END_TEST

START_TEST(an_outcome_that_is_no_word_of_the_list_is_a_fault)
{
	struct row row = { { "perhaps", NULL, NULL, NULL } };
	ck_assert(!finish("circle.open", &asked, &row, 1));
	ck_assert_int_eq(answer.outcome, OUTCOME_INTERNAL);
}
END_TEST

START_TEST(no_row_at_all_is_a_fault)
{
	ck_assert(!finish("channel.read", &asked, NULL, 0));
	ck_assert_int_eq(answer.outcome, OUTCOME_INTERNAL);
}
END_TEST

START_TEST(hello_says_who_it_is)
{
	struct row row = { { "ok", NULL, "7", "70", "3", "Ann", "cy", "member broker" } };
	ck_assert(finish("session.hello", &asked, &row, 1));
	ck_assert_int_eq(answer.change, CORE_CHANGE_GREETED);
	ck_assert_int_eq(answer.session.person, 7);
	ck_assert_int_eq(answer.session.session, 70);
	ck_assert_int_eq(answer.session.inbox, 3);
	ck_assert(slice_equal(answer.session.language, slice_of("cy")));
	ck_assert_str_eq(json_of(answer.session.roles), "[\"member\",\"broker\"]");
	ck_assert_uint_eq(answer.session.role_bits, 1u << 0 | 1u << 4); // as schema/types.toml orders them
}
END_TEST

START_TEST(hello_of_somebody_without_roles)
{
	struct row row = { { "ok", NULL, "7", "70", "3", "Ann", "en", "" } };
	ck_assert(finish("session.hello", &asked, &row, 1));
	ck_assert_str_eq(json_of(answer.session.roles), "[]");
	ck_assert_uint_eq(answer.session.role_bits, 0);
}
END_TEST

START_TEST(an_ended_token_changes_nothing)
{
	struct row row = { { "unauthenticated", NULL, NULL, NULL, NULL, NULL, NULL, NULL } };
	ck_assert(finish("session.hello", &asked, &row, 1));
	ck_assert_int_eq(answer.outcome, OUTCOME_UNAUTHENTICATED);
	ck_assert_int_eq(answer.change, CORE_CHANGE_NONE);
}
END_TEST

START_TEST(ending_everywhere_names_no_session)
{
	struct operations_asked everywhere = { .person = 7, .session = 70, .flag = true };
	struct row row = { { "ok", NULL } };
	ck_assert(finish("session.end", &everywhere, &row, 1));
	ck_assert_int_eq(answer.change, CORE_CHANGE_ENDED);
	ck_assert_int_eq(answer.ended.person, 7);
	ck_assert_int_eq(answer.ended.session, 0);
	ck_assert(finish("session.end", &asked, &row, 1));
	ck_assert_int_eq(answer.ended.session, 70);
}
END_TEST

START_TEST(coaching_is_quiet)
{
	struct operations_asked present = { .person = 7, .channel = 4, .flag = true };
	struct row coaching = { { "ok", NULL, "coaching", "20", "12" } }, circle = { { "ok", NULL, "circle", "20", "20" } };
	ck_assert(finish("channel.subscribe", &present, &coaching, 1));
	ck_assert_int_eq(answer.change, CORE_CHANGE_SUBSCRIBED);
	ck_assert(answer.subscription.quiet && !answer.subscription.presence);
	ck_assert_int_eq(answer.subscription.head, 20);
	ck_assert_int_eq(answer.subscription.after, 12);
	ck_assert(finish("channel.subscribe", &present, &circle, 1));
	ck_assert(!answer.subscription.quiet && answer.subscription.presence);
}
END_TEST

START_TEST(the_read_mark_is_told_and_replied)
{
	struct row row = { { "ok", NULL, "19" } };
	ck_assert(finish("channel.read", &asked, &row, 1));
	ck_assert_int_eq(answer.change, CORE_CHANGE_READ);
	ck_assert_int_eq(answer.mark.channel, 4);
	ck_assert_int_eq(answer.mark.seq, 19);
	ck_assert_str_eq(json_of(answer.reply), "{\"read\":19}");
}
END_TEST

static const struct row log_rows[] = {
	{ { "ok", "3", "50", "7", "message", "en", "{\"text\": \"hello\"}", "9", "t" } },
	{ { "ok", "5", "51", NULL, "comet", NULL, "{\"tail\": [1, 2]}", "9", "t" } },
};

START_TEST(history_is_a_list_of_events)
{
	ck_assert(finish("channel.history", &asked, log_rows, 2));
	ck_assert_str_eq(json_of(answer.reply),
		"{\"events\":[{\"channel\":4,\"seq\":3,\"kind\":\"message\",\"at\":50,\"actor\":7,\"lang\":\"en\",\"body\":{\"text\":"
		"\"hello\"}},"
		"{\"channel\":4,\"seq\":5,\"kind\":\"comet\",\"at\":51,\"actor\":null,\"body\":{\"tail\":[1,2]}}]}");
}
END_TEST

START_TEST(history_may_be_empty)
{
	struct row none = { { "ok", NULL, NULL, NULL, NULL, NULL, NULL, "9", "f" } };
	ck_assert(finish("channel.history", &asked, &none, 1));
	ck_assert_str_eq(json_of(answer.reply), "{\"events\":[]}");
}
END_TEST

START_TEST(an_event_that_does_not_fit_its_kind_is_a_fault)
{
	struct row wrong = { { "ok", "3", "50", "7", "message", "en", "{\"txet\": \"hello\"}", "9", "f" } };
	ck_assert(!finish("channel.history", &asked, &wrong, 1));
	ck_assert_int_eq(answer.outcome, OUTCOME_INTERNAL);
	ck_assert_ptr_null(strstr(space->problem, "hello")); // nobody's words in the log
}
END_TEST

START_TEST(a_range_is_events_and_where_the_log_ends)
{
	struct operations_range range;
	struct operations_rows rows = rows_of(log_rows, 2);
	ck_assert(operations_finish_range(4, &rows, space, &range));
	ck_assert_uint_eq(range.event_count, 2);
	ck_assert_int_eq(range.events[1].seq, 5);
	ck_assert_int_eq(range.head, 9);
	ck_assert(range.more);
	struct row stranger = { { "not_found", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL } };
	rows = rows_of(&stranger, 1);
	ck_assert(operations_finish_range(4, &rows, space, &range));
	ck_assert_int_eq(range.outcome, OUTCOME_NOT_FOUND);
	ck_assert_uint_eq(range.event_count, 0);
}
END_TEST

START_TEST(a_range_that_is_too_large_is_given_in_part)
{
	enum { COUNT = 1000, TEXT = 16000 };
	static struct row list[COUNT];
	static char body[TEXT + 16], seqs[COUNT][8];
	snprintf(body, sizeof body, "{\"text\":\"%0*d\"}", TEXT, 0);
	for (int i = 0; i < COUNT; i++) {
		snprintf(seqs[i], sizeof seqs[i], "%d", i + 1);
		list[i] = (struct row){ { "ok", seqs[i], "50", "7", "message", "en", body, "1000", "f" } };
	}
	struct operations_range range;
	struct operations_rows rows = rows_of(list, COUNT);
	ck_assert(operations_finish_range(4, &rows, space, &range));
	ck_assert_int_eq(range.outcome, OUTCOME_OK);
	ck_assert_uint_gt(range.event_count, 0);
	ck_assert_uint_lt(range.event_count, COUNT);
	ck_assert_int_eq(range.events[range.event_count - 1].seq, (int64_t)range.event_count);
	ck_assert(range.more); // who asks behind the last of them gets the rest
}
END_TEST

static const struct operations_asked posted = {
	.person = 7, .channel = 4, .reply_to = 2, .text = { (const uint8_t *)"hello", 5 }
};

static bool finish_post(const struct row *list, int count, int row)
{
	struct operations_rows rows = rows_of(list, count);
	return operations_finish_post(&posted, &rows, row, space, &answer);
}

START_TEST(a_post_makes_its_own_event)
{
	struct row rows[] = { { { "1", "not_found", NULL, NULL, NULL, NULL, NULL } },
		{ { "2", "ok", NULL, "31", "77", "en", NULL } } };
	ck_assert(finish_post(rows, 2, 0));
	ck_assert_int_eq(answer.outcome, OUTCOME_NOT_FOUND);
	ck_assert(finish_post(rows, 2, 1));
	ck_assert_str_eq(json_of(answer.reply), "{\"seq\":31,\"at\":77}");
	ck_assert_uint_eq(answer.event_count, 1);
	ck_assert_str_eq(json_of(answer.events[0].map), "{\"channel\":4,\"seq\":31,\"kind\":\"message\",\"at\":77,\"actor\":7,"
													"\"lang\":\"en\",\"body\":{\"text\":\"hello\",\"reply_to\":2}}");
}
END_TEST

START_TEST(a_post_that_was_normalised_goes_out_as_it_is_kept)
{
	struct row row = { { "1", "ok", NULL, "31", "77", "en", "hell\xc3\xb6" } };
	ck_assert(finish_post(&row, 1, 0));
	ck_assert_ptr_nonnull(strstr(json_of(answer.events[0].map), "\"text\":\"hell\xc3\xb6\""));
}
END_TEST

START_TEST(a_repeated_post_has_the_first_answer_and_no_second_event)
{
	struct row row = { { "1", "ok", "repeat", "31", "77", "en", NULL } };
	ck_assert(finish_post(&row, 1, 0));
	ck_assert_str_eq(json_of(answer.reply), "{\"seq\":31,\"at\":77}");
	ck_assert_uint_eq(answer.event_count, 0);
	ck_assert_uint_eq(answer.detail.n, 0);
}
END_TEST

START_TEST(a_batch_out_of_order_is_a_fault)
{
	struct row row = { { "2", "ok", NULL, "31", "77", "en", NULL } };
	ck_assert(!finish_post(&row, 1, 0));
	ck_assert_int_eq(answer.outcome, OUTCOME_INTERNAL);
}
END_TEST

START_TEST(signatures_are_compared)
{
	char problem[300];
	struct row rows[200];
	int count = 0;
	for (size_t i = 0; i < operations_count(operations); i++)
		rows[count++] = (struct row){ { operations_at(operations, i)->function, operations_at(operations, i)->arguments } };
	rows[count++] = (struct row){ { "channel_range", "bigint,bigint,bigint,bigint" } };
	rows[count++] = (struct row){ { "jobs", "integer" } };
	struct operations_rows all = rows_of(rows, count), fewer = rows_of(rows, count - 1);
	ck_assert_msg(operations_fit(operations, &all, problem, sizeof(problem)), "%s", problem);
	ck_assert(!operations_fit(operations, &fewer, problem, sizeof(problem)));
	ck_assert_str_eq(problem, "api.jobs(integer) is not in the database");
	rows[0].cells[1] = "bigint,point";
	ck_assert(!operations_fit(operations, &all, problem, sizeof(problem)));
	ck_assert_ptr_nonnull(strstr(problem, rows[0].cells[0]));
	ck_assert_ptr_nonnull(strstr(problem, "(bigint,point)"));
	ck_assert_ptr_nonnull(strstr(problem, operations_at(operations, 0)->arguments));
}
END_TEST

Suite *suite_finishing(void)
{
	Suite *suite = suite_create("finishing");
	TCase *tests = tcase_create("finishing");
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, a_reply_and_its_events);
	tcase_add_test(tests, whose_sessions_ended_goes_to_the_core);
	tcase_add_test(tests, a_refusal_keeps_its_reason);
	tcase_add_test(tests, a_reply_that_lacks_a_field_is_a_fault_but_its_events_happened);
	tcase_add_test(tests, an_outcome_that_is_no_word_of_the_list_is_a_fault);
	tcase_add_test(tests, no_row_at_all_is_a_fault);
	tcase_add_test(tests, hello_says_who_it_is);
	tcase_add_test(tests, hello_of_somebody_without_roles);
	tcase_add_test(tests, an_ended_token_changes_nothing);
	tcase_add_test(tests, ending_everywhere_names_no_session);
	tcase_add_test(tests, coaching_is_quiet);
	tcase_add_test(tests, the_read_mark_is_told_and_replied);
	tcase_add_test(tests, history_is_a_list_of_events);
	tcase_add_test(tests, history_may_be_empty);
	tcase_add_test(tests, an_event_that_does_not_fit_its_kind_is_a_fault);
	tcase_add_test(tests, a_range_is_events_and_where_the_log_ends);
	tcase_add_test(tests, a_range_that_is_too_large_is_given_in_part);
	tcase_add_test(tests, a_post_makes_its_own_event);
	tcase_add_test(tests, a_post_that_was_normalised_goes_out_as_it_is_kept);
	tcase_add_test(tests, a_repeated_post_has_the_first_answer_and_no_second_event);
	tcase_add_test(tests, a_batch_out_of_order_is_a_fault);
	tcase_add_test(tests, signatures_are_compared);
	suite_add_tcase(suite, tests);
	return suite;
}
