// waymark post, and waymark reply, which is a post that names what it answers: comes back when the words are kept.
#include <stdlib.h>

#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/prompt.h"
#include "client/cli/refusals.h"

static int post(struct cli *cli, const struct arguments *arguments, const char *word, int64_t reply_to)
{
	struct place_of_talk where;
	int code = circles_find_channel(cli, arguments->words[0], &where);
	char *text = code == EXIT_OK ? prompt_text(cli, word, &code) : NULL;
	if (!text)
		return code;
	refusals_expect(cli, WM_DENIED, NULL, "You cannot write there: %s", where.title);
	if (reply_to > 0)
		refusals_expect(cli, WM_INVALID, "reply_to", "Number %lld is no message that you can see there: %s", (long long)reply_to,
			where.title);
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "channel", where.channel);
	wm_params_text(params, "text", text);
	wm_params_text(params, "lang", arguments_option(arguments, "lang"));
	if (reply_to > 0)
		wm_params_int(params, "reply_to", reply_to);
	const struct wm_value *result;
	code = ask_and_print(cli, "channel.post", params, &result);
	free(text);
	if (code == EXIT_OK)
		cli_say(cli, "Kept as number %lld in %s.", (long long)wm_value_int(wm_value_get(result, "seq"), 0), where.title);
	return code;
}

static int run_post(struct cli *cli, const struct arguments *arguments)
{
	return post(cli, arguments, arguments->words[1], 0);
}

static int run_reply(struct cli *cli, const struct arguments *arguments)
{
	int64_t seq = prompt_number(cli, arguments->words[1], "NUMBER");
	return seq ? post(cli, arguments, arguments->words[2], seq) : EXIT_USAGE;
}

const struct command command_post = {
	.name = "post",
	.takes = "CIRCLE TEXT|-",
	.least = 2,
	.most = 2,
	.summary = WORDS_LATER("Say something in a circle; - reads it from the standard input."),
	.prose = WORDS_LATER(
		"It ends when the service has kept the words. Is the service away, it waits for it as long as --timeout says; the "
		"words are kept once, however often they were sent."),
	.options = { { "lang", "LANGUAGE", WORDS_LATER("The language it is in; yours if not given") } },
	.run = run_post,
};

const struct command command_reply = {
	.name = "reply",
	.takes = "CIRCLE NUMBER TEXT|-",
	.least = 3,
	.most = 3,
	.summary = WORDS_LATER("Answer one message."),
	.options = { { "lang", "LANGUAGE", WORDS_LATER("The language it is in; yours if not given") } },
	.run = run_reply,
};
