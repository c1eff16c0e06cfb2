// Log: builds each line in memory and writes it with one call, so that lines never mix.
#include "daemon/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "daemon/base/check.h"

#define EVENTS_MAX 64 // whose rate is known at a time

struct rate {
	const char *event; // static text, compared by its letters: the same word may stand in two places
	int64_t window_us; // when its window began
	uint32_t written, left_out;
};

struct log {
	int file;
	char *path; // NULL: the standard error stream
	enum log_level level;
	int64_t (*clock_us)(void);
	struct rate rates[EVENTS_MAX];
};

struct line {
	char bytes[LOG_LINE_BYTES_MAX];
	size_t n;
};

static const char *const level_words[] = { "debug", "info", "warn", "error" };

static int64_t system_clock_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int file_open(const char *path)
{
	return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
}

struct log *log_open(const char *path, enum log_level level, int64_t (*clock_us)(void))
{
	bool to_file = path != NULL && path[0] != '\0';
	int file = to_file ? file_open(path) : STDERR_FILENO;
	if (file < 0)
		return NULL;
	struct log *log = calloc(1, sizeof(*log));
	CHECK(log != NULL);
	log->file = file;
	log->path = to_file ? strdup(path) : NULL;
	CHECK(!to_file || log->path != NULL);
	log->level = level;
	log->clock_us = clock_us != NULL ? clock_us : system_clock_us;
	return log;
}

void log_close(struct log *log)
{
	if (log == NULL)
		return;
	if (log->path != NULL)
		close(log->file);
	free(log->path);
	free(log);
}

bool log_reopen(struct log *log)
{
	if (log->path == NULL)
		return true;
	int file = file_open(log->path);
	if (file < 0)
		return false;
	close(log->file);
	log->file = file;
	return true;
}

void log_set_level(struct log *log, enum log_level level)
{
	log->level = level;
}

bool log_level_read(const char *word, enum log_level *level)
{
	for (int i = LOG_DEBUG; i <= LOG_ERROR; i++) {
		if (strcmp(word, level_words[i]) == 0) {
			*level = (enum log_level)i;
			return true;
		}
	}
	return false;
}

const char *log_number(char *buffer, int64_t number)
{
	snprintf(buffer, LOG_NUMBER_BYTES, "%lld", (long long)number);
	return buffer;
}

static void line_put(struct line *line, const char *text, size_t n)
{
	size_t room = sizeof(line->bytes) - 1 - line->n; // one byte stays for the end of the line
	if (n > room)
		n = room;
	memcpy(line->bytes + line->n, text, n);
	line->n += n;
}

static void line_put_word(struct line *line, const char *text)
{
	line_put(line, text, strlen(text));
}

// A value is quoted if it is empty or has a space, a quote, an equals sign or a control character in it.
static void line_put_value(struct line *line, const char *value)
{
	bool plain = value[0] != '\0';
	for (const char *c = value; *c != '\0' && plain; c++)
		plain = (unsigned char)*c > ' ' && *c != '"' && *c != '=' && *c != '\\' && *c != 0x7f;
	if (plain) {
		line_put_word(line, value);
		return;
	}
	line_put(line, "\"", 1);
	for (const char *c = value; *c != '\0'; c++) {
		char escaped[8];
		if (*c == '"' || *c == '\\')
			line_put(line, escaped, (size_t)snprintf(escaped, sizeof(escaped), "\\%c", *c));
		else if (*c == '\n')
			line_put(line, "\\n", 2);
		else if ((unsigned char)*c < ' ' || *c == 0x7f)
			line_put(line, escaped, (size_t)snprintf(escaped, sizeof(escaped), "\\x%02x", (unsigned)(unsigned char)*c));
		else
			line_put(line, c, 1);
	}
	line_put(line, "\"", 1);
}

static void line_put_pair(struct line *line, const char *key, const char *value)
{
	if (line->n > 0)
		line_put(line, " ", 1);
	line_put_word(line, key);
	line_put(line, "=", 1);
	line_put_value(line, value);
}

static void line_put_time(struct line *line, int64_t now_us)
{
	time_t seconds = (time_t)(now_us / 1000000);
	struct tm when;
	gmtime_r(&seconds, &when);
	char text[40];
	size_t n = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &when);
	snprintf(text + n, sizeof(text) - n, ".%06dZ", (int)(now_us % 1000000));
	line_put_pair(line, "time", text);
}

// The rate of an event; one that was not seen takes the place of the one whose window is oldest.
static struct rate *rate_of(struct log *log, const char *event)
{
	struct rate *oldest = &log->rates[0];
	for (int i = 0; i < EVENTS_MAX; i++) {
		struct rate *rate = &log->rates[i];
		if (rate->event != NULL && strcmp(rate->event, event) == 0)
			return rate;
		if (rate->event == NULL || (oldest->event != NULL && rate->window_us < oldest->window_us))
			oldest = rate;
	}
	*oldest = (struct rate){ .event = event };
	return oldest;
}

// Counts one line; false if it is to be left out. *left_out is how many lines the line must own up to.
static bool rate_admit(struct rate *rate, int64_t now_us, uint32_t *left_out)
{
	*left_out = 0;
	if (now_us < rate->window_us || now_us - rate->window_us >= LOG_WINDOW_US) {
		*left_out = rate->left_out;
		rate->window_us = now_us;
		rate->written = 0;
		rate->left_out = 0;
	}
	if (rate->written >= LOG_LINES_PER_WINDOW_MAX) {
		rate->left_out++;
		return false;
	}
	rate->written++;
	return true;
}

static void line_write(struct log *log, struct line *line)
{
	line->bytes[line->n++] = '\n';
	size_t done = 0;
	while (done < line->n) {
		ssize_t n = write(log->file, line->bytes + done, line->n - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return; // a full disk or a closed pipe must not stop the service
		done += (size_t)n;
	}
}

void log_line(struct log *log, enum log_level level, const char *event, ...)
{
	if (log == NULL || level < log->level)
		return;
	int64_t now_us = log->clock_us();
	uint32_t left_out;
	if (!rate_admit(rate_of(log, event), now_us, &left_out))
		return;
	struct line line = { .n = 0 };
	line_put_time(&line, now_us);
	line_put_pair(&line, "level", level_words[level]);
	line_put_pair(&line, "event", event);
	va_list pairs;
	va_start(pairs, event);
	for (const char *key = va_arg(pairs, const char *); key != NULL; key = va_arg(pairs, const char *)) {
		const char *value = va_arg(pairs, const char *);
		if (value != NULL)
			line_put_pair(&line, key, value);
	}
	va_end(pairs);
	char number[LOG_NUMBER_BYTES];
	if (left_out > 0)
		line_put_pair(&line, "left_out", log_number(number, left_out));
	line_write(log, &line);
}
