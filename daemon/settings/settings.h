// Settings: what an operator may choose, read once at the start and again on SIGHUP; the only room that knows libinih.
//
// A value comes from, in rising order: the table's default, the settings file, the files conf.d/*.conf beside it in the order of
// their names, the environment (WAYMARK_SECTION_KEY). A secret may come from a file: KEY_file names it, in any of these places.
// One table (table.c) holds every setting with its bounds and its manual text; everything else is derived from it.
#ifndef WAYMARK_SETTINGS_H
#define WAYMARK_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "daemon/core/core.h"

#define SETTINGS_VALUE_BYTES_MAX 4096
#define SETTINGS_WORDS_MAX 32 // of a list of words, such as origins
#define SETTINGS_FILES_MAX 32 // in conf.d
#define SETTINGS_PROBLEM_BYTES_MAX 4096
#define SETTINGS_FILE_DEFAULT "/etc/waymark/waymark.conf"

// The words of a list; NULL-terminated, owned by the settings.
struct settings_words {
	const char *word[SETTINGS_WORDS_MAX + 1];
	size_t count;
};

enum settings_secure_cookie { SETTINGS_COOKIE_AUTO, SETTINGS_COOKIE_YES, SETTINGS_COOKIE_NO };
enum settings_log_level { SETTINGS_LOG_DEBUG, SETTINGS_LOG_INFO, SETTINGS_LOG_WARN, SETTINGS_LOG_ERROR };

#define SETTINGS_ROWS_MAX 64 // of the table

// Texts are never NULL; "" means none. They live until settings_release.
struct settings {
	struct {
		const char *address, *public_url, *static_folder;
		int64_t port, send_buffer_bytes;
		struct settings_words origins, trusted_proxies;
		int64_t secure_cookie; // enum settings_secure_cookie
	} gateway;
	struct {
		const char *url, *owner_url; // secrets may stand in them: never logged
		int64_t read_connections, questions_max, batch_rows_max, answer_ms_max;
	} database;
	struct {
		const char *socket;
	} admin;
	struct {
		int64_t level; // enum settings_log_level
		const char *file;
	} log;
	struct {
		const char *pidfile;
	} server;
	struct {
		const char *smtp_url, *from, *user, *password;
	} mail;
	struct {
		const char *folder;
		int64_t age_hours_max;
	} backup;
	struct core_limits limits;

	char *given[SETTINGS_ROWS_MAX];  // the text of each row of the table, as given or its default
	char *origin[SETTINGS_ROWS_MAX]; // where it came from: "default", "FILE:LINE", "environment NAME"
	char *file[SETTINGS_ROWS_MAX];   // of a secret: the file that holds it, or NULL
	char *words[SETTINGS_ROWS_MAX];  // the memory of a list's words, or NULL
};

// One line for each problem, each naming where it is and what would be right.
struct settings_problems {
	size_t count;
	char text[SETTINGS_PROBLEM_BYTES_MAX];
};

// Reads the settings. file NULL: $WAYMARK_CONFIG, else SETTINGS_FILE_DEFAULT if it exists, else none; a file that was named must
// exist. environment: as environ, NULL-terminated. Returns false when there is any problem; *settings is then to be released too.
bool settings_load(struct settings *settings, const char *file, char *const *environment, struct settings_problems *problems);

// Frees what settings_load took, wiping secrets. A zeroed object is allowed.
void settings_release(struct settings *settings);

// Takes over the settings marked "reload" from fresh, which was loaded well; the others stay. Writes the names of the settings
// that differ but need a restart into names (space separated, cut at size). fresh is to be released by the caller as before.
void settings_reload(struct settings *settings, struct settings *fresh, char *names, size_t size);

// True if the session cookie is to be marked Secure: as set, or by the public address when set to auto.
bool settings_secure_cookie(const struct settings *settings);

enum settings_form {
	SETTINGS_LINES,        // "section.key = value"
	SETTINGS_WITH_ORIGINS, // and behind each where it came from
	SETTINGS_JSON,         // one object, with origins
};

// Prints every setting, secrets hidden.
void settings_print(const struct settings *settings, FILE *out, enum settings_form form);

// Prints the sample settings file: every setting with its manual text, commented out at its default.
void settings_print_sample(FILE *out);

// Prints the SETTINGS section of the manual page, in scdoc's form.
void settings_print_manual(FILE *out);

#endif
