// The sources of settings: files in INI form (libinih), the folder beside them, and the environment.
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/settings/reading.h"
#include "daemon/settings/value.h"

#define PATH_BYTES_MAX 4096
#define ORIGIN_BYTES_MAX (PATH_BYTES_MAX + 32)
#define LINE_BYTES_MAX (SETTINGS_VALUE_BYTES_MAX + 64)
#define ENVIRONMENT_PREFIX "WAYMARK_"

struct file_reading {
	struct settings_reading *reading;
	const char *path;
	FILE *stream;
	int line; // of the one that libinih was given last
	bool cut; // that line had no end: it was longer than libinih takes
};

void settings_give(struct settings_reading *reading, const char *section, const char *key, const char *value, const char *origin)
{
	struct settings *settings = reading->settings;
	bool of_file;
	const struct setting *row = setting_find(section, key, &of_file);
	if (row == NULL) {
		settings_problem(reading->problems, "%s: %s.%s is not a setting; did you mean %s?", origin, section, key,
			setting_nearest(section, key));
		return;
	}
	size_t i = (size_t)(row - setting_table);
	if (row->secrecy == SETTING_FILE_ONLY && !of_file) {
		settings_problem(reading->problems, "%s: %s.%s is a secret: put it in a file and name that in %s.%s_file", origin,
			section, key, section, key);
		return;
	}
	bool again = reading->source_of[i] == reading->source;
	if (again && row->kind != SETTING_WORDS) {
		settings_problem(
			reading->problems, "%s: %s.%s is given twice here (before: %s)", origin, section, key, settings->origin[i]);
		return;
	}
	char text[SETTINGS_VALUE_BYTES_MAX];
	int length = snprintf(text, sizeof text, "%s%s%s", again ? settings->given[i] : "", again ? " " : "", value);
	CHECK(length >= 0);
	if ((size_t)length >= sizeof text) {
		settings_problem(
			reading->problems, "%s: %s.%s is longer than %d bytes", origin, section, key, SETTINGS_VALUE_BYTES_MAX - 1);
		return;
	}
	if (!of_file && !settings_check(row, text, origin, reading->problems))
		return;
	reading->source_of[i] = reading->source;
	char **place = of_file ? &settings->file[i] : &settings->given[i];
	free(*place);
	*place = strdup(text);
	if (!of_file || text[0] == '\0') { // no file is named any more
		free(settings->file[i]);
		settings->file[i] = NULL;
	}
	free(settings->origin[i]);
	settings->origin[i] = strdup(origin);
	CHECK(settings->given[i] != NULL && settings->origin[i] != NULL);
}

// libinih's handler: one key of one line.
static int handle(void *context, const char *section, const char *key, const char *value)
{
	struct file_reading *file = context;
	char origin[ORIGIN_BYTES_MAX];
	snprintf(origin, sizeof origin, "%s:%d", file->path, file->line);
	if (!file->cut) // the line is named once, by next_line
		settings_give(file->reading, section, key, value, origin);
	return 1;
}

// libinih's reader: the next line, counted; a line that does not fit is named and its rest left out.
static char *next_line(char *text, int size, void *context)
{
	struct file_reading *file = context;
	if (fgets(text, size, file->stream) == NULL)
		return NULL;
	file->line++;
	size_t length = strlen(text);
	file->cut = length + 1 == (size_t)size && text[length - 1] != '\n';
	if (file->cut) {
		settings_problem(file->reading->problems, "%s:%d: the line is longer than %d bytes", file->path, file->line, size - 2);
		for (int c = fgetc(file->stream); c != EOF && c != '\n'; c = fgetc(file->stream))
			continue;
	}
	return text;
}

void settings_read_file(struct settings_reading *reading, const char *path)
{
	struct file_reading file = { .reading = reading, .path = path, .stream = fopen(path, "re") };
	if (file.stream == NULL) {
		settings_problem(reading->problems, "%s: cannot read the settings: %s", path, strerror(errno));
		return;
	}
	reading->source++;
	ini_use_stack = false; // Debian's libinih takes its bounds from variables; upstream's are compiled in, and too small
	ini_initial_alloc = ini_max_line = LINE_BYTES_MAX;
	int wrong = ini_parse_stream(next_line, &file, handle, &file);
	if (ferror(file.stream))
		settings_problem(reading->problems, "%s: cannot read the settings: %s", path, strerror(errno));
	else if (wrong > 0)
		settings_problem(reading->problems, "%s:%d: this line is neither [section] nor key = value", path, wrong);
	fclose(file.stream);
}

static int by_name(const void *one, const void *other)
{
	return strcmp(*(char *const *)one, *(char *const *)other);
}

void settings_read_folder(struct settings_reading *reading, const char *settings_file)
{
	char folder[PATH_BYTES_MAX], path[PATH_BYTES_MAX + 256];
	char *names[SETTINGS_FILES_MAX];
	size_t count = 0;
	const char *slash = strrchr(settings_file, '/');
	int stem = slash == NULL ? 0 : (int)(slash - settings_file + 1);
	snprintf(folder, sizeof folder, "%.*sconf.d", stem, settings_file);
	DIR *listing = opendir(folder);
	if (listing == NULL)
		return;
	for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
		size_t length = strlen(entry->d_name);
		if (length <= 5 || entry->d_name[0] == '.' || strcmp(entry->d_name + length - 5, ".conf") != 0)
			continue;
		if (count == SETTINGS_FILES_MAX) {
			settings_problem(reading->problems, "%s: more than %d files", folder, SETTINGS_FILES_MAX);
			break;
		}
		names[count] = strdup(entry->d_name);
		CHECK(names[count] != NULL);
		count++;
	}
	closedir(listing);
	qsort(names, count, sizeof names[0], by_name);
	for (size_t i = 0; i < count; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		settings_read_file(reading, path);
		free(names[i]);
	}
}

// Cuts "GATEWAY_PUBLIC_URL" into a section that is known and its key, in small letters. False if no section fits.
static bool cut_name(const char *name, size_t length, char *section, char *key, size_t size)
{
	if (length >= size)
		return false;
	for (size_t i = 0; i < length; i++)
		section[i] = (char)tolower((unsigned char)name[i]);
	section[length] = '\0';
	char *underline = strchr(section, '_');
	if (underline == NULL)
		return false;
	*underline = '\0';
	strcpy(key, underline + 1);
	return setting_section_known(section);
}

void settings_read_environment(struct settings_reading *reading, char *const *environment)
{
	char section[128], key[128], origin[256];
	reading->source++;
	for (char *const *entry = environment; entry != NULL && *entry != NULL; entry++) {
		if (strncmp(*entry, ENVIRONMENT_PREFIX, strlen(ENVIRONMENT_PREFIX)) != 0)
			continue;
		const char *name = *entry + strlen(ENVIRONMENT_PREFIX);
		size_t length = strcspn(name, "=");
		if (name[length] != '=' || !cut_name(name, length, section, key, sizeof section))
			continue;
		snprintf(origin, sizeof origin, "environment %.*s", (int)(length + strlen(ENVIRONMENT_PREFIX)), *entry);
		settings_give(reading, section, key, name + length + 1, origin);
	}
}
