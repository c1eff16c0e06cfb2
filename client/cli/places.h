// Places: from what a person types, a name, an official code or a number, to a place.
#ifndef WAYMARK_CLI_PLACES_H
#define WAYMARK_CLI_PLACES_H

#include "client/cli/cli.h"

// Finds the one place meant; with a terminal it asks which of several. An exit code.
int places_find(struct cli *cli, const char *text, int64_t *place);

#endif
