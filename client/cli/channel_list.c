// waymark channels: the circles and other talks that you are in.
#include <string.h>

#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/command.h"
#include "client/cli/text.h"

static void print_channel(const struct cli *cli, const struct wm_value *channel)
{
	int64_t unread = wm_value_int(wm_value_get(channel, "unread"), 0);
	printf("#%-5lld ", (long long)wm_value_int(wm_value_get(channel, "id"), 0));
	text_put(stdout, circles_title(cli, channel), TEXT_ONE_LINE);
	if (unread > 0)
		printf(cli_words(cli, "  %lld%s unread"), (long long)unread, unread >= 99 ? "+" : "");
	putchar('\n');
}

// Circles that wait for an answer stand below, with what to type.
static int print_asked(struct cli *cli, bool member)
{
	const struct wm_value *result;
	int code = ask_service(cli, "circle.list", NULL, &result);
	const struct wm_value *circles = code == EXIT_OK ? wm_value_get(result, "circles") : NULL;
	for (size_t i = 0; i < wm_value_count(circles); i++) {
		const char *title = wm_value_text(wm_value_get(wm_value_at(circles, i), "title"), "");
		if (strcmp(wm_value_text(wm_value_get(wm_value_at(circles, i), "you"), ""), "invited") == 0)
			cli_say(cli, "You are asked in. Join with: waymark circle join \"%s\"", title);
	}
	if (code == EXIT_OK && !member && wm_value_count(circles) == 0)
		cli_say(cli, "You are in no circle yet. Open one with: waymark circle open");
	return code;
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	const struct wm_value *result;
	int code = ask_and_print(cli, "channel.list", NULL, &result);
	if (code != EXIT_OK || cli->json)
		return code;
	const struct wm_value *channels = wm_value_get(result, "channels");
	bool member = false;
	for (size_t i = 0; i < wm_value_count(channels); i++) {
		print_channel(cli, wm_value_at(channels, i));
		member = member || strcmp(wm_value_text(wm_value_get(wm_value_at(channels, i), "kind"), ""), "circle") == 0;
	}
	return print_asked(cli, member);
}

const struct command command_channels = {
	.name = "channels",
	.takes = "",
	.summary = WORDS_LATER("The circles and other talks that you are in."),
	.run = run,
};
