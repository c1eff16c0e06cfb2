// waymark context rm: removes one.
#include "client/cli/arguments.h"
#include "client/cli/contexts.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	int code = contexts_remove(cli, arguments->words[0]);
	if (code == EXIT_OK && cli->json)
		puts("{}");
	if (code == EXIT_OK)
		cli_say(cli, "Removed. The session itself ends with: waymark logout");
	return code;
}

const struct command command_context_rm = {
	.name = "context rm",
	.takes = "NAME",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Remove a context from this machine."),
	.run = run,
};
