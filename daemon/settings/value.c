// One value: its default, its bounds, and its way into the field of struct settings.
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/settings/value.h"

int64_t setting_number(const struct settings *settings, const struct setting *setting)
{
	const char *field = (const char *)settings + setting->offset;
	uint32_t narrow;
	int64_t wide;
	CHECK(setting->width == sizeof narrow || setting->width == sizeof wide);
	if (setting->width == sizeof narrow) {
		memcpy(&narrow, field, sizeof narrow);
		return narrow;
	}
	memcpy(&wide, field, sizeof wide);
	return wide;
}

static void put_number(struct settings *settings, const struct setting *setting, int64_t number)
{
	char *field = (char *)settings + setting->offset;
	uint32_t narrow = (uint32_t)number;
	CHECK(setting->width == sizeof narrow || setting->width == sizeof number);
	CHECK(setting->width != sizeof narrow || narrow == number);
	memcpy(field, setting->width == sizeof narrow ? (const void *)&narrow : (const void *)&number, setting->width);
}

void setting_default(const struct setting *setting, char *text, size_t size)
{
	CHECK(setting != NULL && text != NULL && size > 0);
	if (setting->fallback != NULL) {
		CHECK(strlen(setting->fallback) < size);
		strcpy(text, setting->fallback);
		return;
	}
	struct settings shipped = { 0 };
	shipped.limits = core_limits_default();
	snprintf(text, size, "%" PRId64, setting_number(&shipped, setting));
}

// The place of a word among the choices, or -1.
static int64_t choice_of(const char *choices, const char *value)
{
	int64_t place = 0;
	size_t length = strlen(value);
	for (const char *at = choices; *at != '\0'; place++) {
		size_t word = strcspn(at, " ");
		if (word == length && memcmp(at, value, length) == 0)
			return place;
		at += word;
		at += strspn(at, " ");
	}
	return -1;
}

static bool parse_number(const char *value, int64_t *number)
{
	char *end;
	errno = 0;
	*number = strtoll(value, &end, 10);
	return errno == 0 && end != value && *end == '\0';
}

static size_t count_words(const char *value)
{
	size_t count = 0;
	for (const char *at = value + strspn(value, " ,"); *at != '\0'; at += strspn(at, " ,")) {
		at += strcspn(at, " ,");
		count++;
	}
	return count;
}

bool settings_check(const struct setting *setting, const char *value, const char *origin, struct settings_problems *problems)
{
	CHECK(setting != NULL && value != NULL && origin != NULL);
	const char *section = setting->section, *key = setting->key;
	int64_t number;
	switch (setting->kind) {
	case SETTING_NUMBER:
		if (parse_number(value, &number) && number >= setting->min && number <= setting->max)
			return true;
		settings_problem(problems, "%s: %s.%s = %.80s is not a whole number from %" PRId64 " to %" PRId64 " (%s)", origin,
			section, key, value, setting->min, setting->max, setting->unit);
		return false;
	case SETTING_CHOICE:
		if (choice_of(setting->choices, value) >= 0)
			return true;
		settings_problem(problems, "%s: %s.%s = %.80s is not one of: %s", origin, section, key, value, setting->choices);
		return false;
	case SETTING_WORDS:
		if (count_words(value) <= (size_t)setting->max)
			return true;
		settings_problem(problems, "%s: %s.%s has more than %" PRId64 " words", origin, section, key, setting->max);
		return false;
	case SETTING_TEXT:
		if (strlen(value) <= (size_t)setting->max)
			return true;
		settings_problem(problems, "%s: %s.%s is longer than %" PRId64 " bytes", origin, section, key, setting->max);
		return false;
	}
	return false;
}

// Cuts a copy of value into words; their memory is kept in *memory.
static void put_words(struct settings_words *words, char **memory, const char *value)
{
	*memory = strdup(value);
	CHECK(*memory != NULL);
	words->count = 0;
	char *rest = *memory;
	for (char *word = strsep(&rest, " ,"); word != NULL; word = strsep(&rest, " ,"))
		if (*word != '\0') {
			CHECK(words->count < SETTINGS_WORDS_MAX);
			words->word[words->count++] = word;
		}
	words->word[words->count] = NULL;
}

// Reads a secret's file into *value (freed and replaced): one line, without its end. False with a problem when it cannot be used.
static bool read_secret(
	const struct setting *setting, const char *path, const char *origin, char **value, struct settings_problems *problems)
{
	char text[SETTINGS_VALUE_BYTES_MAX + 1];
	struct stat facts;
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0 || fstat(file, &facts) < 0) {
		settings_problem(
			problems, "%s: %s.%s_file: cannot read %s: %s", origin, setting->section, setting->key, path, strerror(errno));
		if (file >= 0)
			close(file);
		return false;
	}
	ssize_t length = S_ISREG(facts.st_mode) ? read(file, text, sizeof text - 1) : -1;
	close(file);
	if (facts.st_mode & 0007) {
		settings_problem(problems, "%s: %s.%s_file: anyone may read %s; make it private: chmod o-rwx %s", origin,
			setting->section, setting->key, path, path);
		return false;
	}
	if (length < 0 || length == (ssize_t)sizeof text - 1) {
		settings_problem(problems, "%s: %s.%s_file: %s is not a file of at most %d bytes", origin, setting->section, setting->key,
			path, SETTINGS_VALUE_BYTES_MAX - 1);
		return false;
	}
	text[length] = '\0';
	text[strcspn(text, "\r\n")] = '\0';
	bool good = settings_check(setting, text, path, problems);
	if (good) {
		free(*value);
		*value = strdup(text);
		CHECK(*value != NULL);
	}
	explicit_bzero(text, sizeof text);
	return good;
}

void settings_apply(struct settings *settings, struct settings_problems *problems)
{
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *row = &setting_table[i];
		void *field = (char *)settings + row->offset;
		int64_t number = 0;
		if (settings->file[i] != NULL)
			read_secret(row, settings->file[i], settings->origin[i], &settings->given[i], problems);
		if (row->kind == SETTING_WORDS) {
			put_words(field, &settings->words[i], settings->given[i]);
		} else if (row->kind == SETTING_TEXT) {
			memcpy(field, &settings->given[i], sizeof(char *));
		} else {
			bool good = row->kind == SETTING_CHOICE || parse_number(settings->given[i], &number);
			CHECK(good);
			put_number(settings, row, row->kind == SETTING_CHOICE ? choice_of(row->choices, settings->given[i]) : number);
		}
	}
}
