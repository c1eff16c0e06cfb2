// waymark context ls: lists them.
#include <string.h>

#include "client/cli/command.h"
#include "client/cli/contexts.h"
#include "client/cli/text.h"

static void print_one(struct cli *cli, const char *name, const char *url)
{
	bool current = strcmp(name, contexts_current()) == 0;
	if (cli->json) {
		printf("{\"context\":\"%s\",\"current\":%s,\"url\":", name, current ? "true" : "false");
		text_put_json(stdout, url);
		puts("}");
		return;
	}
	printf("%s %-16s ", current ? "*" : " ", name);
	text_put(stdout, url, TEXT_ONE_LINE);
	putchar('\n');
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	return contexts_each(cli, print_one);
}

const struct command command_context_ls = {
	.name = "context ls",
	.takes = "",
	.summary = WORDS_LATER("Your contexts; a star marks the one in use."),
	.run = run,
};
