// Messages: commands that do something to one message, named by CIRCLE NUMBER.
#ifndef WAYMARK_CLI_MESSAGES_H
#define WAYMARK_CLI_MESSAGES_H

#include "client/cli/cli.h"

// The parameters that name the message of the first two arguments. NULL: it is none (told), and *code says it.
struct wm_params *messages_name(struct cli *cli, const struct arguments *arguments, int *code);
// Carries the operation out and says under which number it stands. Destroys params. An exit code.
int messages_change(struct cli *cli, const char *operation, struct wm_params *params);

#endif
