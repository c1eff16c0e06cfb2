// waymark retract: takes your own message back.
#include "client/cli/messages.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	int code;
	struct wm_params *params = messages_name(cli, arguments, &code);
	return code == EXIT_OK ? messages_change(cli, "channel.retract", params) : code;
}

const struct command command_retract = {
	.name = "retract",
	.takes = "CIRCLE NUMBER",
	.least = 2,
	.most = 2,
	.summary = WORDS_LATER("Take your own message back; its words are gone for everybody."),
	.run = run,
};
