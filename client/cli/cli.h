// Cli: one run of the program, its language, and what it says on its streams; the rooms of this folder share it.
//
// The rooms, lowest first; each calls only those above it in this list:
//   text                         text that is harmless on a terminal; what was typed, compared
//   cli                          the run: its language, words and JSON on the streams
//   refusals                     what is said when something is refused or typed wrongly, and the exit code
//   contexts                     which service, and who you are there, on this machine
//   connection, ask              the client and its greeting; one question and its answer
//   names, show                  what people are called; what happened, in words
//   prompt, links                questions to the person; what was mailed
//   command, arguments           a row of the table, and what stood behind its name
//   circles, people              the circle or the person that was meant
//   messages, sessions, invitations    what several commands share
//   help                         the table as text
//
// And the commands, one file each; those in the first row also find what others name by their words:
//   places, topics
//   session_enter, session_end, whoami, profile
//   channel_list, channel_tail, channel_history, channel_search, channel_members, channel_read
//   channel_post, channel_react, channel_edit, channel_retract
//   circle_open, circle_get, circle_invite, circle_join, circle_leave
//   invitation_make, invitation_read, invitation_accept
//   call, context_add, context_use, context_ls, context_rm, completion, manual
//   commands                     the table of them all
//   main                         finds the command and runs it
#ifndef WAYMARK_CLI_H
#define WAYMARK_CLI_H

#include <stdarg.h>
#include <stdio.h>

#include "client/library/waymark.h"
#include "protocol/words.h" // WORDS_LATER marks what is said later, through cli_words

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

struct command;
struct command_group;

struct cli {
	const struct command *const *commands; // all, in the order of the help; NULL ends it
	const struct command_group *groups;    // the parts of the help; words NULL ends it
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
// The words of a msgid in the person's language.
__attribute__((format_arg(2))) const char *cli_words(const struct cli *cli, const char *msgid);
// Prints words in the person's language; the format is the msgid. Nothing with --json.
__attribute__((format(printf, 2, 3))) void cli_say(const struct cli *cli, const char *format, ...);
// The same on the error stream: what is passing, never the answer itself.
__attribute__((format(printf, 2, 3))) void cli_note(const struct cli *cli, const char *format, ...);
// Prints a result as one line of JSON.
void cli_print_json(const struct wm_value *value);

#endif
