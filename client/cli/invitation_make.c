// waymark invite: asks someone in who has no account yet.
#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/prompt.h"
#include "client/cli/refusals.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	const char *why = arguments_option(arguments, "why"), *circle = arguments_option(arguments, "circle");
	const char *email = arguments_option(arguments, "email"), *hours = arguments_option(arguments, "hours");
	if (!why)
		return refusals_usage(cli, "Say why them, in your own words: --why \"...\"");
	int64_t asks_hours = hours ? prompt_number(cli, hours, "--hours") : 0;
	if (hours && asks_hours == 0)
		return EXIT_USAGE;
	struct place_of_talk where = { 0 };
	int code = circle ? circles_find(cli, circle, &where) : EXIT_OK;
	if (code != EXIT_OK)
		return code;
	struct wm_params *params = wm_params_create();
	wm_params_text(params, "email", email);
	if (where.circle)
		wm_params_int(params, "circle", where.circle);
	wm_params_text(params, "why", why);
	if (asks_hours)
		wm_params_int(params, "asks_hours", asks_hours);
	const struct wm_value *result;
	code = ask_and_print(cli, "invitation.make", params, &result);
	if (code != EXIT_OK)
		return code;
	cli_say(cli, "%s", wm_value_text(wm_value_get(result, "link"), ""));
	if (email)
		cli_note(cli, "It is mailed to %s too. It works once.", email);
	else
		cli_note(cli, "Hand this link over yourself. It works once.");
	return EXIT_OK;
}

const struct command command_invite = {
	.name = "invite",
	.takes = "",
	.summary = WORDS_LATER("Ask someone in who has no account yet; the link is printed."),
	.options = {
		{ "why", "TEXT", WORDS_LATER("Why them, in your words (needed)") },
		{ "circle", "CIRCLE", WORDS_LATER("To this circle; you must be in it") },
		{ "email", "MAIL", WORDS_LATER("Mail it to them too") },
		{ "hours", "N", WORDS_LATER("Hours a month that it asks of them") },
	},
	.run = run,
};
