// Static files: only what was in the folder at start, in the best form the browser takes, and never sent twice in vain.
#include "asking.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/gateway/files.h"

static char folder[] = "/tmp/waymark_files_XXXXXX";

static void put(const char *name, const char *content)
{
	char path[300];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(content, file);
	fclose(file);
}

static void make_folder(void)
{
	strcpy(folder, "/tmp/waymark_files_XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	char path[300];
	snprintf(path, sizeof path, "%s/deep", folder);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	put("index.html", "<p>front</p>");
	put("index.html.br", "brotli");
	put("index.html.gz", "gzip");
	put("app-5f3a9c1b.js", "1");
	put("deep/plain.txt", "deep");
	put(".hidden", "no");
}

static void remove_folder(void)
{
	char command[300];
	snprintf(command, sizeof command, "rm -r '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static struct files *read_all(void)
{
	const char *problem;
	struct files *files = files_read(folder, &problem);
	ck_assert_ptr_null(problem);
	ck_assert_ptr_nonnull(files);
	return files;
}

START_TEST(files_are_found_by_exact_path)
{
	struct files *files = read_all();
	const struct file *front = files_find(files, slice_of("/"));
	ck_assert_ptr_nonnull(front);
	ck_assert_str_eq(front->name, "/index.html");
	ck_assert_str_eq(front->type, "text/html; charset=utf-8");
	ck_assert_ptr_eq(files_find(files, slice_of("/enter")), front);
	ck_assert_ptr_eq(files_find(files, slice_of("/join")), front);
	ck_assert_slice(files_find(files, slice_of("/deep/plain.txt"))->forms[FILES_PLAIN], "deep");
	static const char *const absent[] = { "/index.html.br", "/.hidden", "/deep", "/deep/", "/../etc/passwd", "//index.html",
		"/deep/../index.html", "/deep/%2e%2e/index.html", "/enter/", "" };
	for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
		ck_assert_ptr_null(files_find(files, slice_of(absent[i])));
	files_release(files);
}
END_TEST

static const struct {
	const char *accept;
	enum files_form form;
} accepting[] = {
	{ "", FILES_PLAIN },
	{ "Accept-Encoding: gzip, deflate, br\r\n", FILES_BROTLI },
	{ "Accept-Encoding: gzip\r\n", FILES_GZIP },
	{ "Accept-Encoding: gzip\r\nAccept-Encoding: br\r\n", FILES_BROTLI },
	{ "Accept-Encoding: br;q=0, gzip\r\n", FILES_GZIP },
	{ "Accept-Encoding: br;q=0.000, gzip;q=0.5\r\n", FILES_GZIP },
	{ "Accept-Encoding: br;q=0.1\r\n", FILES_BROTLI },
	{ "Accept-Encoding: brotli, xgzip\r\n", FILES_PLAIN },
	{ "Accept-Encoding: identity\r\n", FILES_PLAIN },
};

START_TEST(best_accepted_form_is_chosen)
{
	struct files *files = read_all();
	char text[200];
	snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: w\r\n%s\r\n", accepting[_i].accept);
	struct head head = asking(text);
	ck_assert_int_eq(files_choose(files_find(files, slice_of("/")), &head), accepting[_i].form);
	ck_assert_int_eq(files_choose(files_find(files, slice_of("/deep/plain.txt")), &head), FILES_PLAIN);
	files_release(files);
}
END_TEST

static bool known(const struct file *file, const char *before, const char *tag)
{
	char text[300];
	snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: w\r\nIf-None-Match: %s%s\r\n\r\n", before, tag);
	struct head head = asking(text);
	return files_known(file, &head);
}

START_TEST(known_files_are_recognised)
{
	struct files *files = read_all();
	const struct file *file = files_find(files, slice_of("/"));
	ck_assert(known(file, "", file->etag));
	ck_assert(known(file, "\"x\", ", file->etag));
	ck_assert(known(file, "", file->etag + 2));
	ck_assert(known(file, "", "*"));
	ck_assert(!known(file, "", "\"x\""));
	ck_assert(!known(file, "W/", file->etag));
	ck_assert_str_ne(file->etag, files_find(files, slice_of("/deep/plain.txt"))->etag);
	files_release(files);
}
END_TEST

START_TEST(hashes_in_names)
{
	ck_assert(files_has_hash("/app-5f3a9c1b.js"));
	ck_assert(files_has_hash("/deep/app.ABCD2345.css"));
	ck_assert(files_has_hash("/app-0123456789abcdef.js.map") == false);
	ck_assert(!files_has_hash("/index.html"));
	ck_assert(!files_has_hash("/5f3a9c1b.js"));
	ck_assert(!files_has_hash("/app-5f3a.js"));
	ck_assert(!files_has_hash("/app-facade.js"));
	ck_assert(!files_has_hash("/app-acceeded.js"));
	ck_assert(!files_has_hash("/no-extension5f3a9c1b"));
	ck_assert(!files_has_hash(""));
}
END_TEST

START_TEST(bad_folder_is_a_problem)
{
	const char *problem;
	ck_assert_ptr_null(files_read("/nowhere/at/all", &problem));
	ck_assert_str_eq(problem, "the static folder /nowhere/at/all: No such file or directory");
	struct files *none = files_read(NULL, &problem);
	ck_assert_ptr_null(problem);
	ck_assert_ptr_null(files_find(none, slice_of("/")));
	files_release(none);
	files_release(NULL);
}
END_TEST

START_TEST(too_many_files_are_a_problem)
{
	const char *problem;
	for (int i = 0; i < FILES_MAX; i++) {
		char name[40];
		snprintf(name, sizeof name, "f%d", i);
		put(name, "");
	}
	ck_assert_ptr_null(files_read(folder, &problem));
	ck_assert_ptr_nonnull(problem);
}
END_TEST

Suite *suite_files(void);

Suite *suite_files(void)
{
	Suite *suite = suite_create("files");
	TCase *tests = tcase_create("all");
	tcase_add_checked_fixture(tests, make_folder, remove_folder);
	tcase_add_test(tests, files_are_found_by_exact_path);
	tcase_add_loop_test(tests, best_accepted_form_is_chosen, 0, sizeof accepting / sizeof *accepting);
	tcase_add_test(tests, known_files_are_recognised);
	tcase_add_test(tests, hashes_in_names);
	tcase_add_test(tests, bad_folder_is_a_problem);
	tcase_add_test(tests, too_many_files_are_a_problem);
	suite_add_tcase(suite, tests);
	return suite;
}
