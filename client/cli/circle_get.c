// waymark circle get: what a circle is.
#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/refusals.h"
#include "client/cli/show.h"
#include "client/cli/text.h"

static void print_field(const struct cli *cli, const struct wm_value *circle, const char *name, const char *label)
{
	const char *text = wm_value_text(wm_value_get(circle, name), NULL);
	if (!text)
		return;
	printf("%s: ", label);
	text_put(stdout, text, TEXT_ONE_LINE);
	putchar('\n');
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct place_of_talk where;
	int code = circles_find(cli, arguments->words[0], &where);
	if (code != EXIT_OK)
		return code;
	refusals_expect(cli, WM_NOT_FOUND, NULL, "You are not in this circle, nor asked into it: %s", where.title);
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "circle", where.circle);
	const struct wm_value *result;
	code = ask_and_print(cli, "circle.get", params, &result);
	if (code != EXIT_OK || cli->json)
		return code;
	const struct wm_value *circle = wm_value_get(result, "circle");
	print_field(cli, circle, "title", cli_words(cli, "Title"));
	print_field(cli, circle, "purpose", cli_words(cli, "Purpose"));
	printf("%s: %s\n", cli_words(cli, "Language"), show_language(wm_value_text(wm_value_get(circle, "language"), "")));
	printf("%s: %s\n", cli_words(cli, "You"), show_label(cli, "role", wm_value_text(wm_value_get(circle, "you"), "")));
	cli_say(cli, "State: %s", show_state_words(cli, wm_value_text(wm_value_get(circle, "state"), "")));
	cli_say(cli, "Seats: %lld of %lld taken", (long long)wm_value_int(wm_value_get(circle, "taken"), 0),
		(long long)wm_value_int(wm_value_get(circle, "seats"), 0));
	return EXIT_OK;
}

const struct command command_circle_get = {
	.name = "circle get",
	.takes = "CIRCLE",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("What a circle is, for its members and those who are asked in."),
	.run = run,
};
