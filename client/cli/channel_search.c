// waymark search: finds messages by their words.
#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/prompt.h"
#include "client/cli/show.h"
#include "client/cli/text.h"

// Where it was said: the title, or for a circle that you left its #number.
static void print_where(const struct cli *cli, const struct wm_value *channels, int64_t id)
{
	for (size_t i = 0; i < wm_value_count(channels); i++) {
		const struct wm_value *channel = wm_value_at(channels, i);
		if (wm_value_int(wm_value_get(channel, "id"), 0) != id)
			continue;
		text_put(stdout, circles_title(cli, channel), TEXT_ONE_LINE);
		return;
	}
	printf("#%lld", (long long)id);
}

static void print_hit(const struct cli *cli, const struct wm_value *channels, const struct wm_value *hit)
{
	char text[SHOW_TIME_BYTES];
	print_where(cli, channels, wm_value_int(wm_value_get(hit, "channel"), 0));
	printf("  %lld  %s  ", (long long)wm_value_int(wm_value_get(hit, "seq"), 0),
		show_time(wm_value_int(wm_value_get(hit, "at"), 0), text));
	text_put(stdout, wm_value_text(wm_value_get(hit, "snippet"), ""), TEXT_ONE_LINE);
	putchar('\n');
}

static int print_hits(struct cli *cli, const struct wm_value *found)
{
	if (wm_value_count(found) == 0) {
		cli_say(cli, "Nothing was found. What was said in the last few seconds may be missing still.");
		return EXIT_OK;
	}
	const struct wm_value *hits = wm_value_ref(found), *result;
	int code = ask_service(cli, "channel.list", NULL, &result);
	for (size_t i = 0; code == EXIT_OK && i < wm_value_count(hits); i++)
		print_hit(cli, wm_value_get(result, "channels"), wm_value_at(hits, i));
	wm_value_unref(hits);
	return code;
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	const char *in = arguments_option(arguments, "in"), *limit = arguments_option(arguments, "limit");
	int64_t most = limit ? prompt_number(cli, limit, "--limit") : 0;
	struct place_of_talk where = { 0 };
	if (limit && most == 0)
		return EXIT_USAGE;
	int code = in ? circles_find_channel(cli, in, &where) : EXIT_OK;
	if (code != EXIT_OK)
		return code;
	struct wm_params *params = wm_params_create();
	wm_params_text(params, "text", arguments->words[0]);
	if (where.channel)
		wm_params_int(params, "channel", where.channel);
	if (most)
		wm_params_int(params, "limit", most);
	const struct wm_value *result;
	code = ask_and_print(cli, "channel.search", params, &result);
	return code != EXIT_OK || cli->json ? code : print_hits(cli, wm_value_get(result, "hits"));
}

const struct command command_search = {
	.name = "search",
	.takes = "WORDS",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Find messages by their words, in what you may see."),
	.options = {
		{ "in", "CIRCLE", WORDS_LATER("Only there") },
		{ "limit", "N", WORDS_LATER("How many at most; 20 if not given") },
	},
	.run = run,
};
