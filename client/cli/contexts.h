// Contexts: which service, and who you are there. One file each in $XDG_CONFIG_HOME/waymark/contexts, for your eyes only.
#ifndef WAYMARK_CLI_CONTEXTS_H
#define WAYMARK_CLI_CONTEXTS_H

#include "client/cli/cli.h"

#define CONTEXTS_NAME_BYTES 65

// Puts the chosen context's url and token into cli->options: the one of --context, WAYMARK_CONTEXT, or the last used. An exit
// code.
int contexts_read(struct cli *cli);
// The name of the context in use; "default" before there is any. Borrowed.
const char *contexts_current(void);
// True if a context of that name exists.
bool contexts_exists(const char *name);
// Writes a context, 0600, and replaces the one of that name. token NULL or "": without. An exit code.
int contexts_write(struct cli *cli, const char *name, const char *url, const char *token);
// Makes a context the one in use; "-" is the one before. An exit code.
int contexts_use(struct cli *cli, const char *name);
// Removes a context. An exit code.
int contexts_remove(struct cli *cli, const char *name);
// Calls each with the name and url of every context, in order of name.
int contexts_each(struct cli *cli, void (*each)(struct cli *cli, const char *name, const char *url));

#endif
