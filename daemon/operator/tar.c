// Archives in the ustar form: blocks of 512 bytes, a header block before each member, two empty blocks at the end.
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/operator/tar.h"

#define BLOCK_BYTES 512
#define COPY_BYTES (64 * 1024)
#define OCTAL_SIZE_MAX 077777777777LL // more is written in base 256, as GNU tar and others read it
#define MEMBERS_MAX 16

struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type, link[100], magic[6], version[2], owner[32],
		group[32], major[8], minor[8], prefix[155], rest[12];
};
_Static_assert(sizeof(struct header) == BLOCK_BYTES, "a header is a block");

static unsigned sum_of(const struct header *header)
{
	struct header copy = *header;
	const unsigned char *bytes = (const unsigned char *)&copy;
	unsigned sum = 0;
	memset(copy.sum, ' ', sizeof copy.sum);
	for (size_t i = 0; i < sizeof copy; i++)
		sum += bytes[i];
	return sum;
}

static void put_size(char *field, long long size)
{
	if (size <= OCTAL_SIZE_MAX) {
		snprintf(field, 12, "%011llo", size);
		return;
	}
	memset(field, 0, 12);
	field[0] = (char)0x80;
	for (int i = 11; i > 3; i--, size >>= 8)
		field[i] = (char)(size & 0xff);
}

// The size that a header says, or -1.
static long long size_of(const struct header *header)
{
	long long size = 0;
	if ((unsigned char)header->size[0] == 0x80) {
		for (int i = 4; i < 12; i++)
			size = size << 8 | (unsigned char)header->size[i];
		return size;
	}
	for (int i = 0; i < 11; i++) {
		if (header->size[i] < '0' || header->size[i] > '7')
			return -1;
		size = size << 3 | (header->size[i] - '0');
	}
	return size;
}

// Copies size bytes. False when either stream fails or ends early.
static bool copy(FILE *from, FILE *to, long long size)
{
	static char bytes[COPY_BYTES];
	for (long long left = size; left > 0;) {
		size_t run = left < COPY_BYTES ? (size_t)left : COPY_BYTES;
		if (fread(bytes, 1, run, from) != run || fwrite(bytes, 1, run, to) != run)
			return false;
		left -= (long long)run;
	}
	return true;
}

// Writes zeros behind size bytes, up to the end of the block.
static bool pad(FILE *to, long long size)
{
	static const char zeros[BLOCK_BYTES];
	size_t padding = (size_t)(-size & (BLOCK_BYTES - 1));
	return fwrite(zeros, 1, padding, to) == padding;
}

bool tar_append(FILE *tar, const char *name, const char *path, long long time_s)
{
	CHECK(tar != NULL && name != NULL && strlen(name) <= TAR_NAME_BYTES_MAX);
	struct header header = { .type = '0', .magic = "ustar", .version = { '0', '0' } };
	struct stat facts;
	FILE *from = fopen(path, "re");
	if (from == NULL)
		return false;
	bool good = fstat(fileno(from), &facts) == 0;
	if (good) {
		strcpy(header.name, name);
		strcpy(header.mode, "0000600");
		strcpy(header.uid, "0000000");
		strcpy(header.gid, "0000000");
		put_size(header.size, facts.st_size);
		snprintf(header.mtime, sizeof header.mtime, "%011llo", time_s);
		snprintf(header.sum, sizeof header.sum, "%06o", sum_of(&header));
		header.sum[7] = ' ';
		good = fwrite(&header, sizeof header, 1, tar) == 1 && copy(from, tar, facts.st_size) && pad(tar, facts.st_size);
	}
	fclose(from);
	return good;
}

bool tar_finish(FILE *tar)
{
	static const char empty[2 * BLOCK_BYTES];
	return fwrite(empty, sizeof empty, 1, tar) == 1 && fflush(tar) == 0 && fsync(fileno(tar)) == 0;
}

// The place of a name in the list, or -1.
static int place_of(const char *const *names, const char *name)
{
	for (int i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

// Writes one member into the folder, in a file that was not there.
static bool extract_one(FILE *tar, const char *folder, const char *name, long long size)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *to = file < 0 ? NULL : fdopen(file, "w");
	if (to == NULL)
		return false;
	bool good = copy(tar, to, size);
	if (fclose(to) != 0)
		good = false;
	return good && fseeko(tar, -size & (BLOCK_BYTES - 1), SEEK_CUR) == 0;
}

// Reads all members; returns NULL or what is wrong.
static const char *extract_all(FILE *tar, const char *folder, const char *const *names)
{
	bool seen[MEMBERS_MAX] = { false };
	struct header header;
	while (fread(&header, sizeof header, 1, tar) == 1 && header.name[0] != '\0') {
		long long size = size_of(&header);
		if (memcmp(header.magic, "ustar", 5) != 0 || strtoul(header.sum, NULL, 8) != sum_of(&header) || size < 0)
			return "it is no tar file, or is damaged";
		header.name[sizeof header.name - 1] = '\0';
		int place = place_of(names, header.name);
		if (place < 0 || place >= MEMBERS_MAX || seen[place])
			return "it holds something that is not of a backup";
		seen[place] = true;
		if (!extract_one(tar, folder, header.name, size))
			return errno == 0 ? "it ends too early" : strerror(errno);
	}
	for (int i = 0; names[i] != NULL; i++)
		if (!seen[i])
			return "it is no backup, or ends too early";
	return NULL;
}

bool tar_extract(const char *path, const char *folder, const char *const *names, char problem[TAR_PROBLEM_BYTES_MAX])
{
	CHECK(path != NULL && folder != NULL && names != NULL);
	FILE *tar = fopen(path, "re");
	errno = tar == NULL ? errno : 0;
	const char *wrong = tar == NULL ? strerror(errno) : extract_all(tar, folder, names);
	if (wrong != NULL)
		snprintf(problem, TAR_PROBLEM_BYTES_MAX, "%s", wrong);
	if (tar != NULL)
		fclose(tar);
	return wrong == NULL;
}
