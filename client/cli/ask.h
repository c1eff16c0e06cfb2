// Ask: one question to the service, waited for. A result is borrowed until the next question.
#ifndef WAYMARK_CLI_ASK_H
#define WAYMARK_CLI_ASK_H

#include "client/cli/cli.h"

// Asks one operation and waits. params are destroyed; NULL: none. EXIT_OK: *result may be NULL only if result is. Else the
// refusal has been told, and the code is the program's.
int ask_service(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result);
// The same, and prints the result with --json; the caller says it in words otherwise.
int ask_and_print(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result);
// The same as ask_service with JSON text.
int ask_json(struct cli *cli, const char *operation, const char *json, const struct wm_value **result);
// The same, and tells nothing; *code is the library's. For those who can do without.
int ask_quietly(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result, int *code);

#endif
