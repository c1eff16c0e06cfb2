// waymark invitation accept: saying yes, with what an account needs.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/connection.h"
#include "client/cli/invitations.h"
#include "client/cli/places.h"
#include "client/cli/prompt.h"
#include "client/cli/refusals.h"
#include "client/cli/sessions.h"

static bool is_name(const char *text)
{
	return text[strspn(text, " ")] != 0;
}

// Enough to see that something else was typed by mistake; the service judges the rest.
static bool is_mail(const char *text)
{
	const char *at = strchr(text, '@');
	return at && at > text && at[1] && !strchr(text, ' ');
}

// The option's value, or what the person types: asked again until it can be right, so that a slip costs nothing that was typed
// before. NULL if there is neither (told) or the input ended.
static char *value_or_ask(
	struct cli *cli, const struct arguments *arguments, const char *option, const char *question, bool (*fits)(const char *text))
{
	const char *given = arguments_option(arguments, option);
	if (given)
		return strdup(given);
	char *value = NULL;
	while (prompt_possible(cli) && (value = prompt_line(cli, cli_words(cli, question))) && !fits(value)) {
		free(value);
		value = NULL;
	}
	if (!value && !connection_interrupted())
		refusals_usage(cli, "Something is missing: --%s", option);
	return value;
}

// A switch, or what the person answers; without a terminal the switch alone counts.
static bool said_yes(struct cli *cli, const struct arguments *arguments, const char *option, const char *question)
{
	if (arguments_option(arguments, option))
		return true;
	return prompt_possible(cli) && prompt_yes(cli, cli_words(cli, question), false);
}

// The language that they read first, which the questions go on in. On a terminal the system's is only a proposal: a borrowed
// phone speaks its owner's.
static void put_language(struct cli *cli, const struct arguments *arguments, struct wm_params *params)
{
	const char *given = arguments_option(arguments, "language");
	char *typed = NULL;
	if (!given && prompt_possible(cli)) {
		char question[200];
		snprintf(question, sizeof question, "%s [%s]",
			cli_words(cli, "Which language do you read first: English (en) or Cymraeg (cy)?"), cli->language);
		typed = prompt_line(cli, question);
	}
	const char *chosen = given ? given : typed ? typed : "";
	cli->no_language = false;
	if (strncasecmp(chosen, "cy", 2) == 0 || strncasecmp(chosen, "en", 2) == 0)
		snprintf(cli->language, sizeof cli->language, "%.2s", chosen); // also "Cymraeg" and "English", as people type them
	wm_params_text(params, "language", given ? given : cli->language);
	free(typed);
}

static bool put_adult(struct cli *cli, const struct arguments *arguments, struct wm_params *params)
{
	if (!said_yes(cli, arguments, "adult", WORDS_LATER("Are you 18 or older?"))) {
		if (prompt_possible(cli))
			refusals_tell(cli, WM_DENIED, "Waymark is for people of 18 or older. Nothing that you typed was kept.", NULL);
		else
			refusals_usage(cli, "Waymark is for adults. If you are 18 or older, say so with --adult.");
		return false;
	}
	wm_params_bool(params, "adult", true);
	return true;
}

// Everything but the code and the place. False if something is missing (told).
static bool put_person(
	struct cli *cli, const struct arguments *arguments, const struct wm_value *invitation, struct wm_params *params)
{
	put_language(cli, arguments, params);
	char *name = value_or_ask(cli, arguments, "name", WORDS_LATER("What are you called?"), is_name);
	if (!name)
		return false;
	wm_params_text(params, "name", name);
	free(name);
	if (arguments_option(arguments, "email") || wm_value_type(wm_value_get(invitation, "email")) != WM_TEXT) {
		char *mail = value_or_ask(cli, arguments, "email", WORDS_LATER("Your mail address, for sign-in links?"), is_mail);
		if (!mail)
			return false;
		wm_params_text(params, "email", mail);
		free(mail);
	}
	if (!put_adult(cli, arguments, params))
		return false;
	wm_params_bool(
		params, "may_ask", said_yes(cli, arguments, "may-ask", WORDS_LATER("May we ask you to help others sometimes?")));
	return true;
}

// The place, if there is one: asked for on a terminal until one is found, where an empty line is none. An exit code.
static int put_place(struct cli *cli, const struct arguments *arguments, struct wm_params *params)
{
	const char *given = arguments_option(arguments, "place");
	int64_t place = 0;
	int code = given && *given ? places_find(cli, given, &place) : EXIT_OK;
	while (!given && prompt_possible(cli) && place == 0) {
		char *typed = prompt_line(cli, cli_words(cli, "Which place are you of? (Enter for none)"));
		bool none = !typed || !*typed;
		code = none ? EXIT_OK : places_find(cli, typed, &place);
		free(typed);
		if (none || (code != EXIT_OK && code != EXIT_USAGE))
			break;
	}
	if (code == EXIT_OK && place)
		wm_params_int(params, "place", place);
	return connection_interrupted() ? EXIT_INTERRUPTED : code;
}

static int accept_now(struct cli *cli, struct wm_params *params, const char *circle)
{
	const struct wm_value *result;
	int code = ask_service(cli, "invitation.accept", params, &result);
	if (code == EXIT_OK)
		code = sessions_keep(cli, result);
	if (code == EXIT_OK && *circle) {
		cli_say(cli, "A seat is kept for you. Read what the circle is for: waymark circle get \"%s\"", circle);
		cli_say(cli, "Then join it: waymark circle join \"%s\"", circle);
	}
	return code;
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	char code[LINKS_CODE_BYTES];
	const struct wm_value *read = NULL;
	int exit_code = invitations_read(cli, arguments->words[0], code, &read);
	if (exit_code != EXIT_OK)
		return exit_code;
	invitations_tell(cli, read);
	bool to_circle = wm_value_type(wm_value_get(read, "circle")) == WM_INT;
	char circle[CIRCLES_TITLE_BYTES]; // what was read is gone after the next question
	snprintf(circle, sizeof circle, "%s", to_circle ? wm_value_text(wm_value_get(read, "what"), "") : "");
	struct wm_params *params = wm_params_create();
	wm_params_text(params, "code", code);
	exit_code = put_person(cli, arguments, read, params) ? put_place(cli, arguments, params) : EXIT_USAGE;
	if (exit_code == EXIT_OK)
		return accept_now(cli, params, circle);
	wm_params_destroy(params);
	return exit_code;
}

const struct command command_invitation_accept = {
	.name = "invitation accept",
	.takes = "LINK",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Accept an invitation: you get an account and are signed in."),
	.prose = WORDS_LATER("What is not given is asked for on a terminal."),
	.options = {
		{ "name", "NAME", WORDS_LATER("What you are called") },
		{ "place", "PLACE", WORDS_LATER("The place you are of: its name, code or number") },
		{ "language", "LANGUAGE", WORDS_LATER("The language you read first; your system's if not given") },
		{ "email", "MAIL", WORDS_LATER("Your mail address, if the invitation has none") },
		{ "adult", NULL, WORDS_LATER("You are 18 or older") },
		{ "may-ask", NULL, WORDS_LATER("You may be asked to help others") },
	},
	.run = run,
};
