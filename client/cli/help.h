// Help: the table of commands as text.
#ifndef WAYMARK_CLI_HELP_H
#define WAYMARK_CLI_HELP_H

#include "client/cli/command.h"

// One option that every command takes.
extern const struct command_option help_globals[]; // name NULL ends it

// All commands, one line each.
void help_all(const struct cli *cli, FILE *to);
// The commands whose name begins with this word and goes on ("circle"). False: there are none, and nothing was written.
bool help_some(const struct cli *cli, FILE *to, const char *word);
// One command: how it goes, what it does, its options.
void help_one(const struct cli *cli, FILE *to, const struct command *command);
// Tells that there is no such command, one word or two (second may be NULL), with those of that noun or the nearest. EXIT_USAGE.
int help_unknown(const struct cli *cli, const char *first, const char *second);

#endif
