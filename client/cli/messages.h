// Messages: commands that do something to one message, named by CIRCLE NUMBER.
#ifndef WAYMARK_CLI_MESSAGES_H
#define WAYMARK_CLI_MESSAGES_H

#include "client/cli/arguments.h"

// The parameters that name the message of the first two arguments, and its number in *seq; refusals of the question that
// follows will name it. NULL: it is none (told), and *code says it.
struct wm_params *messages_name(struct cli *cli, const struct arguments *arguments, int64_t *seq, int *code);

#endif
