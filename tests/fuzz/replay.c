// Replay: runs a fuzz target over files, or over all files of folders, where libFuzzer is not at hand; so the corpus is part of
// every run.
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FILE_BYTES_MAX (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

// Runs one file; its memory is exactly as long as it, so that a sanitizer sees a read behind its end.
static void run_file(const char *path)
{
	static uint8_t buffer[FILE_BYTES_MAX];
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	size_t n = fread(buffer, 1, sizeof buffer, file);
	fclose(file);
	uint8_t *bytes = malloc(n == 0 ? 1 : n);
	if (bytes == NULL) {
		abort();
	}
	for (size_t i = 0; i < n; i++) {
		bytes[i] = buffer[i];
	}
	LLVMFuzzerTestOneInput(bytes, n);
	free(bytes);
}

// Runs a file, or every file of a folder; returns how many.
static size_t run_path(const char *path)
{
	struct stat status;
	if (stat(path, &status) != 0) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	if (!S_ISDIR(status.st_mode)) {
		run_file(path);
		return 1;
	}
	size_t count = 0;
	DIR *folder = opendir(path);
	for (struct dirent *entry = folder == NULL ? NULL : readdir(folder); entry != NULL; entry = readdir(folder)) {
		char inside[4096];
		int length = snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.' && length > 0 && (size_t)length < sizeof inside) {
			count += run_path(inside);
		}
	}
	if (folder != NULL) {
		closedir(folder);
	}
	return count;
}

int main(int count, char **arguments)
{
	size_t files = 0;
	for (int i = 1; i < count; i++) {
		files += run_path(arguments[i]);
	}
	printf("%zu passed, 0 failed\n", files); // a file that breaks anything ends the process before this
	return files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
