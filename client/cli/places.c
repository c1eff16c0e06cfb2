// waymark place find: places by name or official code.
#include "client/cli/places.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/prompt.h"
#include "client/cli/refusals.h"
#include "client/cli/text.h"

// Official codes are a letter and eight digits, such as W06000002.
static bool is_code(const char *text)
{
	return isalpha((unsigned char)text[0]) && strlen(text) == 9 && strspn(text + 1, "0123456789") == 8;
}

static int ask(struct cli *cli, const char *text, const struct wm_value **places)
{
	struct wm_params *params = wm_params_create();
	wm_params_text(params, is_code(text) ? "code" : "text", text);
	const struct wm_value *result;
	int code = ask_service(cli, "place.find", params, &result);
	if (code == EXIT_OK)
		*places = wm_value_get(result, "places");
	return code;
}

static void print_place(FILE *to, const struct wm_value *place)
{
	const char *code = wm_value_text(wm_value_get(place, "code"), NULL),
			   *nation = wm_value_text(wm_value_get(place, "nation"), NULL);
	fprintf(to, "%-6lld ", (long long)wm_value_int(wm_value_get(place, "id"), 0));
	text_put(to, wm_value_text(wm_value_get(place, "name"), ""), TEXT_ONE_LINE);
	if (nation)
		fprintf(to, ", %s", nation);
	if (code)
		fprintf(to, " (%s)", code);
	fputc('\n', to);
}

int places_find(struct cli *cli, const char *text, int64_t *place)
{
	char *end;
	*place = strtoll(text, &end, 10);
	if (*text && !*end && *place > 0)
		return EXIT_OK;
	const struct wm_value *places;
	int code = ask(cli, text, &places);
	if (code != EXIT_OK)
		return code;
	size_t count = wm_value_count(places);
	const char *first = wm_value_text(wm_value_get(wm_value_at(places, 0), "name"), "");
	if (count == 1 || (count > 0 && (is_code(text) || strcasecmp(first, text) == 0))) {
		*place = wm_value_int(wm_value_get(wm_value_at(places, 0), "id"), 0);
		cli_note(cli, "Place: %s", first); // typing errors are forgiven, so say what was understood
		return EXIT_OK;
	}
	if (count == 0)
		return refusals_usage(cli, "No place is called %s. Look with: waymark place find NAME", text);
	for (size_t i = 0; i < count && !cli->json; i++)
		print_place(stderr, wm_value_at(places, i));
	if (!prompt_possible(cli))
		return refusals_usage(cli, "%s fits several places: take a number from: waymark place find \"%s\"", text, text);
	char *line = prompt_line(cli, cli_words(cli, "Which number?"));
	*place = line ? prompt_number(cli, line, "The place") : 0;
	free(line);
	return *place ? EXIT_OK : EXIT_USAGE;
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct wm_params *params = wm_params_create();
	wm_params_text(params, is_code(arguments->words[0]) ? "code" : "text", arguments->words[0]);
	const struct wm_value *result;
	int code = ask_and_print(cli, "place.find", params, &result);
	if (code != EXIT_OK || cli->json)
		return code;
	const struct wm_value *places = wm_value_get(result, "places");
	for (size_t i = 0; i < wm_value_count(places); i++)
		print_place(stdout, wm_value_at(places, i));
	if (wm_value_count(places) == 0)
		cli_say(cli, "No place is called %s.", arguments->words[0]);
	return EXIT_OK;
}

const struct command command_place_find = {
	.name = "place find",
	.takes = "NAME|CODE",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Find a place by its name or official code; typing errors are forgiven."),
	.run = run,
};
