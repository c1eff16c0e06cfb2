// Sessions: kept in the context.
#include "client/cli/sessions.h"

#include "client/cli/contexts.h"

int sessions_keep(struct cli *cli, const struct wm_value *result)
{
	const char *token = wm_value_text(wm_value_get(result, "token"), "");
	int code = contexts_write(cli, contexts_current(), wm_options_url(cli->options), token);
	if (code == EXIT_OK)
		code = contexts_use(cli, contexts_current());
	if (code != EXIT_OK)
		return code;
	if (cli->json)
		cli_print_json(result);
	cli_say(cli, "You are signed in as %s.", wm_value_text(wm_value_get(wm_value_get(result, "person"), "name"), ""));
	return EXIT_OK;
}
