// waymark context add: adds one: a service's address, and who you are there.
#include "client/cli/arguments.h"
#include "client/cli/contexts.h"
#include "client/cli/refusals.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	const char *name = arguments->words[0], *url = arguments->count > 1 ? arguments->words[1] : wm_options_url(cli->options);
	if (wm_options_set_url(cli->options, url) != WM_OK)
		return refusals_usage(cli, "%s", wm_options_problem(cli->options));
	int code = contexts_write(cli, name, url, cli->token);
	if (code == EXIT_OK && cli->json)
		printf("{\"context\":\"%s\"}\n", name);
	if (code == EXIT_OK)
		cli_say(cli, "Kept. Use it with: waymark context use %s", name);
	return code;
}

const struct command command_context_add = {
	.name = "context add",
	.takes = "NAME [URL]",
	.least = 1,
	.most = 2,
	.summary = WORDS_LATER("Keep a service's address, and with --token who you are there, under a name."),
	.run = run,
};
