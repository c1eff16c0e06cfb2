// The words of a command line, and how a command complains.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/operator/operator.h"
#include "protocol/nearest.h"

// Takes some words out.
static void take(struct operator_call *call, size_t at, size_t how_many)
{
	CHECK(at + how_many <= call->count);
	memmove(&call->words[at], &call->words[at + how_many], (call->count - at - how_many) * sizeof call->words[0]);
	call->count -= how_many;
}

// Remembers that the command knows this option.
static void note(struct operator_call *call, const char *option)
{
	for (size_t i = 0; i < call->option_count; i++)
		if (strcmp(call->options[i], option) == 0)
			return;
	CHECK(call->option_count < OPERATOR_OPTIONS_MAX);
	call->options[call->option_count++] = option;
}

// The name of an option as it was typed, without "=VALUE".
static struct slice typed_name(const char *word)
{
	return (struct slice){ .at = (const uint8_t *)word, .n = strcspn(word, "=") };
}

bool operator_flag(struct operator_call *call, const char *option)
{
	CHECK(call != NULL && option != NULL);
	note(call, option);
	for (size_t i = 0; i < call->count; i++)
		if (strcmp(call->words[i], option) == 0) {
			take(call, i, 1);
			return true;
		}
	return false;
}

const char *operator_value(struct operator_call *call, const char *option)
{
	CHECK(call != NULL && option != NULL);
	size_t length = strlen(option);
	note(call, option);
	for (size_t i = 0; i < call->count; i++) {
		const char *word = call->words[i];
		if (strncmp(word, option, length) != 0)
			continue;
		if (word[length] == '=') {
			take(call, i, 1);
			return word + length + 1;
		}
		if (word[length] == '\0' && i + 1 < call->count) {
			const char *value = call->words[i + 1];
			take(call, i, 2);
			return value;
		}
	}
	return NULL;
}

int operator_usage(const struct operator_call *call)
{
	fprintf(stderr, "usage: waymarkd [--config FILE] [--json] %s %s\n", call->command, call->usage);
	return OPERATOR_USAGE;
}

int operator_unknown(const struct operator_call *call, const char *word, const char *nearest)
{
	CHECK(call != NULL && word != NULL);
	fprintf(stderr, "waymarkd %s: there is no %s%s%s%s\n", call->command, word, nearest != NULL ? "; did you mean " : "",
		nearest != NULL ? nearest : "", nearest != NULL ? "?" : "");
	return operator_usage(call);
}

int operator_missing(const struct operator_call *call, const char *option)
{
	CHECK(call != NULL && option != NULL);
	for (size_t i = 0; i < call->count; i++) {
		const char *word = call->words[i];
		struct nearest nearest = nearest_to(typed_name(word));
		if (strcmp(word, option) == 0)
			return operator_fail(call, "%s lacks its value", option);
		if (word[0] == '-' && nearest_offer(&nearest, option))
			return operator_fail(call, "%s is not an option here; did you mean %s?", word, option);
	}
	return operator_fail(call, "%s is missing", option);
}

// Says of a word that is left over and looks like an option what is wrong with it.
static void tell_left_over(const struct operator_call *call, const char *word)
{
	struct nearest nearest = nearest_to(typed_name(word));
	for (size_t i = 0; i < call->option_count; i++)
		nearest_offer(&nearest, call->options[i]);
	if (nearest.name == NULL)
		fprintf(stderr, "waymarkd %s: %s is not an option here\n", call->command, word);
	else if (nearest.distance == 0)
		fprintf(stderr, "waymarkd %s: %s lacks its value, takes none, or stands twice\n", call->command, word);
	else
		fprintf(stderr, "waymarkd %s: %s is not an option here; did you mean %s?\n", call->command, word, nearest.name);
}

bool operator_words(const struct operator_call *call, size_t count)
{
	CHECK(call != NULL);
	bool fit = call->count == count;
	for (size_t i = 0; i < call->count; i++)
		if (call->words[i][0] == '-' && call->words[i][1] != '\0') {
			tell_left_over(call, call->words[i]);
			fit = false;
		}
	if (!fit)
		operator_usage(call);
	return fit;
}

int operator_fail(const struct operator_call *call, const char *format, ...)
{
	va_list list;
	CHECK(call != NULL && format != NULL);
	fflush(stdout);
	fprintf(stderr, "waymarkd %s: ", call->command);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fputc('\n', stderr);
	return OPERATOR_FAILED;
}

const char *operator_owner_url(const struct operator_call *call)
{
	CHECK(call != NULL && call->settings != NULL);
	if (call->settings->database.owner_url[0] != '\0')
		return call->settings->database.owner_url;
	if (getenv("PGHOST") != NULL || getenv("PGSERVICE") != NULL || getenv("PGDATABASE") != NULL)
		return "";
	operator_fail(call,
		"database.owner_url is not set; write it to %s, for example: owner_url = host=/run/postgresql dbname=waymark",
		call->config == NULL ? SETTINGS_FILE_DEFAULT : call->config);
	return NULL;
}
