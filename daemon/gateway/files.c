// Reads and finds static files.
#include "daemon/gateway/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/base/check.h"

#define PROBLEM_BYTES 4400 // with the folder's whole path

struct files {
	struct file list[FILES_MAX]; // sorted by name
	size_t count, bytes;
	const char *problem;
};

static const struct {
	const char *ending, *type;
} types[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".ico", "image/x-icon" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".woff2", "font/woff2" },
};

static bool ends_with(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);
	return n > m && strcmp(name + n - m, ending) == 0;
}

static const char *type_of(const char *name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (ends_with(name, types[i].ending))
			return types[i].type;
	return "application/octet-stream";
}

bool files_has_hash(const char *name)
{
	const char *extension = strrchr(name, '.');
	if (extension == NULL)
		return false;
	size_t digits = 0, lower = 0, upper = 0, n = 0;
	for (const char *at = extension; at > name && at[-1] != '.' && at[-1] != '-' && at[-1] != '/'; at--, n++) {
		digits += at[-1] >= '0' && at[-1] <= '9';
		lower += at[-1] >= 'a' && at[-1] <= 'f';
		upper += at[-1] >= 'A' && at[-1] <= 'Z';
	}
	bool behind_something = extension - n > name && extension[-(ptrdiff_t)n - 1] != '/';
	return behind_something && n >= 8 && ((digits > 0 && digits + lower == n) || digits + upper == n);
}

// Takes a file into memory. False when it cannot be read, or there is too much.
static bool load(struct files *files, int folder, const char *name, struct slice *content)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat facts;
	bool fits =
		fd >= 0 && fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode) && (uint64_t)facts.st_size <= FILES_BYTES_MAX - files->bytes;
	size_t n = fits ? (size_t)facts.st_size : 0, have = 0;
	uint8_t *bytes = fits ? malloc(n + 1) : NULL;
	while (bytes != NULL && have < n) {
		ssize_t got = read(fd, bytes + have, n - have);
		if (got <= 0)
			break;
		have += (size_t)got;
	}
	if (fd >= 0)
		close(fd);
	if (bytes == NULL || have < n) {
		free(bytes);
		files->problem = fits ? "a static file cannot be read" : "the static files are too large, or one cannot be opened";
		return false;
	}
	files->bytes += n;
	*content = (struct slice){ bytes, n };
	return true;
}

static void add_file(struct files *files, int folder, const char *entry, const char *path)
{
	if (files->count == FILES_MAX || strlen(path) >= FILES_NAME_BYTES_MAX) {
		files->problem = "there are too many static files, or a name is too long";
		return;
	}
	struct file *file = &files->list[files->count];
	*file = (struct file){ .type = type_of(path), .immutable = files_has_hash(path) };
	memcpy(file->name, path, strlen(path) + 1);
	if (!load(files, folder, entry, &file->forms[FILES_PLAIN]))
		return;
	uint8_t hash[crypto_generichash_BYTES_MIN];
	char hex[2 * sizeof hash + 1];
	crypto_generichash(hash, sizeof hash, file->forms[FILES_PLAIN].at, file->forms[FILES_PLAIN].n, NULL, 0);
	snprintf(file->etag, sizeof file->etag, "W/\"%s\"", sodium_bin2hex(hex, sizeof hex, hash, sizeof hash));
	files->count++;
}

static void add_folder(struct files *files, int fd, const char *path, int depth)
{
	DIR *folder = fdopendir(fd);
	if (folder == NULL || depth > FILES_DEPTH_MAX) {
		files->problem = "a folder in it cannot be read, or is too deep";
		if (folder != NULL)
			closedir(folder);
		else
			close(fd);
		return;
	}
	for (struct dirent *entry = readdir(folder); entry != NULL && files->problem == NULL; entry = readdir(folder)) {
		if (entry->d_name[0] == '.')
			continue;
		char inside[FILES_NAME_BYTES_MAX + 256 + 2];
		struct stat facts;
		snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
		if (fstatat(dirfd(folder), entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		if (S_ISREG(facts.st_mode))
			add_file(files, dirfd(folder), entry->d_name, inside);
		else if (S_ISDIR(facts.st_mode) && strlen(inside) < FILES_NAME_BYTES_MAX)
			add_folder(files, openat(dirfd(folder), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC), inside, depth + 1);
	}
	closedir(folder);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

static struct file *find(const struct files *files, const char *name)
{
	return bsearch(name, files->list, files->count, sizeof *files->list, by_name);
}

// Puts each compressed form beside the file that it is a form of, and takes it off the list.
static void join_forms(struct files *files)
{
	static const char *const endings[FILES_FORM_COUNT] = { [FILES_GZIP] = ".gz", [FILES_BROTLI] = ".br" };
	for (size_t i = 0; i < files->count; i++) {
		struct file *file = &files->list[i];
		for (int form = FILES_GZIP; form < FILES_FORM_COUNT; form++) {
			char name[FILES_NAME_BYTES_MAX + 4];
			snprintf(name, sizeof name, "%s%s", file->name, endings[form]);
			struct file *other = find(files, name);
			if (other != NULL) {
				file->forms[form] = other->forms[FILES_PLAIN];
				other->forms[FILES_PLAIN] = (struct slice){ NULL, 0 };
			}
		}
	}
	size_t kept = 0;
	for (size_t i = 0; i < files->count; i++)
		if (files->list[i].forms[FILES_PLAIN].at != NULL)
			files->list[kept++] = files->list[i];
	files->count = kept;
}

struct files *files_read(const char *folder, const char **problem)
{
	static char text[PROBLEM_BYTES];
	struct files *files = calloc(1, sizeof *files);
	CHECK(files != NULL);
	if (folder != NULL && folder[0] != '\0') {
		int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			files->problem = strerror(errno);
		else
			add_folder(files, fd, "", 0);
		qsort(files->list, files->count, sizeof *files->list, by_name);
		join_forms(files);
	}
	*problem = NULL;
	if (files->problem == NULL)
		return files;
	snprintf(text, sizeof text, "the static folder %s: %s", folder, files->problem);
	*problem = text;
	files_release(files);
	return NULL;
}

void files_release(struct files *files)
{
	for (size_t i = 0; files != NULL && i < files->count; i++)
		for (int form = 0; form < FILES_FORM_COUNT; form++)
			free((void *)(uintptr_t)files->list[i].forms[form].at);
	free(files);
}

const struct file *files_find(const struct files *files, struct slice path)
{
	char name[FILES_NAME_BYTES_MAX];
	if (path.n >= sizeof name || path.n == 0 || memchr(path.at, '\0', path.n) != NULL)
		return NULL;
	memcpy(name, path.at, path.n);
	name[path.n] = '\0';
	bool front = strcmp(name, "/") == 0 || strcmp(name, "/enter") == 0 || strcmp(name, "/join") == 0;
	return find(files, front ? "/index.html" : name);
}

// True if a weight is "q=0", whatever the number of its noughts.
static bool is_zero(struct slice weight)
{
	if (weight.n < 3 || (weight.at[0] | 0x20) != 'q' || weight.at[1] != '=')
		return false;
	for (size_t i = 2; i < weight.n; i++)
		if (weight.at[i] != '0' && weight.at[i] != '.')
			return false;
	return true;
}

// True if an element of Accept-Encoding is that coding, and not with weight zero.
static bool accepts(const struct head *head, const char *coding)
{
	for (size_t n = 0;; n++) {
		struct slice list = head_value(head, "accept-encoding", n);
		if (list.at == NULL)
			return false;
		while (list.at != NULL) {
			struct slice element = head_next(&list, ',');
			struct slice word = head_next(&element, ';');
			struct slice weight = head_next(&element, ';');
			if (head_is(word, coding))
				return !is_zero(weight);
		}
	}
}

enum files_form files_choose(const struct file *file, const struct head *head)
{
	if (file->forms[FILES_BROTLI].at != NULL && accepts(head, "br"))
		return FILES_BROTLI;
	if (file->forms[FILES_GZIP].at != NULL && accepts(head, "gzip"))
		return FILES_GZIP;
	return FILES_PLAIN;
}

bool files_known(const struct file *file, const struct head *head)
{
	struct slice list = head_value(head, "if-none-match", 0);
	while (list.at != NULL) {
		struct slice tag = head_next(&list, ',');
		// Weak comparison: what stands before the quotes does not matter.
		if (head_is(tag, "*") || slice_equal(tag, slice_of(file->etag)) || slice_equal(tag, slice_of(file->etag + 2)))
			return true;
	}
	return false;
}
