// waymark read: notes how far you have read.
#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/prompt.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct place_of_talk where;
	int64_t seq = arguments->count > 1 ? prompt_number(cli, arguments->words[1], "NUMBER") : 0;
	if (arguments->count > 1 && seq == 0)
		return EXIT_USAGE;
	int code = circles_find_channel(cli, arguments->words[0], &where);
	if (code != EXIT_OK)
		return code;
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "channel", where.channel);
	wm_params_int(params, "seq", seq ? seq : where.head);
	const struct wm_value *result;
	code = ask_and_print(cli, "channel.read", params, &result);
	if (code == EXIT_OK)
		cli_say(
			cli, "You have read %s up to number %lld.", where.title, (long long)wm_value_int(wm_value_get(result, "read"), 0));
	return code;
}

const struct command command_read = {
	.name = "read",
	.takes = "CIRCLE [NUMBER]",
	.least = 1,
	.most = 2,
	.summary = WORDS_LATER("You have read up to here, or everything; nobody else sees it."),
	.run = run,
};
