// Command: a row of the table from which the program, its help, its manual and its completion are made.
#ifndef WAYMARK_CLI_COMMAND_H
#define WAYMARK_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/words.h" // WORDS_LATER marks what a row says

#define COMMAND_OPTIONS_MAX 10
#define COMMAND_WORDS_MAX 16 // arguments of one call

struct cli;

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

// What stood on the command line behind the command's name.
struct arguments {
	const struct command *command;
	const char *words[COMMAND_WORDS_MAX];
	size_t count;
	const char *values[COMMAND_OPTIONS_MAX]; // by option; a switch that is on has ""
};

extern const struct command *const commands[]; // in the order of the help; NULL ends it

// The parts of the help: each begins at a row and ends before the next part's.
struct command_group {
	const char *words;
	const struct command *first;
};
extern const struct command_group command_groups[]; // words NULL ends it

// The row whose name begins argv, and how many words the name has; NULL if there is none.
const struct command *commands_find(int argc, char *const *argv, int *words);
// The row whose name is nearest to the words, for "did you mean"; NULL if none is near.
const struct command *commands_nearest(const char *words);

// Reads what stands behind the name; global options may stand among it and go to cli. An exit code; other than 0 the problem is
// told already.
int arguments_read(struct arguments *arguments, struct cli *cli, const struct command *command, int argc, char *const *argv);
// The option's value, "" for a switch that is on, NULL if absent. The name must be in the row.
const char *arguments_option(const struct arguments *arguments, const char *name);

#endif
