// waymark invitation read and accept: who invites to what, and saying yes.
#include <stdlib.h>
#include <string.h>

#include "client/cli/links.h"
#include "client/cli/places.h"
#include "client/cli/prompt.h"
#include "client/cli/sessions.h"

static int ask_about(struct cli *cli, const char *code, const struct wm_value **result)
{
	struct wm_params *params = wm_params_create();
	wm_params_text(params, "code", code);
	return cli_ask(cli, "invitation.read", params, result);
}

static void tell_about(const struct cli *cli, const struct wm_value *invitation)
{
	int64_t hours = wm_value_int(wm_value_get(invitation, "asks_hours"), 0);
	cli_note(cli, "%s invites you to: %s", wm_value_text(wm_value_get(invitation, "who"), ""),
		wm_value_text(wm_value_get(invitation, "what"), ""));
	cli_note(cli, "Why you: %s", wm_value_text(wm_value_get(invitation, "why"), ""));
	if (hours > 0)
		cli_note(cli, "It asks %lld hours a month of you.", (long long)hours);
}

static int run_read(struct cli *cli, const struct arguments *arguments)
{
	char code[LINKS_CODE_BYTES];
	const struct wm_value *result;
	cli->quiet_token = true;
	int exit_code = links_read(cli, arguments->words[0], code);
	if (exit_code == EXIT_OK)
		exit_code = ask_about(cli, code, &result);
	if (exit_code != EXIT_OK)
		return exit_code;
	if (cli->json)
		cli_print_json(result);
	tell_about(cli, result);
	return EXIT_OK;
}

// The option's value, or what the person types. NULL if there is neither (told).
static char *value_or_ask(struct cli *cli, const struct arguments *arguments, const char *option, const char *question)
{
	const char *given = arguments_option(arguments, option);
	char *value = given ? strdup(given) : prompt_possible(cli) ? prompt_line(cli, cli_words(cli, question)) : NULL;
	if (value && *value)
		return value;
	free(value);
	cli_usage(cli, "Something is missing: --%s", option);
	return NULL;
}

// A switch, or what the person answers; without a terminal the switch alone counts.
static bool said_yes(struct cli *cli, const struct arguments *arguments, const char *option, const char *question)
{
	if (arguments_option(arguments, option))
		return true;
	return prompt_possible(cli) && prompt_yes(cli, cli_words(cli, question), false);
}

// Everything but the code and the place. False if something is missing (told).
static bool put_person(
	struct cli *cli, const struct arguments *arguments, const struct wm_value *invitation, struct wm_params *params)
{
	char *name = value_or_ask(cli, arguments, "name", WORDS_LATER("What are you called?"));
	if (!name)
		return false;
	wm_params_text(params, "name", name);
	free(name);
	const char *email = arguments_option(arguments, "email");
	if (email || wm_value_type(wm_value_get(invitation, "email")) != WM_TEXT) {
		char *mail = value_or_ask(cli, arguments, "email", WORDS_LATER("Your mail address, for sign-in links?"));
		if (!mail)
			return false;
		wm_params_text(params, "email", mail);
		free(mail);
	}
	const char *language = arguments_option(arguments, "language");
	wm_params_text(params, "language", language ? language : cli->language);
	if (!said_yes(cli, arguments, "adult", WORDS_LATER("Are you 18 or older?"))) {
		cli_usage(cli, "Waymark is for adults. If you are 18 or older, say so with --adult.");
		return false;
	}
	wm_params_bool(params, "adult", true);
	wm_params_bool(
		params, "may_ask", said_yes(cli, arguments, "may-ask", WORDS_LATER("May we ask you to help others sometimes?")));
	return true;
}

// The place, if there is one: asked for on a terminal, where an empty line is none. An exit code.
static int put_place(struct cli *cli, const struct arguments *arguments, struct wm_params *params)
{
	const char *given = arguments_option(arguments, "place");
	char *typed =
		!given && prompt_possible(cli) ? prompt_line(cli, cli_words(cli, "Which place are you of? (Enter for none)")) : NULL;
	const char *text = given ? given : typed ? typed : "";
	int64_t place = 0;
	int code = *text ? places_find(cli, text, &place) : EXIT_OK;
	if (code == EXIT_OK && place)
		wm_params_int(params, "place", place);
	free(typed);
	return code;
}

static int accept_now(struct cli *cli, struct wm_params *params, int64_t circle)
{
	const struct wm_value *result;
	int code = cli_ask(cli, "invitation.accept", params, &result);
	if (code == EXIT_OK)
		code = sessions_keep(cli, result);
	if (code == EXIT_OK && circle)
		cli_say(cli,
			"A seat is kept for you. Read what the circle is for: waymark circle get %lld; then join it: waymark circle join "
			"%lld",
			(long long)circle, (long long)circle);
	return code;
}

static int run_accept(struct cli *cli, const struct arguments *arguments)
{
	char code[LINKS_CODE_BYTES];
	const struct wm_value *read = NULL;
	cli->quiet_token = true;
	int exit_code = links_read(cli, arguments->words[0], code);
	if (exit_code == EXIT_OK)
		exit_code = ask_about(cli, code, &read);
	if (exit_code != EXIT_OK)
		return exit_code;
	tell_about(cli, read);
	int64_t circle = wm_value_int(wm_value_get(read, "circle"), 0);
	struct wm_params *params = wm_params_create();
	wm_params_text(params, "code", code);
	exit_code = put_person(cli, arguments, read, params) ? put_place(cli, arguments, params) : EXIT_USAGE;
	if (exit_code == EXIT_OK)
		return accept_now(cli, params, circle);
	wm_params_destroy(params);
	return exit_code;
}

const struct command command_invitation_read = {
	.name = "invitation read",
	.takes = "LINK",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Who invites you to what; it uses nothing up."),
	.run = run_read,
};

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
	.run = run_accept,
};
