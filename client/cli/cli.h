// Cli: one run of the program: what was asked globally, the connection, and how answers and refusals are said.
#ifndef WAYMARK_CLI_H
#define WAYMARK_CLI_H

#include <stdarg.h>
#include <stdio.h>

#include "client/cli/command.h"
#include "client/library/waymark.h"

enum {
	EXIT_OK = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_SIGN_IN = 4,
	EXIT_NOT_ALLOWED = 5,
	EXIT_UNREACHABLE = 6,
	EXIT_PENDING = 8,
	EXIT_INTERRUPTED = 130,
};

#define CLI_WAIT_S_STANDARD 30

struct cli {
	bool json, plain, colour;
	bool quiet_token;                  // connect as nobody, whatever the context says
	const char *url, *token, *context; // from the command line; NULL if not given
	const char *wait_s;                // --timeout, as it was typed
	char language[40];                 // of the words: "en", "cy"
	bool no_language;                  // the system names none: the profile's counts
	struct wm_options *options;
	struct wm_client *client;
	bool told_waiting; // "cannot be reached" was said
};

// Speaks what the person's system speaks; first of all, so that no mistake is told in another language.
void cli_choose_language(struct cli *cli);
// Reads options in their order: defaults, context, environment, command line. An exit code.
int cli_begin(struct cli *cli);
void cli_end(struct cli *cli);
// Makes the client, if there is none yet. An exit code.
int cli_connect(struct cli *cli);
// Waits until the service has greeted us. An exit code; refusals are told.
int cli_greet(struct cli *cli);
// True after Ctrl-C.
bool cli_interrupted(void);

// Asks one operation and waits. params are destroyed. EXIT_OK: *result (borrowed until the next cli_ask) may be NULL only if
// result is. Else the refusal has been told, and the code is the program's.
int cli_ask(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result);
// The same, and prints the result with --json; the caller says it in words otherwise.
int cli_carry_out(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result);
// The same as cli_ask with JSON text.
int cli_ask_json(struct cli *cli, const char *operation, const char *json, const struct wm_value **result);
// The same, and tells nothing; *code is the library's. For those who can do without.
int cli_try(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result, int *code);

// Prints a result as one line of JSON.
void cli_print_json(const struct wm_value *value);
// Prints words in the person's language; the format is the msgid. Nothing with --json.
__attribute__((format(printf, 2, 3))) void cli_say(const struct cli *cli, const char *format, ...);
// The same on the error stream: what is passing, never the answer itself.
__attribute__((format(printf, 2, 3))) void cli_note(const struct cli *cli, const char *format, ...);
// The words of a msgid in the person's language.
__attribute__((format_arg(2))) const char *cli_words(const struct cli *cli, const char *msgid);
// Tells a refusal in plain words, or as {"error": ...} with --json, and gives the exit code that belongs to the library's code.
int cli_fail(const struct cli *cli, int code, const char *message, const char *detail);
// Words for a refusal of the next cli_ask, in place of the service's: those that name what the person named. Counts for this
// code of the library, and for a detail that begins so (which must live until then) or, with NULL, for any. The format is the
// msgid. At most four; the first that fits is said.
__attribute__((format(printf, 4, 5))) void cli_expect(
	const struct cli *cli, int code, const char *detail, const char *format, ...);
// Tells a mistake in the command line and gives EXIT_USAGE. The format is the msgid.
__attribute__((format(printf, 2, 3))) int cli_usage(const struct cli *cli, const char *format, ...);

#endif
