// Operator: the sub-commands of waymarkd beside serve. What changes something in a running service goes through the daemon's
// admin socket; what is about the database itself (migrate, doctor, backup) goes to it directly, as its owner.
#ifndef WAYMARK_OPERATOR_H
#define WAYMARK_OPERATOR_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/settings/settings.h"

#ifndef WAYMARK_VERSION
#error "the build says which version this is"
#endif

// Exit codes of every command.
enum operator_exit {
	OPERATOR_DONE = 0,
	OPERATOR_FAILED = 1, // the reason was printed on the standard error stream
	OPERATOR_USAGE = 2,  // the command line was not understood
};

#define OPERATOR_OPTIONS_MAX 16 // that one command knows, those of every command too

// One call of a command.
struct operator_call {
	const char *command;       // its name, "person"
	const char *usage;         // what follows the name, for when it was not understood
	const char *config;        // the file of --config, or NULL
	struct settings *settings; // NULL for a command that works without
	char **words;              // what stood behind the name; options are taken out as they are read
	size_t count;
	const char *options[OPERATOR_OPTIONS_MAX]; // those that were asked for: what a mistyped one is compared with
	size_t option_count;
	bool json; // --json: one JSON document on the standard output
};

// Takes an option without a value out of the words; true if it was there.
bool operator_flag(struct operator_call *call, const char *option);
// Takes an option and its value ("--name VALUE" or "--name=VALUE") out of the words. Returns the value, borrowed, or NULL if it
// was not there; one that lacks its value stays among the words, where operator_usage_unless finds it.
const char *operator_value(struct operator_call *call, const char *option);
// True if exactly count words are left, and no option among them; else prints how the command is used, and the caller returns
// OPERATOR_USAGE.
bool operator_words(const struct operator_call *call, size_t count);
// Prints that an option which must be there is missing, or which word was meant for it. Returns OPERATOR_FAILED.
int operator_missing(const struct operator_call *call, const char *option);
// Prints that there is no such word for this command, with the nearest (NULL: none is near), and how the command is used. Returns
// OPERATOR_USAGE.
int operator_unknown(const struct operator_call *call, const char *word, const char *nearest);
// Prints how the command is used. Returns OPERATOR_USAGE.
int operator_usage(const struct operator_call *call);
// Prints "waymarkd COMMAND: " and the words on the standard error stream. Returns OPERATOR_FAILED.
int operator_fail(const struct operator_call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

// The conninfo by which the owner reaches the database: database.owner_url, or "" for the libpq environment when that is set
// (PGHOST, PGSERVICE or PGDATABASE). NULL, with a reason printed, when there is neither.
const char *operator_owner_url(const struct operator_call *call);

// How the commands that ask the daemon are used; they name what ask_table.c holds. PERSON is a number or a mail address.
#define OPERATOR_PERSON_USAGE                                                                                                    \
	"add --name NAME --email ADDRESS [--language L] [--place CODE] [--role ROLE]... | list [--after N] | grant|revoke PERSON "   \
	"ROLE [--place CODE]"
#define OPERATOR_TOKEN_USAGE "make|list|revoke PERSON"
#define OPERATOR_LINK_USAGE "make PERSON"
#define OPERATOR_MAIL_USAGE "list [--after N] | show N"

// The commands. Each returns an enum operator_exit.
int operator_migrate(struct operator_call *call);
int operator_doctor(struct operator_call *call);
int operator_config(struct operator_call *call);
int operator_ask(struct operator_call *call); // person, token, link, mail: questions to the running daemon
int operator_import(struct operator_call *call);
int operator_backup(struct operator_call *call);
int operator_restore(struct operator_call *call);

#endif
