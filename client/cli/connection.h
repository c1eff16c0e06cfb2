// Connection: the client of this run, from what was set to its greeting.
#ifndef WAYMARK_CLI_CONNECTION_H
#define WAYMARK_CLI_CONNECTION_H

#include "client/cli/cli.h"

// Reads options in their order: defaults, context, environment, command line. An exit code.
int connection_begin(struct cli *cli);
// Frees what connection_begin and connection_open made; good also after neither.
void connection_end(struct cli *cli);
// Makes the client, if there is none yet. An exit code.
int connection_open(struct cli *cli);
// Waits until the service has greeted us. An exit code; refusals are told.
int connection_greet(struct cli *cli);
// True after Ctrl-C.
bool connection_interrupted(void);

#endif
