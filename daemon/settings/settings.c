// Loading, reloading and releasing the settings.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/settings/reading.h"
#include "daemon/settings/value.h"

static void give_defaults(struct settings *settings)
{
	char text[SETTINGS_VALUE_BYTES_MAX];
	for (size_t i = 0; i < setting_count; i++) {
		setting_default(&setting_table[i], text, sizeof text);
		settings->given[i] = strdup(text);
		settings->origin[i] = strdup("default");
		CHECK(settings->given[i] != NULL && settings->origin[i] != NULL);
	}
}

// The value of a name in an environment, or NULL.
static const char *variable(char *const *environment, const char *name)
{
	size_t length = strlen(name);
	for (char *const *entry = environment; entry != NULL && *entry != NULL; entry++)
		if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
			return *entry + length + 1;
	return NULL;
}

// True if a server is named behind smtp:// or smtps://.
static bool is_mail_server(const char *url)
{
	size_t scheme = strncmp(url, "smtp://", 7) == 0 ? 7 : strncmp(url, "smtps://", 8) == 0 ? 8 : 0;
	return scheme > 0 && strcspn(url + scheme, ":/") > 0;
}

// What no single value shows.
static void check_together(const struct settings *settings, struct settings_problems *problems)
{
	const char *url = settings->gateway.public_url;
	const struct core_limits *limits = &settings->limits;
	if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
		settings_problem(problems, "gateway.public_url = %.80s does not begin with http:// or https://", url);
	if (url[0] != '\0' && url[strlen(url) - 1] == '/')
		settings_problem(problems, "gateway.public_url = %.80s ends with a slash; leave it out", url);
	if (limits->text_bytes_max + 512 > limits->frame_bytes_max)
		settings_problem(problems, "limits.frame_bytes_max must be at least 512 bytes above limits.text_bytes_max");
	if (settings->mail.smtp_url[0] != '\0' && !is_mail_server(settings->mail.smtp_url))
		settings_problem(problems, "mail.smtp_url = %.80s is not smtp://HOST:PORT or smtps://HOST:PORT", settings->mail.smtp_url);
	if (settings->mail.smtp_url[0] != '\0' && settings->mail.from[0] == '\0')
		settings_problem(problems, "mail.smtp_url is set, so mail.from must be set too");
}

bool settings_load(struct settings *settings, const char *file, char *const *environment, struct settings_problems *problems)
{
	CHECK(settings != NULL && problems != NULL);
	*settings = (struct settings){ 0 };
	*problems = (struct settings_problems){ 0 };
	struct settings_reading reading = { .settings = settings, .problems = problems };
	settings->limits = core_limits_default();
	give_defaults(settings);
	if (file == NULL)
		file = variable(environment, "WAYMARK_CONFIG");
	if (file == NULL && access(SETTINGS_FILE_DEFAULT, F_OK) == 0)
		file = SETTINGS_FILE_DEFAULT;
	if (file != NULL) {
		settings_read_file(&reading, file);
		settings_read_folder(&reading, file);
	}
	settings_read_environment(&reading, environment);
	settings_apply(settings, problems);
	check_together(settings, problems);
	return problems->count == 0;
}

void settings_release(struct settings *settings)
{
	CHECK(settings != NULL);
	for (size_t i = 0; i < setting_count; i++) {
		if (setting_table[i].secrecy != SETTING_OPEN && settings->given[i] != NULL)
			explicit_bzero(settings->given[i], strlen(settings->given[i]));
		free(settings->given[i]);
		free(settings->origin[i]);
		free(settings->file[i]);
		free(settings->words[i]);
	}
	*settings = (struct settings){ 0 };
}

static void swap(char **one, char **other)
{
	char *kept = *one;
	*one = *other;
	*other = kept;
}

// Exchanges what two settings hold for one row, the field too.
static void exchange(struct settings *one, struct settings *other, size_t i)
{
	static const size_t sizes[] = { [SETTING_TEXT] = sizeof(char *), [SETTING_WORDS] = sizeof(struct settings_words) };
	const struct setting *row = &setting_table[i];
	bool plain = row->kind == SETTING_NUMBER || row->kind == SETTING_CHOICE;
	size_t size = plain ? row->width : sizes[row->kind];
	char kept[sizeof(struct settings_words)];
	CHECK(size > 0 && size <= sizeof kept);
	memcpy(kept, (char *)one + row->offset, size);
	memcpy((char *)one + row->offset, (char *)other + row->offset, size);
	memcpy((char *)other + row->offset, kept, size);
	swap(&one->given[i], &other->given[i]);
	swap(&one->origin[i], &other->origin[i]);
	swap(&one->file[i], &other->file[i]);
	swap(&one->words[i], &other->words[i]);
}

void settings_reload(struct settings *settings, struct settings *fresh, char *names, size_t size)
{
	CHECK(settings != NULL && fresh != NULL && names != NULL && size > 0);
	size_t used = 0;
	names[0] = '\0';
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *row = &setting_table[i];
		if (row->change == SETTING_RELOAD) {
			exchange(settings, fresh, i);
			continue;
		}
		if (strcmp(settings->given[i], fresh->given[i]) == 0)
			continue;
		int wanted = snprintf(names + used, size - used, "%s%s.%s", used > 0 ? " " : "", row->section, row->key);
		CHECK(wanted > 0);
		if (used + (size_t)wanted >= size) {
			names[used] = '\0';
			return;
		}
		used += (size_t)wanted;
	}
}

bool settings_secure_cookie(const struct settings *settings)
{
	CHECK(settings != NULL);
	if (settings->gateway.secure_cookie != SETTINGS_COOKIE_AUTO)
		return settings->gateway.secure_cookie == SETTINGS_COOKIE_YES;
	return strncmp(settings->gateway.public_url, "https://", 8) == 0;
}
