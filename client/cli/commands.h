// Commands: the table from which the program, its help, its manual and its completion are made.
#ifndef WAYMARK_CLI_COMMANDS_H
#define WAYMARK_CLI_COMMANDS_H

#include "client/cli/command.h"

extern const struct command *const commands[];      // in the order of the help; NULL ends it
extern const struct command_group command_groups[]; // words NULL ends it

#endif
