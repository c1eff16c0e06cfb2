// Private folders for a moment.
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/operator/folder.h"

bool folder_make(struct folder *folder, const char *beside)
{
	CHECK(folder != NULL && beside != NULL);
	const char *slash = strrchr(beside, '/');
	const char *temporary = getenv("TMPDIR");
	int length;
	if (beside[0] == '\0')
		length = snprintf(folder->path, sizeof folder->path, "%s/waymark-XXXXXX", temporary == NULL ? "/tmp" : temporary);
	else
		length = snprintf(
			folder->path, sizeof folder->path, "%.*s.waymark-XXXXXX", slash == NULL ? 0 : (int)(slash - beside + 1), beside);
	if (length > 0 && (size_t)length < sizeof folder->path && mkdtemp(folder->path) != NULL)
		return true;
	folder->path[0] = '\0';
	return false;
}

void folder_file(const struct folder *folder, const char *name, char path[FOLDER_PATH_BYTES_MAX])
{
	CHECK(folder != NULL && folder->path[0] != '\0' && name != NULL);
	int length = snprintf(path, FOLDER_PATH_BYTES_MAX, "%s/%s", folder->path, name);
	CHECK(length > 0 && length < FOLDER_PATH_BYTES_MAX);
}

void folder_remove(struct folder *folder)
{
	CHECK(folder != NULL);
	DIR *listing = folder->path[0] == '\0' ? NULL : opendir(folder->path);
	if (listing == NULL)
		return;
	for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(listing), entry->d_name, 0);
	closedir(listing);
	rmdir(folder->path);
	folder->path[0] = '\0';
}
