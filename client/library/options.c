// Options: one table of names, kinds, defaults and limits; everything that sets one goes through it.
// SPDX-License-Identifier: MIT
#include "client/library/options.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
	const char *name;
	const char *standard; // its default
	size_t text, number;  // offset of one of the two; 0 is not used
	int64_t min, max;
};

#define TEXT(field) .text = offsetof(struct wm_options, field)
#define NUMBER(field) .number = offsetof(struct wm_options, field)

static const struct row rows[] = {
	{ "url", "http://127.0.0.1:7878", TEXT(url) },
	{ "address", "", TEXT(address) },
	{ "token", "", TEXT(token) },
	{ "program", "libwaymark", TEXT(program) },
	{ "ca_file", "", TEXT(ca_file) },
	{ "insecure", "0", NUMBER(insecure), .min = 0, .max = 1 },
	{ "connect_timeout_ms", "10000", NUMBER(connect_timeout_ms), .min = 100, .max = 600000 },
	{ "request_timeout_ms", "0", NUMBER(request_timeout_ms), .min = 0, .max = INT32_MAX },
	{ "reconnect_min_ms", "200", NUMBER(reconnect_min_ms), .min = 1, .max = 600000 },
	{ "reconnect_max_ms", "30000", NUMBER(reconnect_max_ms), .min = 1, .max = 3600000 },
	{ "outbox_requests_max", "1000", NUMBER(outbox_requests_max), .min = 1, .max = 1000000 },
	{ "outbox_bytes_max", "4194304", NUMBER(outbox_bytes_max), .min = 1024, .max = 1 << 30 },
	{ "frame_bytes_max", "4194304", NUMBER(frame_bytes_max), .min = 65536, .max = 1 << 30 },
};
#define ROW_COUNT (sizeof rows / sizeof *rows)

static char **text_of(struct wm_options *options, const struct row *row)
{
	return (char **)((char *)options + row->text);
}

static int64_t *number_of(struct wm_options *options, const struct row *row)
{
	return (int64_t *)((char *)options + row->number);
}

static const struct row *find(const char *name)
{
	for (size_t i = 0; name && i < ROW_COUNT; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

static int set_number(struct wm_options *options, const struct row *row, const char *value)
{
	char *end;
	errno = 0;
	long long number = strtoll(value, &end, 10);
	if (errno || *end || end == value || number < row->min || number > row->max) {
		snprintf(options->problem, sizeof options->problem, "%s must be a number from %lld to %lld, not \"%.40s\"", row->name,
			(long long)row->min, (long long)row->max, value);
		return WM_INVALID;
	}
	*number_of(options, row) = number;
	return WM_OK;
}

static int set_text(struct wm_options *options, const struct row *row, const char *value)
{
	if (row->text == offsetof(struct wm_options, url)) {
		const char *problem;
		if (!address_read(&options->where, value, &problem)) {
			snprintf(options->problem, sizeof options->problem, "the url \"%.120s\" is not right: %s", value, problem);
			return WM_INVALID;
		}
	}
	char *copy = strdup(value);
	if (!copy)
		return WM_NO_MEMORY;
	free(*text_of(options, row));
	*text_of(options, row) = copy;
	return WM_OK;
}

int wm_options_set(struct wm_options *options, const char *name, const char *value)
{
	if (!options)
		return WM_INVALID;
	options->problem[0] = 0;
	const struct row *row = find(name);
	if (!row) {
		snprintf(options->problem, sizeof options->problem, "there is no option \"%.60s\"; libwaymark(3) lists them",
			name ? name : "");
		return WM_INVALID;
	}
	if (!value)
		value = "";
	return row->text ? set_text(options, row, value) : set_number(options, row, value);
}

struct wm_options *wm_options_create(void)
{
	struct wm_options *options = calloc(1, sizeof *options);
	for (size_t i = 0; options && i < ROW_COUNT; i++) {
		if (wm_options_set(options, rows[i].name, rows[i].standard) != WM_OK) {
			wm_options_destroy(options);
			return NULL;
		}
	}
	return options;
}

void wm_options_destroy(struct wm_options *options)
{
	if (!options)
		return;
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (rows[i].text)
			free(*text_of(options, &rows[i]));
	free(options);
}

struct wm_options *options_copy(const struct wm_options *options)
{
	struct wm_options *copy = malloc(sizeof *copy);
	if (!copy)
		return NULL;
	*copy = *options;
	bool whole = true;
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (!rows[i].text)
			continue;
		char **text = text_of(copy, &rows[i]);
		*text = strdup(*text);
		whole = whole && *text;
	}
	if (whole)
		return copy;
	wm_options_destroy(copy);
	return NULL;
}

int options_check(const struct wm_options *options, const char *token)
{
	bool clear = token && *token && !options->where.tls && !options->insecure && !address_is_local(&options->where);
	return clear ? WM_INSECURE : WM_OK;
}

int wm_options_read_environment(struct wm_options *options)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		char name[64];
		snprintf(name, sizeof name, "WAYMARK_%s", rows[i].name);
		for (char *c = name; *c; c++)
			*c = (char)toupper((unsigned char)*c);
		const char *value = secure_getenv(name);
		int code = value && *value ? wm_options_set(options, rows[i].name, value) : WM_OK;
		if (code != WM_OK)
			return code;
	}
	return WM_OK;
}

int wm_options_set_url(struct wm_options *options, const char *url)
{
	return wm_options_set(options, "url", url);
}

int wm_options_set_token(struct wm_options *options, const char *token)
{
	return wm_options_set(options, "token", token);
}

int wm_options_set_program(struct wm_options *options, const char *program)
{
	return wm_options_set(options, "program", program);
}

static int set_int(struct wm_options *options, const char *name, int64_t value)
{
	char text[24];
	snprintf(text, sizeof text, "%lld", (long long)value);
	return wm_options_set(options, name, text);
}

int wm_options_set_request_timeout_ms(struct wm_options *options, int64_t timeout_ms)
{
	return set_int(options, "request_timeout_ms", timeout_ms);
}

int wm_options_set_reconnect_ms(struct wm_options *options, int64_t min_ms, int64_t max_ms)
{
	int code = set_int(options, "reconnect_min_ms", min_ms);
	return code == WM_OK ? set_int(options, "reconnect_max_ms", max_ms) : code;
}

int wm_options_set_outbox(struct wm_options *options, int64_t requests_max, int64_t bytes_max)
{
	int code = set_int(options, "outbox_requests_max", requests_max);
	return code == WM_OK ? set_int(options, "outbox_bytes_max", bytes_max) : code;
}

const char *wm_options_url(const struct wm_options *options)
{
	return options && options->url ? options->url : "";
}

const char *wm_options_problem(const struct wm_options *options)
{
	return options ? options->problem : "";
}
