// waymark call: any operation of the protocol, with JSON in and JSON out.
#include <stdlib.h>

#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/prompt.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	int code = EXIT_OK;
	char *json = arguments->count > 1 ? prompt_text(cli, arguments->words[1], &code) : NULL;
	if (code != EXIT_OK)
		return code;
	const struct wm_value *result;
	code = ask_json(cli, arguments->words[0], json ? json : "{}", &result);
	free(json);
	if (code == EXIT_OK)
		cli_print_json(result);
	return code;
}

const struct command command_call = {
	.name = "call",
	.takes = "NOUN.VERB [JSON|-]",
	.least = 1,
	.most = 2,
	.summary = WORDS_LATER("Ask any operation of the protocol; the answer is JSON."),
	.prose = WORDS_LATER(
		"Such as: waymark call channel.history '{\"channel\": 4, \"limit\": 10}'. The nonce of a change is made for you, "
		"unless you give one (base64url). protocol/REFERENCE.md lists the operations."),
	.run = run,
};
