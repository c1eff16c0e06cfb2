// waymark login: signs in by a mailed link, or by the six digits beside it.
#include <stdlib.h>

#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/links.h"
#include "client/cli/prompt.h"
#include "client/cli/refusals.h"
#include "client/cli/sessions.h"

static void expect_unknown(const struct cli *cli)
{
	refusals_expect(cli, WM_NOT_FOUND, NULL,
		"This link or code is not known, or a newer one was sent since. Ask for a new one with: waymark login you@example.org");
}

// Says whose link it is before anybody uses it. An exit code; EXIT_FAILED if the person says no.
static int confirm(struct cli *cli, const char *code)
{
	struct wm_params *params = wm_params_create();
	wm_params_text(params, "code", code);
	const struct wm_value *result;
	expect_unknown(cli);
	int exit_code = ask_service(cli, "session.read", params, &result);
	if (exit_code != EXIT_OK)
		return exit_code;
	cli_note(cli, "This link signs in: %s.", wm_value_text(wm_value_get(result, "name"), ""));
	if (prompt_possible(cli) && !prompt_yes(cli, cli_words(cli, "Is that you?"), true)) {
		cli_note(cli, "Nothing was done; the link is good still.");
		return EXIT_FAILED;
	}
	return EXIT_OK;
}

static int enter(struct cli *cli, const char *code, const char *email)
{
	struct wm_params *params = wm_params_create();
	wm_params_text(params, "code", code);
	wm_params_text(params, "email", email);
	const struct wm_value *result;
	expect_unknown(cli);
	int exit_code = ask_service(cli, "session.enter", params, &result);
	return exit_code == EXIT_OK ? sessions_keep(cli, result) : exit_code;
}

// With what was mailed: a link, or the six digits.
static int enter_with(struct cli *cli, const char *typed, const char *email)
{
	char code[LINKS_CODE_BYTES];
	if (links_digits(typed, code)) {
		if (!email)
			return refusals_usage(cli, "Six digits need your mail address too: waymark login you@example.org --code %s", code);
		return enter(cli, code, email);
	}
	int exit_code = links_read(cli, typed, code);
	if (exit_code == EXIT_OK)
		exit_code = confirm(cli, code);
	return exit_code == EXIT_OK ? enter(cli, code, NULL) : exit_code;
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	const char *given = arguments_option(arguments, "code");
	const char *email = arguments->count > 0 ? arguments->words[0] : NULL;
	cli->quiet_token = true;
	if (given)
		return enter_with(cli, given, email);
	if (!email)
		return refusals_usage(cli, "Say your mail address: waymark login you@example.org");
	struct wm_params *params = wm_params_create();
	wm_params_text(params, "email", email);
	const struct wm_value *result;
	int code = ask_service(cli, "session.link", params, &result);
	if (code != EXIT_OK)
		return code;
	cli_note(cli, "If %s is known here, a link and six digits are on their way by mail.", email);
	char *typed = prompt_line(cli, cli_words(cli, "Paste the link, or type the six digits:"));
	if (!typed || !*typed) {
		free(typed);
		cli_note(cli, "When the mail is there: waymark login %s --code LINK", email);
		if (cli->json)
			puts("{\"pending\":\"code\"}");
		return EXIT_PENDING;
	}
	code = enter_with(cli, typed, email);
	free(typed);
	return code;
}

const struct command command_login = {
	.name = "login",
	.takes = "[MAIL]",
	.most = 1,
	.summary = WORDS_LATER("Sign in: a link and six digits are mailed to you, and either one lets you in."),
	.prose = WORDS_LATER(
		"Without a terminal, what was mailed is read from the standard input; if there is nothing, the exit code is 8, and "
		"--code goes on from there."),
	.options = { { "code", "LINK|CODE", WORDS_LATER("What was mailed, if you have it already") } },
	.run = run,
};
