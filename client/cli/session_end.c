// waymark logout: ends the session here, or all of them.
#include <stdlib.h>

#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/contexts.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct wm_params *params = wm_params_create();
	if (arguments_option(arguments, "everywhere"))
		wm_params_bool(params, "everywhere", true);
	const struct wm_value *result;
	int code = ask_and_print(cli, "session.end", params, &result);
	if (code != EXIT_OK)
		return code;
	// A token from the command line or the environment was not the context's.
	const char *set = getenv("WAYMARK_TOKEN");
	if (!cli->token && !(set && *set) && contexts_exists(contexts_current()))
		code = contexts_write(cli, contexts_current(), wm_options_url(cli->options), NULL);
	cli_say(cli, "You are signed out.");
	return code;
}

const struct command command_logout = {
	.name = "logout",
	.takes = "",
	.summary = WORDS_LATER("Sign out here."),
	.options = { { "everywhere", NULL, WORDS_LATER("End all of your sessions, on every device") } },
	.run = run,
};
