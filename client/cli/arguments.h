// Arguments: what stood on the command line behind the command's name.
#ifndef WAYMARK_CLI_ARGUMENTS_H
#define WAYMARK_CLI_ARGUMENTS_H

#include "client/cli/command.h"

struct arguments {
	const struct command *command;
	const char *words[COMMAND_WORDS_MAX];
	size_t count;
	const char *values[COMMAND_OPTIONS_MAX]; // by option; a switch that is on has ""
};

// Reads what stands behind the name; global options may stand among it and go to cli. An exit code; other than 0 the problem is
// told already.
int arguments_read(struct arguments *arguments, struct cli *cli, const struct command *command, int argc, char *const *argv);
// The option's value, "" for a switch that is on, NULL if absent. The name must be in the row.
const char *arguments_option(const struct arguments *arguments, const char *name);

#endif
