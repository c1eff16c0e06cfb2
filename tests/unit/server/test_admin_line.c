// Lines of the admin socket.
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/server/admin_line.h"

START_TEST(a_question_is_read)
{
	struct admin_question question;
	ck_assert_ptr_null(admin_line_read(slice_of("{\"call\": \"person.add\", \"with\": {\"name\": \"Ann\"}}"), &question));
	ck_assert_str_eq(question.call, "person_add");
	ck_assert_str_eq(question.with, "{\"name\":\"Ann\"}");
	admin_line_release(&question);
	ck_assert_ptr_null(admin_line_read(slice_of("{\"call\": \"status\"}"), &question));
	ck_assert_str_eq(question.with, "{}");
	admin_line_release(&question);
}
END_TEST

START_TEST(what_is_no_question_is_named)
{
	static const char *const lines[][2] = {
		{ "", "the line is no JSON object" },
		{ "hello", "the line is no JSON object" },
		{ "[1]", "the line is no JSON object" },
		{ "{\"call\": \"a\", \"call\": \"b\"}", "the line is no JSON object" },
		{ "{}", "call: must be the name of a call, such as \"person_list\"" },
		{ "{\"call\": 1}", "call: must be the name of a call, such as \"person_list\"" },
		{ "{\"call\": \"x'; drop\"}", "call: must be the name of a call, such as \"person_list\"" },
		{ "{\"call\": \"a\", \"with\": []}", "with: must be an object" },
	};
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct admin_question question;
		const char *problem = admin_line_read(slice_of(lines[i][0]), &question);
		ck_assert_msg(problem != NULL, "accepted: %s", lines[i][0]);
		ck_assert_str_eq(problem, lines[i][1]);
		ck_assert_ptr_null(question.with);
	}
}
END_TEST

START_TEST(an_answer_is_one_line_of_json)
{
	const struct slice none = { NULL, 0 };
	char *line = admin_line_answer(OUTCOME_OK, none, slice_of("{\"a\": 1}"));
	ck_assert_str_eq(line, "{\"outcome\":\"ok\",\"reply\":{\"a\": 1}}\n");
	free(line);
	line = admin_line_answer(OUTCOME_INVALID, slice_of("say \"hi\"\nagain"), none);
	ck_assert_str_eq(line, "{\"outcome\":\"invalid\",\"detail\":\"say \\\"hi\\\"\\nagain\"}\n");
	free(line);
	line = admin_line_answer(OUTCOME_UNAVAILABLE, none, none);
	ck_assert_str_eq(line, "{\"outcome\":\"unavailable\"}\n");
	free(line);
}
END_TEST

Suite *suite_admin_line(void)
{
	Suite *suite = suite_create("server: admin line");
	TCase *all = tcase_create("all");
	tcase_add_test(all, a_question_is_read);
	tcase_add_test(all, what_is_no_question_is_named);
	tcase_add_test(all, an_answer_is_one_line_of_json);
	suite_add_tcase(suite, all);
	return suite;
}
