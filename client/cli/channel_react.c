// waymark react: puts a mark on a message, or takes it off.
#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/messages.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	int code;
	int64_t seq;
	const struct wm_value *result;
	bool off = arguments_option(arguments, "off");
	struct wm_params *params = messages_name(cli, arguments, &seq, &code);
	wm_params_text(params, "mark", arguments->words[2]);
	if (off)
		wm_params_bool(params, "off", true);
	if (code == EXIT_OK)
		code = ask_and_print(cli, "channel.react", params, &result);
	if (code == EXIT_OK && off)
		cli_say(cli, "The mark is off number %lld: %s", (long long)seq, arguments->words[2]);
	else if (code == EXIT_OK)
		cli_say(cli, "Number %lld is marked: %s", (long long)seq, arguments->words[2]);
	return code;
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
