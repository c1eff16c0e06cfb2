// waymark context use: uses one from now on.
#include "client/cli/arguments.h"
#include "client/cli/contexts.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	int code = contexts_use(cli, arguments->words[0]);
	if (code == EXIT_OK && cli->json)
		puts("{}");
	if (code == EXIT_OK)
		cli_say(cli, "From now on: %s", contexts_current());
	return code;
}

const struct command command_context_use = {
	.name = "context use",
	.takes = "NAME|-",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Use this context from now on; - is the one before."),
	.run = run,
};
