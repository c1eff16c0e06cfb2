// waymark circle open: a new learning circle, which you facilitate.
#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/prompt.h"
#include "client/cli/refusals.h"
#include "client/cli/topics.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	const char *purpose = arguments_option(arguments, "purpose"), *seats = arguments_option(arguments, "seats");
	if (!purpose)
		return refusals_usage(cli, "Say what the circle is for: --purpose \"...\"");
	int64_t seat_count = seats ? prompt_number(cli, seats, "--seats") : 12;
	if (seat_count == 0)
		return EXIT_USAGE;
	int64_t topics[TOPICS_MAX];
	size_t count = 0;
	int code = topics_read(cli, arguments_option(arguments, "topics"), topics, &count);
	if (code != EXIT_OK)
		return code;
	struct wm_params *params = wm_params_create();
	wm_params_text(params, "title", arguments->words[0]);
	wm_params_text(params, "purpose", purpose);
	wm_params_ints(params, "topics", topics, count);
	wm_params_int(params, "seats", seat_count);
	wm_params_text(params, "language", arguments_option(arguments, "language"));
	const struct wm_value *result;
	code = ask_and_print(cli, "circle.open", params, &result);
	if (code == EXIT_OK)
		cli_say(cli, "The circle is open, with the number %lld. Ask people in with: waymark invite --circle \"%s\" --why \"...\"",
			(long long)wm_value_int(wm_value_get(result, "circle"), 0), arguments->words[0]);
	return code;
}

const struct command command_circle_open = {
	.name = "circle open",
	.takes = "TITLE",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Open a learning circle; you facilitate it."),
	.options = {
		{ "purpose", "TEXT", WORDS_LATER("What it is for (needed)") },
		{ "topics", "LIST", WORDS_LATER("What it is about: slugs or numbers from waymark topics, with commas") },
		{ "seats", "N", WORDS_LATER("How many people it holds, 2 to 50; 12 if not given") },
		{ "language", "LANGUAGE", WORDS_LATER("The language it is held in; yours if not given") },
	},
	.run = run,
};
