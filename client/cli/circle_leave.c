// waymark circle leave: leaves a circle, at once and without a reason.
#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/prompt.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct place_of_talk where;
	const char *person = arguments_option(arguments, "person");
	int64_t who = person ? prompt_number(cli, person, "--person") : 0;
	if (person && who == 0)
		return EXIT_USAGE;
	int code = circles_find_mine(cli, arguments->words[0], &where);
	if (code != EXIT_OK)
		return code;
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "circle", where.circle);
	if (who)
		wm_params_int(params, "person", who);
	const struct wm_value *result;
	code = ask_and_print(cli, "circle.leave", params, &result);
	if (code == EXIT_OK && who)
		cli_say(cli, "They are in %s no longer.", where.title);
	else if (code == EXIT_OK)
		cli_say(cli, "You have left %s, and hear nothing more from it.", where.title);
	return code;
}

const struct command command_circle_leave = {
	.name = "circle leave",
	.takes = "CIRCLE",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Leave a circle, at once and without a reason."),
	.options = { { "person", "N", WORDS_LATER("Take this person out instead; for facilitators") } },
	.run = run,
};
