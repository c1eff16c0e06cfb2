// Sessions: a new session is kept in the context.
#ifndef WAYMARK_CLI_SESSIONS_H
#define WAYMARK_CLI_SESSIONS_H

#include "client/cli/cli.h"

// Keeps the token of {token, person} in the context in use, and says who is signed in. With --json it prints the result. An exit
// code.
int sessions_keep(struct cli *cli, const struct wm_value *result);

#endif
