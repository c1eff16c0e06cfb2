// waymark circle join: takes the seat that was kept for you.
#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/refusals.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct place_of_talk where;
	int code = circles_find_asked(cli, arguments->words[0], &where);
	if (code != EXIT_OK)
		return code;
	refusals_expect(cli, WM_CONFLICT, "already_member",
		"You are in this circle already. Follow the talk with: waymark tail \"%s\"", where.title);
	refusals_expect(cli, WM_NOT_FOUND, NULL, "You were not asked into this circle: %s", where.title);
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "circle", where.circle);
	const struct wm_value *result;
	code = ask_and_print(cli, "circle.join", params, &result);
	if (code == EXIT_OK)
		cli_say(cli, "You are in. Follow the talk with: waymark tail \"%s\"", where.title);
	return code;
}

const struct command command_circle_join = {
	.name = "circle join",
	.takes = "CIRCLE",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Join a circle that you were asked into."),
	.prose = WORDS_LATER("You see what is said from now on."),
	.run = run,
};
