// Show: one line per thing that happened.
#include "client/cli/show.h"

#include <string.h>
#include <time.h>

#include "client/cli/names.h"
#include "client/cli/text.h"
#include "protocol/schema.h"

const char *show_time(int64_t at_us, char text[SHOW_TIME_BYTES])
{
	time_t at = (time_t)(at_us / 1000000), now = time(NULL);
	struct tm then, today;
	if (!localtime_r(&at, &then) || !localtime_r(&now, &today))
		return strcpy(text, "?");
	bool same = then.tm_year == today.tm_year && then.tm_yday == today.tm_yday;
	if (strftime(text, SHOW_TIME_BYTES, same ? "%H:%M" : "%Y-%m-%d %H:%M", &then) == 0)
		strcpy(text, "?");
	return text;
}

// The line's words behind the name, by kind. Each writer puts ": text" or " did something".
static void show_message(const struct cli *cli, const struct names *names, const struct wm_value *body)
{
	const char *text = wm_value_text(wm_value_get(body, "text"), NULL);
	int64_t reply_to = wm_value_int(wm_value_get(body, "reply_to"), 0);
	if (reply_to > 0)
		printf(cli_words(cli, " (answers %lld)"), (long long)reply_to);
	if (!text) {
		printf(" %s", cli_words(cli, "took this message back"));
		return;
	}
	printf(": ");
	text_put(stdout, text, TEXT_ONE_LINE);
	if (wm_value_bool(wm_value_get(body, "edited"), false))
		printf(" %s", cli_words(cli, "(edited)"));
}

static void show_edited(const struct cli *cli, const struct names *names, const struct wm_value *body)
{
	const char *text = wm_value_text(wm_value_get(body, "text"), NULL);
	printf(cli_words(cli, " changed message %lld"), (long long)wm_value_int(wm_value_get(body, "seq"), 0));
	if (!text)
		return;
	printf(": ");
	text_put(stdout, text, TEXT_ONE_LINE);
}

static void show_retracted(const struct cli *cli, const struct names *names, const struct wm_value *body)
{
	printf(cli_words(cli, " took message %lld back"), (long long)wm_value_int(wm_value_get(body, "seq"), 0));
}

static void show_reaction(const struct cli *cli, const struct names *names, const struct wm_value *body)
{
	bool off = wm_value_bool(wm_value_get(body, "off"), false);
	printf(off ? cli_words(cli, " took a mark off message %lld: ") : cli_words(cli, " marked message %lld: "),
		(long long)wm_value_int(wm_value_get(body, "seq"), 0));
	text_put(stdout, wm_value_text(wm_value_get(body, "mark"), ""), TEXT_ONE_LINE);
}

static void show_joined(const struct cli *cli, const struct names *names, const struct wm_value *body)
{
	printf(" %s", cli_words(cli, "joined"));
}

static void show_left(const struct cli *cli, const struct names *names, const struct wm_value *body)
{
	printf(" %s", cli_words(cli, "left"));
}

const char *show_label(const struct cli *cli, const char *type, const char *value)
{
	char name[80];
	snprintf(name, sizeof name, "%s.%s", type, value);
	const char *words = schema_label(slice_of(name));
	if (!words && strcmp(value, "invited") == 0)
		words = WORDS_LATER("Asked in");
	return words ? cli_words(cli, words) : value;
}

const char *show_language(const char *tag)
{
	return strcmp(tag, "en") == 0 ? "English" : strcmp(tag, "cy") == 0 ? "Cymraeg" : tag;
}

// The words of a state of the life-cycles; one that is not known is shown as its word.
const char *show_state_words(const struct cli *cli, const char *state)
{
	char name[80];
	snprintf(name, sizeof name, "circle.%s", state);
	const char *words = schema_state(slice_of(name));
	return words ? cli_words(cli, words) : state;
}

// What has come about, as a sentence of its own: nobody said it.
static void show_state(const struct cli *cli, const struct names *names, const struct wm_value *body)
{
	static const struct {
		const char *state, *words;
	} rows[] = { { "inviting", WORDS_LATER("The circle has opened: people are being asked in.") },
		{ "active", WORDS_LATER("The circle has begun.") }, { "closed", WORDS_LATER("The circle has ended.") } };
	const char *to = wm_value_text(wm_value_get(body, "to"), "");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].state, to) == 0)
			to = cli_words(cli, rows[i].words);
	text_put(stdout, to, TEXT_ONE_LINE);
}

static void show_invited(const struct cli *cli, const struct names *names, const struct wm_value *body)
{
	printf(" %s ", cli_words(cli, "asks you into the circle"));
	text_put(stdout, wm_value_text(wm_value_get(body, "title"), ""), TEXT_ONE_LINE);
	printf(" (%s %lld)", "waymark circle join", (long long)wm_value_int(wm_value_get(body, "circle"), 0));
}

static const struct kind {
	const char *word;
	void (*show)(const struct cli *cli, const struct names *names, const struct wm_value *body);
	const char *who; // the field of the body that names whom the line is about; NULL: the actor; "": nobody
} kinds[] = {
	{ "message", show_message, NULL },
	{ "edited", show_edited, NULL },
	{ "retracted", show_retracted, NULL },
	{ "reaction", show_reaction, NULL },
	{ "joined", show_joined, "person" },
	{ "left", show_left, "person" },
	{ "state", show_state, "" },
	{ "invited", show_invited, NULL },
};

void show_event(const struct cli *cli, const struct names *names, const struct wm_value *event)
{
	const char *word = wm_value_text(wm_value_get(event, "kind"), "");
	const struct wm_value *body = wm_value_get(event, "body");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(kinds[i].word, word) != 0)
			continue;
		char time_text[SHOW_TIME_BYTES];
		int64_t who = wm_value_int(kinds[i].who ? wm_value_get(body, kinds[i].who) : wm_value_get(event, "actor"), 0);
		const char *name = wm_value_text(wm_value_get(body, "name"), NULL); // joined and invited bring it along
		printf("%lld  %s  ", (long long)wm_value_int(wm_value_get(event, "seq"), 0),
			show_time(wm_value_int(wm_value_get(event, "at"), 0), time_text));
		if (!kinds[i].who || *kinds[i].who) {
			fputs(cli->colour ? "\033[1m" : "", stdout);
			text_put(stdout, name ? name : names_of(names, cli, who), TEXT_ONE_LINE);
			fputs(cli->colour ? "\033[0m" : "", stdout);
		}
		kinds[i].show(cli, names, body);
		putchar('\n');
		fflush(stdout);
		return;
	}
}
