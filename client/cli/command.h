// Command: a row of the table from which the program, its help, its manual and its completion are made.
#ifndef WAYMARK_CLI_COMMAND_H
#define WAYMARK_CLI_COMMAND_H

#include "client/cli/cli.h"

#define COMMAND_OPTIONS_MAX 10
#define COMMAND_WORDS_MAX 16 // arguments of one call

struct command_option {
	const char *name;  // without its dashes; NULL ends the list
	const char *value; // what it takes, "N"; NULL: it is a switch
	const char *words; // what it does, one clause
};

struct arguments;

struct command {
	const char *name;    // "circle open"
	const char *takes;   // "CIRCLE TEXT", in the order they stand; "" for nothing
	int least, most;     // how many
	const char *summary; // one sentence
	const char *prose;   // more for the manual; may be NULL
	struct command_option options[COMMAND_OPTIONS_MAX + 1];
	bool hidden;                                                    // in no list
	int (*run)(struct cli *cli, const struct arguments *arguments); // returns the exit code
};

// The parts of the help: each begins at a row and ends before the next part's.
struct command_group {
	const char *words;
	const struct command *first;
};

// The row of cli->commands whose name begins argv, and how many words the name has; NULL if there is none.
const struct command *command_find(const struct cli *cli, int argc, char *const *argv, int *words);
// The name, or the first word of names, that is nearest to the one or two words typed (second may be NULL), for "did you mean".
// Borrowed until the next call; NULL if none is near.
const char *command_nearest(const struct cli *cli, const char *first, const char *second);

#endif
