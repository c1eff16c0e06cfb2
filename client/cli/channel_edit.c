// waymark edit: changes the words of your own message.
#include <stdlib.h>

#include "client/cli/messages.h"
#include "client/cli/prompt.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	char *text = prompt_text(cli, arguments->words[2]);
	if (!text)
		return EXIT_FAILED;
	int code;
	struct wm_params *params = messages_name(cli, arguments, &code);
	wm_params_text(params, "text", text);
	wm_params_text(params, "lang", arguments_option(arguments, "lang"));
	free(text);
	return code == EXIT_OK ? messages_change(cli, "channel.edit", params) : code;
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
