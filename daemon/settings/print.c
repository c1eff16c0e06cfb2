// Settings in print: as they are, as a sample file, and as a section of the manual; all from the table.
#include <inttypes.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/settings/value.h"

#define HIDDEN "***"
#define WRAP_COLUMNS 100

// Writes text as the inside of a JSON string.
static void put_escaped(FILE *out, const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
		if (*at == '"' || *at == '\\')
			fprintf(out, "\\%c", *at);
		else if (*at < 0x20)
			fprintf(out, "\\u%04x", *at);
		else
			fputc(*at, out);
	}
}

// Copies value without the password of key words (password=...) or of an address (//name:...@).
static void hide_password(const char *value, char *text, size_t size)
{
	const char *secret = strstr(value, "password=");
	const char *end;
	if (secret != NULL) {
		secret += strlen("password=");
		end = *secret == '\'' ? strchr(secret + 1, '\'') : secret + strcspn(secret, " &");
		end = end == NULL ? secret + strlen(secret) : end + (*end == '\'');
	} else {
		const char *host = strstr(value, "://");
		secret = host == NULL ? NULL : strchr(host + 3, ':');
		end = secret == NULL ? NULL : strrchr(secret, '@');
		if (end == NULL) {
			snprintf(text, size, "%s", value);
			return;
		}
		secret++;
	}
	snprintf(text, size, "%.*s" HIDDEN "%s", (int)(secret - value), value, end);
}

// The name under which a row was given, and its value fit to be shown.
static void shown(const struct settings *settings, size_t i, char *name, size_t name_size, char *value, size_t value_size)
{
	const struct setting *row = &setting_table[i];
	bool by_file = settings->file[i] != NULL;
	bool only_file = row->secrecy == SETTING_FILE_ONLY;
	snprintf(name, name_size, "%s.%s%s", row->section, row->key, by_file || only_file ? "_file" : "");
	if (by_file)
		snprintf(value, value_size, "%s", settings->file[i]);
	else if (row->secrecy == SETTING_MAY_HIDE)
		hide_password(settings->given[i], value, value_size);
	else
		snprintf(value, value_size, "%s", only_file ? "" : settings->given[i]);
}

void settings_print(const struct settings *settings, FILE *out, enum settings_form form)
{
	bool json = form == SETTINGS_JSON;
	char name[128], value[SETTINGS_VALUE_BYTES_MAX];
	CHECK(settings != NULL && out != NULL);
	if (json)
		fputs("{", out);
	for (size_t i = 0; i < setting_count; i++) {
		shown(settings, i, name, sizeof name, value, sizeof value);
		if (json) {
			fprintf(out, "%s\n  \"%s\": {\"value\": \"", i > 0 ? "," : "", name);
			put_escaped(out, value);
			fputs("\", \"origin\": \"", out);
			put_escaped(out, settings->origin[i]);
			fputs("\"}", out);
		} else {
			fprintf(out, "%s = %s", name, value);
			fprintf(out, form == SETTINGS_WITH_ORIGINS ? "    (%s)\n" : "\n", settings->origin[i]);
		}
	}
	if (json)
		fputs("\n}\n", out);
}

// What values a row takes, in a few words.
static void describe(const struct setting *row, char *text, size_t size)
{
	if (row->kind == SETTING_NUMBER && strcmp(row->unit, "port") == 0)
		snprintf(text, size, "%" PRId64 " to %" PRId64, row->min, row->max);
	else if (row->kind == SETTING_NUMBER)
		snprintf(text, size, "%" PRId64 " to %" PRId64 " %s", row->min, row->max, row->unit);
	else if (row->kind == SETTING_CHOICE)
		snprintf(text, size, "one of: %s", row->choices);
	else if (row->kind == SETTING_WORDS)
		snprintf(text, size, "at most %" PRId64 " words", row->max);
	else
		snprintf(text, size, "at most %" PRId64 " bytes", row->max);
}

// Writes text in lines of at most WRAP_COLUMNS behind prefix.
static void put_wrapped(FILE *out, const char *prefix, const char *text)
{
	size_t column = 0;
	for (const char *at = text; *at != '\0'; at += strspn(at, " ")) {
		size_t word = strcspn(at, " ");
		if (column == 0 || column + 1 + word > WRAP_COLUMNS) {
			fprintf(out, "%s%s%.*s", column > 0 ? "\n" : "", prefix, (int)word, at);
			column = word;
		} else {
			fprintf(out, " %.*s", (int)word, at);
			column += 1 + word;
		}
		at += word;
	}
	fputs("\n", out);
}

void settings_print_sample(FILE *out)
{
	char bounds[256], fallback[SETTINGS_VALUE_BYTES_MAX];
	const char *section = "";
	CHECK(out != NULL);
	fputs("# The settings of waymarkd. Every setting is here, commented out at its default; made by `waymarkd config sample`.\n"
		  "# Files conf.d/*.conf beside this one are read after it, then the environment: WAYMARK_SECTION_KEY.\n"
		  "# A secret may stand in a file of its own: KEY_file names it.\n",
		out);
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *row = &setting_table[i];
		if (strcmp(section, row->section) != 0)
			fprintf(out, "\n[%s]\n", row->section);
		section = row->section;
		describe(row, bounds, sizeof bounds);
		setting_default(row, fallback, sizeof fallback);
		put_wrapped(out, "# ", row->manual);
		fprintf(out, "# (%s%s)\n", bounds, row->change == SETTING_RELOAD ? "; taken over on reload" : "");
		fprintf(out, "#%s%s =%s%s\n", row->key, row->secrecy == SETTING_FILE_ONLY ? "_file" : "", *fallback != '\0' ? " " : "",
			fallback);
	}
}

// Writes text with scdoc's own signs escaped.
static void put_manual(FILE *out, const char *text)
{
	for (const char *at = text; *at != '\0'; at++)
		fprintf(out, strchr("_*\\#<>[]", *at) != NULL ? "\\%c" : "%c", *at);
}

void settings_print_manual(FILE *out)
{
	char bounds[256], fallback[SETTINGS_VALUE_BYTES_MAX];
	CHECK(out != NULL);
	fputs("# SETTINGS\n\n", out);
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *row = &setting_table[i];
		describe(row, bounds, sizeof bounds);
		setting_default(row, fallback, sizeof fallback);
		fprintf(out, "*%s.", row->section);
		put_manual(out, row->key);
		fputs(row->secrecy == SETTING_FILE_ONLY ? "\\_file*" : "*", out);
		fputs(*fallback != '\0' ? " (" : "", out);
		put_manual(out, fallback);
		fputs(*fallback != '\0' ? ")\n\t" : "\n\t", out);
		put_manual(out, row->manual);
		fputs(" (", out);
		put_manual(out, bounds);
		fputs(row->secrecy == SETTING_MAY_HIDE ? "; the key with \\_file behind it names a file that holds it" : "", out);
		fputs(row->change == SETTING_RELOAD ? "; taken over on reload)\n\n" : ")\n\n", out);
	}
}
