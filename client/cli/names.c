// Names: the members as they were asked for, and those who joined since.
#include "client/cli/names.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/ask.h"

int names_load(struct names *names, struct cli *cli, int64_t channel)
{
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "channel", channel);
	const struct wm_value *result;
	int code = WM_OK;
	int exit_code = ask_quietly(cli, "channel.members", params, &result, &code);
	if (code == WM_OK && exit_code == EXIT_OK)
		names->members = wm_value_ref(wm_value_get(result, "members"));
	return exit_code == EXIT_INTERRUPTED ? exit_code : EXIT_OK;
}

void names_learn(struct names *names, const struct wm_value *event)
{
	const struct wm_value *body = wm_value_get(event, "body");
	const char *name = wm_value_text(wm_value_get(body, "name"), NULL);
	if (strcmp(wm_value_text(wm_value_get(event, "kind"), ""), "joined") != 0 || !name)
		return;
	struct names_newcomer *more = realloc(names->newcomers, (names->newcomer_count + 1) * sizeof *more);
	if (!more)
		return;
	names->newcomers = more;
	more[names->newcomer_count].person = wm_value_int(wm_value_get(body, "person"), 0);
	more[names->newcomer_count].name = strdup(name);
	if (more[names->newcomer_count].name)
		names->newcomer_count++;
}

const char *names_of(const struct names *names, const struct cli *cli, int64_t person)
{
	static char unknown[80];
	if (person == 0)
		return cli_words(cli, "Waymark");
	for (size_t i = names ? names->newcomer_count : 0; i > 0; i--)
		if (names->newcomers[i - 1].person == person)
			return names->newcomers[i - 1].name;
	for (size_t i = 0; names && i < wm_value_count(names->members); i++) {
		const struct wm_value *member = wm_value_at(names->members, i);
		if (wm_value_int(wm_value_get(member, "person"), 0) == person)
			return wm_value_text(wm_value_get(member, "name"), "");
	}
	snprintf(unknown, sizeof unknown, "%s %lld", cli_words(cli, "Person"), (long long)person);
	return unknown;
}

void names_release(struct names *names)
{
	wm_value_unref(names->members);
	for (size_t i = 0; i < names->newcomer_count; i++)
		free(names->newcomers[i].name);
	free(names->newcomers);
	*names = (struct names){ 0 };
}
