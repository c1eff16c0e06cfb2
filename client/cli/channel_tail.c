// waymark tail: follows a circle's talk, one line per thing that happens, through every lost connection.
#include <stdlib.h>
#include <string.h>

#include "client/cli/arguments.h"
#include "client/cli/circles.h"
#include "client/cli/connection.h"
#include "client/cli/names.h"
#include "client/cli/prompt.h"
#include "client/cli/refusals.h"
#include "client/cli/show.h"

struct tail {
	struct cli *cli;
	struct place_of_talk where;
	struct names names;
	int64_t left; // lines until it ends; below zero: no end
	bool told;    // "following" was said
	int code;
	bool ended;
};

static void print_notice(const struct wm_notice *notice, const char *word)
{
	printf("{\"notice\":\"%s\",\"channel\":%lld", word, (long long)notice->channel);
	if (notice->kind == WM_NOTICE_SKIPPED)
		printf(",\"from\":%lld,\"to\":%lld", (long long)notice->from, (long long)notice->to);
	else
		printf(",\"seq\":%lld", (long long)notice->seq);
	puts("}");
	fflush(stdout);
}

static void on_event(struct tail *tail, const struct wm_notice *notice)
{
	names_learn(&tail->names, notice->whole);
	if (tail->cli->json)
		cli_print_json(notice->whole);
	else
		show_event(tail->cli, &tail->names, notice->whole);
	if (tail->left > 0 && --tail->left == 0) {
		tail->ended = true;
		wm_stop(tail->cli->client);
	}
}

static void on_subscribed(struct tail *tail, const struct wm_notice *notice)
{
	if (tail->told)
		return;
	tail->told = true;
	if (tail->cli->json)
		print_notice(notice, "following");
	cli_note(tail->cli, "Following %s. Ctrl-C ends it.", tail->where.title);
}

static void on_ended(struct tail *tail, const struct wm_notice *notice)
{
	tail->ended = true;
	tail->code =
		notice->code == WM_OK ? EXIT_OK : refusals_tell(tail->cli, notice->code, "You are not in this circle any more.", NULL);
	if (notice->code == WM_OK)
		cli_note(tail->cli, "You have left %s.", tail->where.title);
	wm_stop(tail->cli->client);
}

static void on_notice(struct wm_client *client, const struct wm_notice *notice, void *user)
{
	struct tail *tail = user;
	switch (notice->kind) {
	case WM_NOTICE_EVENT:
		if (!tail->ended)
			on_event(tail, notice);
		break;
	case WM_NOTICE_SUBSCRIBED:
		on_subscribed(tail, notice);
		break;
	case WM_NOTICE_SKIPPED:
		if (tail->cli->json)
			print_notice(notice, "skipped");
		break;
	case WM_NOTICE_LAGGED:
		if (tail->cli->json)
			print_notice(notice, "lagged");
		break;
	case WM_NOTICE_ENDED:
		on_ended(tail, notice);
		break;
	case WM_NOTICE_SIGNAL:
		break;
	}
}

// Where to begin: --after, --from, --last; from now without them. Below WM_FROM_NOW: it was typed wrongly, and told.
static int64_t begin_after(struct cli *cli, const struct arguments *arguments, int64_t head)
{
	const char *after = arguments_option(arguments, "after"), *from = arguments_option(arguments, "from"),
			   *last = arguments_option(arguments, "last");
	if (after && strcmp(after, "0") != 0)
		return (after = prompt_number(cli, after, "--after") ? after : NULL) ? atoll(after) : WM_FROM_NOW - 1;
	if (after || (from && strcmp(from, "start") == 0))
		return 0;
	if (from && strcmp(from, "now") != 0) {
		refusals_usage(cli, "--from is start or now, not %s.", from);
		return WM_FROM_NOW - 1;
	}
	if (!last)
		return WM_FROM_NOW;
	int64_t count = prompt_number(cli, last, "--last");
	return count == 0 ? WM_FROM_NOW - 1 : head > count ? head - count : 0;
}

static int follow(struct tail *tail)
{
	while (!tail->ended && !connection_interrupted()) {
		int code = wm_run(tail->cli->client, -1);
		if (code != WM_OK)
			return refusals_tell(tail->cli, code, wm_last_error(tail->cli->client), NULL);
	}
	return tail->ended ? tail->code : EXIT_INTERRUPTED;
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct tail tail = { .cli = cli, .left = -1 };
	const char *count = arguments_option(arguments, "count");
	if (count && (tail.left = prompt_number(cli, count, "--count")) == 0)
		return EXIT_USAGE;
	int code = circles_find_channel(cli, arguments->words[0], &tail.where);
	if (code != EXIT_OK)
		return code;
	int64_t after = begin_after(cli, arguments, tail.where.head);
	if (after < WM_FROM_NOW)
		return EXIT_USAGE;
	code = names_load(&tail.names, cli, tail.where.channel);
	if (code == EXIT_OK && wm_subscribe(cli->client, tail.where.channel, after, on_notice, &tail) == WM_OK)
		code = follow(&tail);
	names_release(&tail.names);
	return code;
}

const struct command command_tail = {
	.name = "tail",
	.takes = "CIRCLE",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Follow a circle's talk, one line for each thing that happens."),
	.prose = WORDS_LATER("It goes on by itself when the connection or the service comes back, without a gap and without a repeat. With --json each line is one event."),
	.options = {
		{ "after", "N", WORDS_LATER("Begin behind this number") },
		{ "from", "start|now", WORDS_LATER("Begin at the start, or with what comes next (as without it)") },
		{ "last", "N", WORDS_LATER("Begin with the last N") },
		{ "count", "N", WORDS_LATER("End after N lines") },
	},
	.run = run,
};
