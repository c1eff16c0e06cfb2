// Log: one line of logfmt for each thing worth knowing, to a file or the standard error stream; never anyone's words.
//
//   time=2026-11-21T19:07:03.123456Z level=warn event=database_lost detail="server closed the connection"
//
// An event that repeats is thinned out: after LOG_LINES_PER_WINDOW_MAX of them its lines are counted instead, and the first line
// of the next window says how many were left out.
#ifndef WAYMARK_LOG_H
#define WAYMARK_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOG_LINE_BYTES_MAX 1024     // longer lines are cut
#define LOG_LINES_PER_WINDOW_MAX 20 // of one event and level; errors are thinned out too
#define LOG_WINDOW_US 10000000      // ten seconds

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log;

// Opens a log. path NULL or "": the standard error stream; otherwise a file that is appended to and made with mode 0640.
// clock_us gives microseconds since 1970; NULL: the system's clock. NULL if the file cannot be opened; errno then says why.
struct log *log_open(const char *path, enum log_level level, int64_t (*clock_us)(void));
// Flushes and closes. NULL is allowed.
void log_close(struct log *log);
// Opens the same path anew, after a log was moved away; keeps the old file if that fails, and returns false. Nothing happens to
// the standard error stream.
bool log_reopen(struct log *log);
// Lines below this level are not written from now on.
void log_set_level(struct log *log, enum log_level level);
// Reads "debug", "info", "warn" or "error" into *level; false for anything else.
bool log_level_read(const char *word, enum log_level *level);

// Writes one line. event is a static word; then follow pairs of const char *key, const char *value, and a NULL. Values are quoted
// and escaped where they need it; a NULL value leaves its pair out. log NULL: nothing is written.
void log_line(struct log *log, enum log_level level, const char *event, ...) __attribute__((sentinel));

// The text of a number for a pair; the caller's buffer of at least LOG_NUMBER_BYTES holds it. Returns the buffer.
#define LOG_NUMBER_BYTES 24
const char *log_number(char *buffer, int64_t number);

#endif
