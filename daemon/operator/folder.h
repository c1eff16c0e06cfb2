// Folder: a private folder for files that are needed for a moment.
#ifndef WAYMARK_OPERATOR_FOLDER_H
#define WAYMARK_OPERATOR_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#define FOLDER_PATH_BYTES_MAX 4096

struct folder {
	char path[FOLDER_PATH_BYTES_MAX]; // "" when there is none
};

// Makes a folder that only this user may enter, beside a file ("" : in $TMPDIR, else /tmp). False with errno.
bool folder_make(struct folder *folder, const char *beside);
// The path of a file in it, written to path.
void folder_file(const struct folder *folder, const char *name, char path[FOLDER_PATH_BYTES_MAX]);
// Removes it and its files; it holds no folders. A zeroed object is allowed.
void folder_remove(struct folder *folder);

#endif
