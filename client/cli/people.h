// People: from what a person types, a name, its beginning or a number, to somebody whom they share a channel with.
#ifndef WAYMARK_CLI_PEOPLE_H
#define WAYMARK_CLI_PEOPLE_H

#include "client/cli/cli.h"

#define PEOPLE_LISTED_MAX 8 // of those whom an ambiguous name fits

// The person of that number, whoever it is; or the only one among the members of your channels, yourself left out, who is called
// so or, if nobody is, whose name begins so, whatever the case. An exit code; what is wrong is told, with those who fit.
int people_find(struct cli *cli, const char *text, int64_t *person);

#endif
