// waymark channels: the circles and other talks that you are in.
#include "client/cli/circles.h"
#include "client/cli/show.h"

static void print_channel(const struct cli *cli, const struct wm_value *channel)
{
	int64_t unread = wm_value_int(wm_value_get(channel, "unread"), 0);
	printf("#%-5lld ", (long long)wm_value_int(wm_value_get(channel, "id"), 0));
	show_text(stdout, circles_title(cli, channel), SHOW_ONE_LINE);
	if (unread > 0)
		printf(cli_words(cli, "  %lld%s unread"), (long long)unread, unread >= 99 ? "+" : "");
	putchar('\n');
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	const struct wm_value *result;
	int code = cli_carry_out(cli, "channel.list", NULL, &result);
	if (code != EXIT_OK || cli->json)
		return code;
	const struct wm_value *channels = wm_value_get(result, "channels");
	for (size_t i = 0; i < wm_value_count(channels); i++)
		print_channel(cli, wm_value_at(channels, i));
	if (wm_value_count(channels) == 0)
		cli_say(cli, "You are in no circle yet. Open one with: waymark circle open");
	return EXIT_OK;
}

const struct command command_channels = {
	.name = "channels",
	.takes = "",
	.summary = WORDS_LATER("The circles and other talks that you are in."),
	.run = run,
};
