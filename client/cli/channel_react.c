// waymark react: puts a mark on a message, or takes it off.
#include "client/cli/messages.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	int code;
	struct wm_params *params = messages_name(cli, arguments, &code);
	wm_params_text(params, "mark", arguments->words[2]);
	if (arguments_option(arguments, "off"))
		wm_params_bool(params, "off", true);
	return code == EXIT_OK ? messages_change(cli, "channel.react", params) : code;
}

const struct command command_react = {
	.name = "react",
	.takes = "CIRCLE NUMBER MARK",
	.least = 3,
	.most = 3,
	.summary = WORDS_LATER("Put a mark on a message: one emoji or a short word."),
	.options = { { "off", NULL, WORDS_LATER("Take the mark off again") } },
	.run = run,
};
