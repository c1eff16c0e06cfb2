// waymark history: what was said before, page by page.
#include <stdlib.h>

#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/names.h"
#include "client/cli/prompt.h"
#include "client/cli/refusals.h"
#include "client/cli/show.h"

#define PAGE_EVENTS_MAX 200 // what the service gives at once

struct wanted {
	int64_t channel, before, from, count; // before: below it; from: it and above; 0 is none
};

// Asks for the next page of at most left events. NULL after a refusal, which is told; *code then says it.
static const struct wm_value *ask_page(struct cli *cli, const struct wanted *wanted, int64_t left, int *code)
{
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "channel", wanted->channel);
	if (wanted->from > 0)
		wm_params_int(params, "after", wanted->from - 1);
	else if (wanted->before > 0)
		wm_params_int(params, "before", wanted->before);
	wm_params_int(params, "limit", left < PAGE_EVENTS_MAX ? left : PAGE_EVENTS_MAX);
	const struct wm_value *result = NULL;
	*code = ask_service(cli, "channel.history", params, &result);
	return *code == EXIT_OK ? wm_value_get(result, "events") : NULL;
}

static int64_t seq_at(const struct wm_value *events, size_t i)
{
	return wm_value_int(wm_value_get(wm_value_at(events, i), "seq"), 0);
}

static void print_events(const struct cli *cli, const struct names *names, const struct wm_value *events)
{
	for (size_t i = 0; i < wm_value_count(events); i++) {
		if (cli->json)
			cli_print_json(wm_value_at(events, i));
		else
			show_event(cli, names, wm_value_at(events, i));
	}
}

// Silence would look like a fault.
static int tell_nothing(const struct cli *cli, int code)
{
	if (code == EXIT_OK)
		cli_note(cli, "Nothing was said there that you can see.");
	return code;
}

// Forward: each page is printed as it comes.
static int print_forward(struct cli *cli, const struct names *names, struct wanted wanted)
{
	int code = EXIT_OK;
	bool any = false;
	while (wanted.count > 0) {
		const struct wm_value *events = ask_page(cli, &wanted, wanted.count, &code);
		size_t n = wm_value_count(events);
		if (n == 0)
			break;
		any = true;
		print_events(cli, names, events);
		wanted.from = seq_at(events, n - 1) + 1;
		wanted.count -= (int64_t)n;
	}
	return any ? code : tell_nothing(cli, code);
}

// Backward: pages come newest first, and are printed oldest first when all are there.
static int print_backward(struct cli *cli, const struct names *names, struct wanted wanted)
{
	size_t count = 0, most = (size_t)(wanted.count / PAGE_EVENTS_MAX) + 2;
	const struct wm_value **pages = calloc(most, sizeof *pages);
	int code = EXIT_OK;
	while (pages && wanted.count > 0 && count < most) {
		const struct wm_value *events = ask_page(cli, &wanted, wanted.count, &code);
		size_t n = wm_value_count(events);
		if (n == 0)
			break;
		pages[count++] = wm_value_ref(events);
		wanted.before = seq_at(events, 0);
		wanted.count -= (int64_t)n;
		if (wanted.before <= 1)
			break;
	}
	for (size_t i = count; i > 0; i--) {
		if (code == EXIT_OK)
			print_events(cli, names, pages[i - 1]);
		wm_value_unref(pages[i - 1]);
	}
	free(pages);
	return count > 0 ? code : tell_nothing(cli, code);
}

// Reads a number option into *value; false if it is none (told).
static bool read_option(struct cli *cli, const struct arguments *arguments, const char *name, int64_t *value)
{
	const char *text = arguments_option(arguments, name);
	char dashed[20];
	snprintf(dashed, sizeof dashed, "--%s", name);
	if (text)
		*value = prompt_number(cli, text, dashed);
	return !text || *value > 0;
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct place_of_talk where;
	struct wanted wanted = { .count = 50 };
	if (!read_option(cli, arguments, "before", &wanted.before) || !read_option(cli, arguments, "from", &wanted.from) ||
		!read_option(cli, arguments, "limit", &wanted.count))
		return EXIT_USAGE;
	if (wanted.count > 100000)
		return refusals_usage(cli, "--limit is at most 100000.");
	int code = circles_find_channel(cli, arguments->words[0], &where);
	if (code != EXIT_OK)
		return code;
	wanted.channel = where.channel;
	struct names names = { 0 };
	if (!cli->json)
		code = names_load(&names, cli, where.channel);
	if (code == EXIT_OK)
		code = wanted.from > 0 ? print_forward(cli, &names, wanted) : print_backward(cli, &names, wanted);
	names_release(&names);
	return code;
}

const struct command command_history = {
	.name = "history",
	.takes = "CIRCLE",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("What was said: the newest, or a page around a number."),
	.prose = WORDS_LATER("With --json each line is one event."),
	.options = {
		{ "before", "N", WORDS_LATER("Those below this number") },
		{ "from", "N", WORDS_LATER("Those from this number on") },
		{ "limit", "N", WORDS_LATER("How many; 50 if not given") },
	},
	.run = run,
};
