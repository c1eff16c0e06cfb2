// Circles: the list of channels, searched by what was typed.
#include "client/cli/circles.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>
#include <wctype.h>

#include "client/cli/ask.h"
#include "client/cli/refusals.h"
#include "client/cli/show.h"
#include "client/cli/text.h"

const char *circles_title(const struct cli *cli, const struct wm_value *channel)
{
	const char *title = wm_value_text(wm_value_get(channel, "title"), NULL);
	return title ? title : show_label(cli, "channel_kind", wm_value_text(wm_value_get(channel, "kind"), ""));
}

static void take(const struct cli *cli, struct place_of_talk *found, const struct wm_value *channel)
{
	bool circle = strcmp(wm_value_text(wm_value_get(channel, "kind"), ""), "circle") == 0;
	found->channel = wm_value_int(wm_value_get(channel, "id"), 0);
	found->circle = circle ? wm_value_int(wm_value_get(channel, "about"), 0) : 0;
	found->head = wm_value_int(wm_value_get(channel, "head"), 0);
	snprintf(found->title, sizeof found->title, "%s", circles_title(cli, channel));
}

struct match {
	const struct wm_value *channel;
	int fits;
	bool whole;
};

// Whether a channel is what the text means, and how surely.
static bool fits(const struct cli *cli, const struct wm_value *channel, const char *text, bool *whole)
{
	const char *kind = wm_value_text(wm_value_get(channel, "kind"), "");
	*whole = true;
	if (*text == '#')
		return text_number(text + 1) == wm_value_int(wm_value_get(channel, "id"), 0);
	if (text_number(text))
		return strcmp(kind, "circle") == 0 && text_number(text) == wm_value_int(wm_value_get(channel, "about"), 0);
	if (strcmp(kind, "inbox") == 0)
		return strcasecmp(text, "inbox") == 0 || strcasecmp(text, show_label(cli, "channel_kind", "inbox")) == 0;
	return text_begins(wm_value_text(wm_value_get(channel, "title"), ""), text, whole);
}

static struct match search(const struct cli *cli, const struct wm_value *channels, const char *text)
{
	struct match match = { 0 };
	for (size_t i = 0; i < wm_value_count(channels); i++) {
		const struct wm_value *channel = wm_value_at(channels, i);
		bool whole;
		if (!fits(cli, channel, text, &whole))
			continue;
		if (whole && !match.whole)
			match = (struct match){ .channel = channel, .fits = 1, .whole = true };
		else if (whole == match.whole && match.fits++ == 0)
			match.channel = channel;
	}
	return match;
}

static int tell_ambiguous(struct cli *cli, const struct wm_value *channels, const char *text)
{
	char titles[600] = "";
	size_t n = 0;
	for (size_t i = 0; i < wm_value_count(channels) && n < sizeof titles; i++) {
		bool whole;
		if (fits(cli, wm_value_at(channels, i), text, &whole))
			n += (size_t)snprintf(titles + n, sizeof titles - n, "%s“%s” (#%lld)", n ? ", " : "",
				wm_value_text(wm_value_get(wm_value_at(channels, i), "title"), ""),
				(long long)wm_value_int(wm_value_get(wm_value_at(channels, i), "id"), 0));
	}
	return refusals_usage(cli, "%s fits more than one: %s. Type more of the title, or #number.", text, titles);
}

static int find(struct cli *cli, const char *text, struct place_of_talk *found)
{
	const struct wm_value *result;
	*found = (struct place_of_talk){ 0 };
	if (!text[strspn(text, " ")])
		return refusals_usage(cli, "Say which circle: its title, or how the title begins. See yours with: waymark channels");
	int code = ask_service(cli, "channel.list", NULL, &result);
	if (code != EXIT_OK)
		return code;
	const struct wm_value *channels = wm_value_get(result, "channels");
	struct match match = search(cli, channels, text);
	if (match.fits > 1)
		return tell_ambiguous(cli, channels, text);
	if (match.fits == 1) {
		take(cli, found, match.channel);
	} else if (*text == '#') {
		// One that you left is in no list; the service knows what you may see of it still.
		found->channel = text_number(text + 1);
		snprintf(found->title, sizeof found->title, "%s", text);
	}
	return EXIT_OK;
}

static int tell_unknown(const struct cli *cli, const char *text)
{
	return refusals_tell(
		cli, WM_NOT_FOUND, "You are in no circle of that name or number. See yours with: waymark channels", text);
}

int circles_find_channel(struct cli *cli, const char *text, struct place_of_talk *found)
{
	int code = find(cli, text, found);
	if (code == EXIT_OK && found->channel == 0)
		return tell_unknown(cli, text);
	return code;
}

int circles_find_mine(struct cli *cli, const char *text, struct place_of_talk *found)
{
	int code = circles_find_channel(cli, text, found);
	return code == EXIT_OK && found->circle == 0 ? tell_unknown(cli, text) : code;
}

// Among the circles that you are asked into: the one of that number, or that title, or the only one whose title begins so.
static int find_invited(struct cli *cli, const char *text, struct place_of_talk *found)
{
	const struct wm_value *result;
	int code = ask_service(cli, "circle.list", NULL, &result);
	const struct wm_value *circles = code == EXIT_OK ? wm_value_get(result, "circles") : NULL;
	bool found_whole = false;
	int fitting = 0;
	for (size_t i = 0; i < wm_value_count(circles); i++) {
		const struct wm_value *circle = wm_value_at(circles, i);
		const char *title = wm_value_text(wm_value_get(circle, "title"), "");
		int64_t id = wm_value_int(wm_value_get(circle, "id"), 0);
		bool whole = text_number(text) == id;
		if (strcmp(wm_value_text(wm_value_get(circle, "you"), ""), "invited") != 0 ||
			(!whole && !text_begins(title, text, &whole)))
			continue;
		fitting = whole && !found_whole ? 1 : fitting + (whole == found_whole);
		if (fitting > 1 || whole < found_whole)
			continue;
		found_whole = whole;
		found->circle = id;
		snprintf(found->title, sizeof found->title, "%s", title);
	}
	if (fitting > 1)
		return refusals_usage(
			cli, "You are asked into more than one circle of that name: %s. Type more of the title, or its number.", text);
	return code;
}

static int tell_unasked(const struct cli *cli, const char *text)
{
	return refusals_tell(cli, WM_NOT_FOUND, "You know no circle of that name. See yours with: waymark channels", text);
}

int circles_find(struct cli *cli, const char *text, struct place_of_talk *found)
{
	int code = find(cli, text, found);
	if (code == EXIT_OK && found->circle == 0 && *text != '#')
		code = find_invited(cli, text, found);
	if (code == EXIT_OK && found->circle == 0 && text_number(text)) {
		found->circle = text_number(text);
		snprintf(found->title, sizeof found->title, "%s", text);
	}
	return code == EXIT_OK && found->circle == 0 ? tell_unasked(cli, text) : code;
}

int circles_find_asked(struct cli *cli, const char *text, struct place_of_talk *found)
{
	*found = (struct place_of_talk){ 0 };
	int code = text[strspn(text, " ")] && *text != '#' ? find_invited(cli, text, found) : EXIT_OK;
	return code == EXIT_OK && found->circle == 0 ? circles_find(cli, text, found) : code;
}
