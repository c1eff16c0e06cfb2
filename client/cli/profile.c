// waymark profile: who you are to the service, and what others may see of theirs.
#include <stdlib.h>
#include <string.h>

#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/places.h"
#include "client/cli/prompt.h"
#include "client/cli/refusals.h"
#include "client/cli/show.h"
#include "client/cli/text.h"
#include "client/cli/topics.h"

static void print_text(const struct wm_value *value, const char *label)
{
	const char *text = wm_value_text(value, NULL);
	if (!text)
		return;
	printf("%s: ", label);
	text_put(stdout, text, TEXT_ONE_LINE);
	putchar('\n');
}

static void print_profile(struct cli *cli, const struct wm_value *profile)
{
	cli_say(cli, "Person: %lld", (long long)wm_value_int(wm_value_get(profile, "person"), 0));
	print_text(wm_value_get(profile, "name"), cli_words(cli, "Name"));
	print_text(wm_value_get(profile, "email"), cli_words(cli, "Mail"));
	printf("%s: %s\n", cli_words(cli, "Language"), show_language(wm_value_text(wm_value_get(profile, "language"), "")));
	print_text(wm_value_get(wm_value_get(profile, "place"), "name"), cli_words(cli, "Place"));
	printf("%s: ", cli_words(cli, "Topics"));
	topics_print(cli, wm_value_get(profile, "topics"));
	if (wm_value_type(wm_value_get(profile, "hours_per_month")) == WM_INT)
		cli_say(cli, "Hours a month: %lld", (long long)wm_value_int(wm_value_get(profile, "hours_per_month"), 0));
	if (wm_value_type(wm_value_get(profile, "may_ask")) == WM_BOOL)
		cli_say(cli, "You may be asked to help: %s",
			wm_value_bool(wm_value_get(profile, "may_ask"), false) ? cli_words(cli, "yes") : cli_words(cli, "no"));
}

// Puts what is to change into params. An exit code; *changes says whether there is anything.
static int read_changes(struct cli *cli, const struct arguments *arguments, struct wm_params *params, bool *changes)
{
	const char *place = arguments_option(arguments, "place"), *topics = arguments_option(arguments, "topics");
	const char *hours = arguments_option(arguments, "hours"), *may_ask = arguments_option(arguments, "may-ask");
	const char *name = arguments_option(arguments, "name"), *language = arguments_option(arguments, "language");
	*changes = place || topics || hours || may_ask || name || language;
	wm_params_text(params, "name", name);
	wm_params_text(params, "language", language);
	int code = EXIT_OK;
	int64_t id, ids[TOPICS_MAX];
	size_t count = 0;
	if (place && (code = places_find(cli, place, &id)) == EXIT_OK)
		wm_params_int(params, "place", id);
	if (code == EXIT_OK && topics && (code = topics_read(cli, topics, ids, &count)) == EXIT_OK)
		wm_params_ints(params, "topics", ids, count);
	if (code == EXIT_OK && hours && strcmp(hours, "0") != 0 && prompt_number(cli, hours, "--hours") == 0)
		return EXIT_USAGE;
	if (hours)
		wm_params_int(params, "hours_per_month", atoll(hours));
	if (may_ask && strcmp(may_ask, "yes") != 0 && strcmp(may_ask, "no") != 0)
		return refusals_usage(cli, "--may-ask is yes or no, not %s.", may_ask);
	if (may_ask)
		wm_params_bool(params, "may_ask", strcmp(may_ask, "yes") == 0);
	return code;
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct wm_params *params = wm_params_create();
	bool changes = false;
	int code = read_changes(cli, arguments, params, &changes);
	int64_t person = arguments->count > 0 ? prompt_number(cli, arguments->words[0], "PERSON") : 0;
	if (arguments->count > 0 && person == 0)
		code = EXIT_USAGE;
	else if (code == EXIT_OK && person && changes)
		code = refusals_usage(cli, "Only your own profile can be changed.");
	if (code != EXIT_OK) {
		wm_params_destroy(params);
		return code;
	}
	if (person) {
		wm_params_int(params, "person", person);
		refusals_expect(
			cli, WM_NOT_FOUND, NULL, "There is no person %lld. The numbers are in: waymark members", (long long)person);
	}
	const struct wm_value *result;
	code = ask_and_print(cli, changes ? "profile.set" : "profile.get", params, &result);
	if (code != EXIT_OK || cli->json)
		return code;
	const struct wm_value *profile = wm_value_ref(wm_value_get(result, "profile"));
	print_profile(cli, profile);
	wm_value_unref(profile);
	return code;
}

const struct command command_profile = {
	.name = "profile",
	.takes = "[PERSON]",
	.most = 1,
	.summary = WORDS_LATER("Your profile, or what you may see of somebody's; with options, change yours."),
	.options = {
		{ "name", "NAME", WORDS_LATER("What you are called") },
		{ "place", "PLACE", WORDS_LATER("The place you are of: its name, code or number") },
		{ "language", "LANGUAGE", WORDS_LATER("The language you read first: en, cy") },
		{ "topics", "LIST", WORDS_LATER("What you know about: slugs or numbers, with commas") },
		{ "hours", "N", WORDS_LATER("Hours a month that you can give") },
		{ "may-ask", "yes|no", WORDS_LATER("May you be asked to help others") },
	},
	.run = run,
};
