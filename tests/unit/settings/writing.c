// Settings files for the tests of this room.
#include "writing.h"

#include <check.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
	return remove(path);
}

void writing_add(const struct writing *writing, const char *name, const char *text, unsigned mode)
{
	char path[256];
	snprintf(path, sizeof path, "%s/conf.d", writing->folder);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/%s", writing->folder, name);
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(path, mode), 0);
}

void writing_begin(struct writing *writing, const char *text)
{
	snprintf(writing->folder, sizeof writing->folder, "/tmp/waymark-settings-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(writing->folder));
	snprintf(writing->file, sizeof writing->file, "%s/waymark.conf", writing->folder);
	writing_add(writing, "waymark.conf", text, 0600);
}

void writing_end(struct writing *writing)
{
	ck_assert_int_eq(nftw(writing->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

bool writing_load(const struct writing *writing, struct settings *settings, struct settings_problems *problems)
{
	return settings_load(settings, writing->file, NULL, problems);
}
