// waymark topics: what people know about, all of it or what fits some words.
#include "client/cli/topics.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/refusals.h"
#include "client/cli/text.h"

#define SLUG_BYTES_MAX 64

static int64_t find_slug(const struct wm_value *topics, const char *slug)
{
	for (size_t i = 0; i < wm_value_count(topics); i++)
		if (strcmp(wm_value_text(wm_value_get(wm_value_at(topics, i), "slug"), ""), slug) == 0)
			return wm_value_int(wm_value_get(wm_value_at(topics, i), "id"), 0);
	return 0;
}

int topics_read(struct cli *cli, const char *list, int64_t *topics, size_t *count)
{
	const struct wm_value *known = NULL; // asked for at the first slug
	for (const char *at = list; at && *at;) {
		size_t n = strcspn(at, ",");
		char slug[SLUG_BYTES_MAX + 1], *end;
		if (n == 0 || n > SLUG_BYTES_MAX || *count == TOPICS_MAX)
			return refusals_usage(cli, "The topics are at most 30 slugs or numbers with commas between.");
		memcpy(slug, at, n);
		slug[n] = 0;
		at += n + (at[n] == ',');
		long long number = strtoll(slug, &end, 10);
		if (*end) {
			const struct wm_value *result = NULL;
			int code = known ? EXIT_OK : ask_service(cli, "topic.list", NULL, &result);
			if (code != EXIT_OK)
				return code;
			if (!known)
				known = wm_value_get(result, "topics");
			number = find_slug(known, slug);
		}
		if (number <= 0)
			return refusals_usage(cli, "There is no topic %s. See them with: waymark topics", slug);
		topics[(*count)++] = number;
	}
	return EXIT_OK;
}

static const char *find_label(const struct wm_value *topics, int64_t id)
{
	for (size_t i = 0; i < wm_value_count(topics); i++)
		if (wm_value_int(wm_value_get(wm_value_at(topics, i), "id"), 0) == id)
			return wm_value_text(wm_value_get(wm_value_at(topics, i), "label"), NULL);
	return NULL;
}

void topics_print(struct cli *cli, const struct wm_value *topics)
{
	const struct wm_value *result = NULL;
	int code = WM_OK;
	if (wm_value_count(topics) > 0)
		ask_quietly(cli, "topic.list", NULL, &result, &code);
	for (size_t i = 0; i < wm_value_count(topics); i++) {
		int64_t id = wm_value_int(wm_value_at(topics, i), 0);
		const char *label = code == WM_OK ? find_label(wm_value_get(result, "topics"), id) : NULL;
		fputs(i ? ", " : "", stdout);
		if (label)
			text_put(stdout, label, TEXT_ONE_LINE);
		else
			printf("%lld", (long long)id);
	}
	putchar('\n');
}

static void print_topic(const struct wm_value *topic)
{
	bool inside = wm_value_type(wm_value_get(topic, "parent")) == WM_INT;
	printf("%-5lld %s", (long long)wm_value_int(wm_value_get(topic, "id"), 0), inside ? "  " : "");
	text_put(stdout, wm_value_text(wm_value_get(topic, "label"), ""), TEXT_ONE_LINE);
	printf(" (%s)\n", wm_value_text(wm_value_get(topic, "slug"), ""));
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	bool suggest = arguments->count > 0;
	const char *language = arguments_option(arguments, "language");
	if (suggest && language)
		return refusals_usage(cli, "--language goes with the whole list only.");
	struct wm_params *params = wm_params_create();
	wm_params_text(params, suggest ? "text" : "language", suggest ? arguments->words[0] : language);
	const struct wm_value *result;
	int code = ask_and_print(cli, suggest ? "topic.suggest" : "topic.list", params, &result);
	if (code != EXIT_OK || cli->json)
		return code;
	const struct wm_value *topics = wm_value_get(result, "topics");
	for (size_t i = 0; i < wm_value_count(topics); i++)
		print_topic(wm_value_at(topics, i));
	if (wm_value_count(topics) == 0)
		cli_say(cli, "No topic fits. See them all with: waymark topics");
	return EXIT_OK;
}

const struct command command_topics = {
	.name = "topics",
	.takes = "[WORDS]",
	.most = 1,
	.summary = WORDS_LATER("What people know about: all topics, or those that fit some words."),
	.options = { { "language", "LANGUAGE", WORDS_LATER("Their labels in this language; yours if not given") } },
	.run = run,
};
