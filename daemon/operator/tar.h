// Tar: a file of a few named members, in the ustar form that every tar reads.
#ifndef WAYMARK_OPERATOR_TAR_H
#define WAYMARK_OPERATOR_TAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define TAR_NAME_BYTES_MAX 99
#define TAR_PROBLEM_BYTES_MAX 512

// Appends the file at path as a member of this name, with this time (seconds since 1970). False with errno when either cannot be
// read or written.
bool tar_append(FILE *tar, const char *name, const char *path, long long time_s);
// Writes the end of the archive. False with errno.
bool tar_finish(FILE *tar);

// Writes the members of the archive at path into folder. Only members whose name is in names (NULL-terminated) are taken, each
// once; every one of them must be there. False, with the reason in problem, when the archive is not so.
bool tar_extract(const char *path, const char *folder, const char *const *names, char problem[TAR_PROBLEM_BYTES_MAX]);

#endif
