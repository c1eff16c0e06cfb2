// waymark edit: changes the words of your own message.
#include <stdlib.h>

#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/messages.h"
#include "client/cli/prompt.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	int code;
	char *text = prompt_text(cli, arguments->words[2], &code);
	if (!text)
		return code;
	int64_t seq;
	const struct wm_value *result;
	struct wm_params *params = messages_name(cli, arguments, &seq, &code);
	wm_params_text(params, "text", text);
	wm_params_text(params, "lang", arguments_option(arguments, "lang"));
	free(text);
	if (code == EXIT_OK)
		code = ask_and_print(cli, "channel.edit", params, &result);
	if (code == EXIT_OK)
		cli_say(cli, "Number %lld has its new words.", (long long)seq);
	return code;
}

const struct command command_edit = {
	.name = "edit",
	.takes = "CIRCLE NUMBER TEXT|-",
	.least = 3,
	.most = 3,
	.summary = WORDS_LATER("Change the words of your own message."),
	.options = { { "lang", "LANGUAGE", WORDS_LATER("The language of the new words") } },
	.run = run,
};
