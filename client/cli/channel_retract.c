// waymark retract: takes your own message back.
#include "client/cli/ask.h"
#include "client/cli/command.h"
#include "client/cli/messages.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	int code;
	int64_t seq;
	const struct wm_value *result;
	struct wm_params *params = messages_name(cli, arguments, &seq, &code);
	if (code == EXIT_OK)
		code = ask_and_print(cli, "channel.retract", params, &result);
	if (code == EXIT_OK)
		cli_say(cli, "Number %lld is taken back; its words are gone for everybody.", (long long)seq);
	return code;
}

const struct command command_retract = {
	.name = "retract",
	.takes = "CIRCLE NUMBER",
	.least = 2,
	.most = 2,
	.summary = WORDS_LATER("Take your own message back; its words are gone for everybody."),
	.run = run,
};
