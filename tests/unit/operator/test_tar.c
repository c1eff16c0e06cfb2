// Archives: what is written comes back byte for byte, every tar reads it, and a damaged or foreign one is refused.
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/operator/folder.h"
#include "daemon/operator/tar.h"

static const char *const names[] = { "one", "two", NULL };

static void write_file(const char *path, const char *bytes, size_t length)
{
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
}

static size_t read_file(const char *path, char *bytes, size_t size)
{
	FILE *file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	size_t length = fread(bytes, 1, size, file);
	fclose(file);
	return length;
}

struct scene {
	struct folder from, to;
	char tar[FOLDER_PATH_BYTES_MAX];
};

// An archive of one (700 bytes) and two (empty), in a folder that is all its own.
static void begin(struct scene *scene)
{
	char path[FOLDER_PATH_BYTES_MAX], bytes[700];
	memset(bytes, 'w', sizeof bytes);
	ck_assert(folder_make(&scene->from, "") && folder_make(&scene->to, ""));
	folder_file(&scene->from, "archive.tar", scene->tar);
	FILE *tar = fopen(scene->tar, "w");
	ck_assert_ptr_nonnull(tar);
	folder_file(&scene->from, "one", path);
	write_file(path, bytes, sizeof bytes);
	ck_assert(tar_append(tar, "one", path, 1700000000));
	folder_file(&scene->from, "two", path);
	write_file(path, "", 0);
	ck_assert(tar_append(tar, "two", path, 1700000000));
	ck_assert(tar_finish(tar));
	ck_assert_int_eq(fclose(tar), 0);
}

static void end(struct scene *scene)
{
	folder_remove(&scene->from);
	folder_remove(&scene->to);
}

START_TEST(what_went_in_comes_out)
{
	struct scene scene;
	char path[FOLDER_PATH_BYTES_MAX], bytes[1024], problem[TAR_PROBLEM_BYTES_MAX] = "";
	struct stat facts;
	begin(&scene);
	ck_assert_msg(tar_extract(scene.tar, scene.to.path, names, problem), "%s", problem);
	folder_file(&scene.to, "one", path);
	ck_assert_uint_eq(read_file(path, bytes, sizeof bytes), 700);
	ck_assert(bytes[0] == 'w' && bytes[699] == 'w');
	ck_assert_int_eq(stat(path, &facts), 0);
	ck_assert_uint_eq(facts.st_mode & 0777, 0600);
	folder_file(&scene.to, "two", path);
	ck_assert_uint_eq(read_file(path, bytes, sizeof bytes), 0);
	end(&scene);
}
END_TEST

START_TEST(another_tar_reads_it)
{
	struct scene scene;
	char command[2 * FOLDER_PATH_BYTES_MAX], listing[256] = "";
	begin(&scene);
	snprintf(command, sizeof command, "tar --list --file %s", scene.tar);
	FILE *other = popen(command, "r");
	ck_assert_ptr_nonnull(other);
	ck_assert_uint_gt(fread(listing, 1, sizeof listing - 1, other), 0);
	ck_assert_int_eq(pclose(other), 0);
	ck_assert_str_eq(listing, "one\ntwo\n");
	end(&scene);
}
END_TEST

// Changes one byte of the archive, or cuts it, and expects these words.
static void refuse(long long cut, long at, char byte, const char *words)
{
	struct scene scene;
	char problem[TAR_PROBLEM_BYTES_MAX] = "";
	begin(&scene);
	if (cut >= 0) {
		ck_assert_int_eq(truncate(scene.tar, cut), 0);
	} else {
		FILE *tar = fopen(scene.tar, "r+");
		ck_assert(tar != NULL && fseek(tar, at, SEEK_SET) == 0 && fputc(byte, tar) != EOF && fclose(tar) == 0);
	}
	ck_assert(!tar_extract(scene.tar, scene.to.path, names, problem));
	ck_assert_msg(strstr(problem, words) != NULL, "%s", problem);
	end(&scene);
}

START_TEST(a_damaged_archive_is_refused)
{
	refuse(-1, 0, 'x', "no tar file, or is damaged");            // a name that is not its sum's
	refuse(-1, 124, 'z', "no tar file, or is damaged");          // a size that is no number
	refuse(-1, 257, 'x', "no tar file, or is damaged");          // another magic
	refuse(600, 0, 0, "ends too early");                         // inside a member
	refuse(512 + 1024, 0, 0, "is no backup, or ends too early"); // between members
	refuse(0, 0, 0, "is no backup");
}
END_TEST

START_TEST(a_member_that_is_not_expected_is_refused)
{
	static const char *const fewer[] = { "one", NULL };
	static const char *const more[] = { "one", "two", "three", NULL };
	struct scene scene;
	char problem[TAR_PROBLEM_BYTES_MAX] = "";
	begin(&scene);
	ck_assert(!tar_extract(scene.tar, scene.to.path, fewer, problem));
	ck_assert_str_eq(problem, "it holds something that is not of a backup");
	folder_remove(&scene.to);
	ck_assert(folder_make(&scene.to, ""));
	ck_assert(!tar_extract(scene.tar, scene.to.path, more, problem));
	ck_assert_str_eq(problem, "it is no backup, or ends too early");
	ck_assert(!tar_extract("/nowhere.tar", scene.to.path, names, problem));
	ck_assert_str_eq(problem, "No such file or directory");
	end(&scene);
}
END_TEST

Suite *suite_tar(void)
{
	Suite *suite = suite_create("operator: tar");
	TCase *all = tcase_create("all");
	tcase_add_test(all, what_went_in_comes_out);
	tcase_add_test(all, another_tar_reads_it);
	tcase_add_test(all, a_damaged_archive_is_refused);
	tcase_add_test(all, a_member_that_is_not_expected_is_refused);
	suite_add_tcase(suite, all);
	return suite;
}
