// waymark members: who is in a circle.
#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/show.h"
#include "client/cli/text.h"

static void print_member(const struct cli *cli, const struct wm_value *member)
{
	const char *place = wm_value_text(wm_value_get(member, "place"), NULL);
	printf("%-6lld ", (long long)wm_value_int(wm_value_get(member, "person"), 0));
	text_put(stdout, wm_value_text(wm_value_get(member, "name"), ""), TEXT_ONE_LINE);
	if (place) {
		fputs(", ", stdout);
		text_put(stdout, place, TEXT_ONE_LINE);
	}
	printf(" (%s)\n", show_label(cli, "role", wm_value_text(wm_value_get(member, "role"), "")));
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct place_of_talk where;
	int code = circles_find_channel(cli, arguments->words[0], &where);
	if (code != EXIT_OK)
		return code;
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "channel", where.channel);
	const struct wm_value *result;
	code = ask_and_print(cli, "channel.members", params, &result);
	const struct wm_value *members = code == EXIT_OK && !cli->json ? wm_value_get(result, "members") : NULL;
	for (size_t i = 0; i < wm_value_count(members); i++)
		print_member(cli, wm_value_at(members, i));
	return code;
}

const struct command command_members = {
	.name = "members",
	.takes = "CIRCLE",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Who is in a circle."),
	.run = run,
};
