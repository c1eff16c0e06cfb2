// Refusals: the commands' own words for what the service refuses.
#ifndef WAYMARK_CLI_REFUSALS_H
#define WAYMARK_CLI_REFUSALS_H

#include "client/cli/cli.h"

// Forgets what cli_expect noted: the question that it was for has been answered.
void refusals_forget(void);

#endif
