// People: the members of one channel after another, searched by what was typed.
#include "client/cli/people.h"

#include <string.h>

#include "client/cli/ask.h"
#include "client/cli/refusals.h"
#include "client/cli/text.h"
#include "protocol/nearest.h"

#define LABEL_BYTES 500 // "Tom Reed, Wrexham (12)"

struct search {
	const char *text;
	int64_t self;
	struct fitting {
		int64_t person;
		char label[LABEL_BYTES];
	} fitting[PEOPLE_LISTED_MAX];
	size_t count; // of fitting; those behind the last that is listed are left out
	bool whole;   // those are called so, and do not only begin so
	struct nearest nearest;
	char nearest_label[LABEL_BYTES];
};

static void put_label(char label[LABEL_BYTES], const struct wm_value *member)
{
	const char *place = wm_value_text(wm_value_get(member, "place"), NULL);
	snprintf(label, LABEL_BYTES, "%s%s%s (%lld)", wm_value_text(wm_value_get(member, "name"), ""), place ? ", " : "",
		place ? place : "", (long long)wm_value_int(wm_value_get(member, "person"), 0));
}

static void look_at(struct search *search, const struct wm_value *member)
{
	int64_t person = wm_value_int(wm_value_get(member, "person"), 0);
	const char *name = wm_value_text(wm_value_get(member, "name"), "");
	bool whole = false;
	if (person == search->self)
		return;
	if (!text_begins(name, search->text, &whole)) {
		if (nearest_offer(&search->nearest, name))
			put_label(search->nearest_label, member);
		return;
	}
	if (whole && !search->whole)
		search->count = 0;
	search->whole = search->whole || whole;
	for (size_t i = 0; i < search->count; i++)
		if (search->fitting[i].person == person)
			return; // seen in another channel
	if (whole != search->whole || search->count == PEOPLE_LISTED_MAX)
		return;
	search->fitting[search->count].person = person;
	put_label(search->fitting[search->count++].label, member);
}

// Looks at everybody in one channel; in one that was left meanwhile there is nobody to see. An exit code.
static int look_into(struct cli *cli, struct search *search, int64_t channel)
{
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "channel", channel);
	const struct wm_value *result;
	int code = WM_OK;
	int exit_code = ask_quietly(cli, "channel.members", params, &result, &code);
	if (code == WM_NOT_FOUND)
		return EXIT_OK;
	if (code != WM_OK)
		return refusals_tell(cli, code, NULL, NULL);
	const struct wm_value *members = exit_code == EXIT_OK ? wm_value_get(result, "members") : NULL;
	for (size_t i = 0; i < wm_value_count(members); i++)
		look_at(search, wm_value_at(members, i));
	return exit_code;
}

static int look_everywhere(struct cli *cli, struct search *search)
{
	const struct wm_value *result;
	int code = ask_service(cli, "channel.list", NULL, &result);
	if (code != EXIT_OK)
		return code;
	search->self = wm_value_int(wm_value_get(wm_value_get(wm_hello(cli->client), "person"), "id"), 0);
	const struct wm_value *channels = wm_value_ref(wm_value_get(result, "channels"));
	for (size_t i = 0; i < wm_value_count(channels) && code == EXIT_OK; i++) {
		const struct wm_value *channel = wm_value_at(channels, i);
		if (strcmp(wm_value_text(wm_value_get(channel, "kind"), ""), "inbox") != 0)
			code = look_into(cli, search, wm_value_int(wm_value_get(channel, "id"), 0));
	}
	wm_value_unref(channels);
	return code;
}

static int tell_ambiguous(const struct cli *cli, const struct search *search)
{
	char labels[PEOPLE_LISTED_MAX * (LABEL_BYTES + 3)] = "";
	size_t n = 0;
	for (size_t i = 0; i < search->count; i++)
		n += (size_t)snprintf(labels + n, sizeof labels - n, "%s%s", n ? "; " : "", search->fitting[i].label);
	return refusals_usage(cli, "%s fits more than one person: %s. Type more of the name, or the number.", search->text, labels);
}

static int tell_unknown(const struct cli *cli, const struct search *search)
{
	if (search->nearest.name)
		return refusals_usage(
			cli, "You share no circle with anybody called %s. Did you mean: %s?", search->text, search->nearest_label);
	return refusals_usage(
		cli, "You share no circle with anybody called %s. See who is in one with: waymark members", search->text);
}

int people_find(struct cli *cli, const char *text, int64_t *person)
{
	*person = text_number(text);
	if (*person)
		return EXIT_OK;
	if (!text[strspn(text, " ")])
		return refusals_usage(cli, "Say who: their name, how it begins, or their number.");
	struct search search = { .text = text, .nearest = nearest_to(slice_of(text)) };
	int code = look_everywhere(cli, &search);
	if (code != EXIT_OK)
		return code;
	if (search.count == 0)
		return tell_unknown(cli, &search);
	if (search.count > 1)
		return tell_ambiguous(cli, &search);
	*person = search.fitting[0].person;
	cli_note(cli, "Person: %s", search.fitting[0].label); // a beginning is enough, so say who was understood
	return EXIT_OK;
}
