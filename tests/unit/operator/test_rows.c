// Files of rows, and the forms in which the service takes them.
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/operator/forms.h"
#include "daemon/operator/rows.h"

// Reads a file of this text; the result as rows_read's.
static bool read_text(struct rows *rows, const char *text)
{
	char path[] = "/tmp/waymark-rows-XXXXXX";
	int file = mkstemp(path);
	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
	close(file);
	bool good = rows_read(rows, path);
	unlink(path);
	return good;
}

static const char *value(const struct rows *rows, size_t row, const char *name)
{
	return json_string_value(json_object_get(json_array_get(rows->list, row), name));
}

START_TEST(a_csv_is_read_with_its_lines)
{
	struct rows rows;
	ck_assert_msg(
		read_text(&rows, "\xef\xbb\xbf"
						 "code,name,note\r\nA1,\"Ynys M\xc3\xb4n\",\r\nA2,\"two\nlines\",\"say \"\"hi\"\"\"\r\nA3,c,d\n"),
		"%s", rows.problem);
	ck_assert_uint_eq(json_array_size(rows.list), 3);
	ck_assert_str_eq(value(&rows, 0, "code"), "A1");
	ck_assert_str_eq(value(&rows, 0, "name"), "Ynys M\xc3\xb4n");
	ck_assert_ptr_null(value(&rows, 0, "note"));
	ck_assert_str_eq(value(&rows, 1, "name"), "two\nlines");
	ck_assert_str_eq(value(&rows, 1, "note"), "say \"hi\"");
	ck_assert(rows.lines);
	ck_assert_uint_eq(rows.places[0], 2);
	ck_assert_uint_eq(rows.places[1], 3);
	ck_assert_uint_eq(rows.places[2], 5);
	rows_release(&rows);
}
END_TEST

START_TEST(a_json_list_is_read_with_its_numbers)
{
	struct rows rows;
	ck_assert_msg(read_text(&rows, " [{\"id\": \"a\"}, {\"id\": \"b\"}]"), "%s", rows.problem);
	ck_assert_uint_eq(json_array_size(rows.list), 2);
	ck_assert(!rows.lines);
	ck_assert_uint_eq(rows.places[1], 2);
	rows_release(&rows);
}
END_TEST

START_TEST(a_bad_file_is_refused_with_its_line)
{
	static const char *const files[][2] = {
		{ "a,b\n1,2\n3\n", "line 3: fewer values" },
		{ "a,b\n1,2,3\n", "line 2: more values" },
		{ "a,b\n1,\"2\n", "line 2: a quoted value does not end" },
		{ "a,b\n1,x\"2\"\n", "line 2: " },
		{ "a,b\n1,\xff\xfe\n", "line 2: no UTF-8 text in column b" },
		{ "[{\"a\": 1}, 7]", "element 2: no object" },
		{ "[\n{\"a\": }]", "line 2: " },
	};
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct rows rows;
		ck_assert_msg(!read_text(&rows, files[i][0]), "accepted: %s", files[i][0]);
		ck_assert_msg(strncmp(rows.problem, files[i][1], strlen(files[i][1])) == 0, "%s: %s", files[i][0], rows.problem);
		rows_release(&rows);
	}
	struct rows rows;
	ck_assert(!rows_read(&rows, "/nowhere.csv"));
	ck_assert_str_eq(rows.problem, "No such file or directory");
	rows_release(&rows);
}
END_TEST

START_TEST(a_form_takes_what_it_knows)
{
	char problem[256] = "";
	const struct form *form = form_find("places");
	ck_assert_ptr_nonnull(form);
	json_t *row = json_pack(
		"{s:s, s:s, s:s, s:s, s:s}", "code", "E1", "name", "Here", "dep_rank_of", "296", "population", "9", "parent_code", "E12");
	json_t *made = form_row(form, row, problem, sizeof problem);
	json_t *expected = json_pack("{s:s, s:s, s:i, s:s}", "code", "E1", "name", "Here", "dep_rank_of", 296, "parent_code", "E12");
	ck_assert_msg(json_equal(made, expected), "%s", problem);
	json_decref(made);
	json_decref(expected);
	json_decref(row);
	ck_assert_ptr_null(form_find("people "));
}
END_TEST

START_TEST(a_form_refuses_what_it_cannot_take)
{
	char problem[256];
	const struct form *form = form_find("places");
	json_t *row = json_pack("{s:s}", "code", "E1");
	ck_assert_ptr_null(form_row(form, row, problem, sizeof problem));
	ck_assert_str_eq(problem, "name is missing");
	json_object_set_new(row, "name", json_string("Here"));
	json_object_set_new(row, "need_quintile", json_string("second"));
	ck_assert_ptr_null(form_row(form, row, problem, sizeof problem));
	ck_assert_str_eq(problem, "need_quintile is not of the right kind");
	json_decref(row);
}
END_TEST

START_TEST(a_list_in_a_csv_is_cut_at_semicolons)
{
	char problem[256] = "";
	json_t *row = json_pack("{s:s, s:s, s:s}", "id", "p1", "name", "Ann", "roles", " coach; ;broker ");
	json_t *made = form_row(form_find("people"), row, problem, sizeof problem);
	json_t *roles = json_pack("[s, s]", "coach", "broker");
	ck_assert(json_equal(json_object_get(made, "roles"), roles));
	json_decref(roles);
	json_decref(made);
	json_decref(row);
}
END_TEST

Suite *suite_rows(void)
{
	Suite *suite = suite_create("operator: rows and forms");
	TCase *all = tcase_create("all");
	tcase_add_test(all, a_csv_is_read_with_its_lines);
	tcase_add_test(all, a_json_list_is_read_with_its_numbers);
	tcase_add_test(all, a_bad_file_is_refused_with_its_line);
	tcase_add_test(all, a_form_takes_what_it_knows);
	tcase_add_test(all, a_form_refuses_what_it_cannot_take);
	tcase_add_test(all, a_list_in_a_csv_is_cut_at_semicolons);
	suite_add_tcase(suite, all);
	return suite;
}
