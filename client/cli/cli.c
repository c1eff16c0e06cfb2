// Cli: connects, asks, waits; and says what came of it.
#include "client/cli/cli.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/cli/contexts.h"
#include "client/cli/refusals.h"
#include "client/cli/show.h"
#include "protocol/words.h"

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
	interrupted = 1;
}

bool cli_interrupted(void)
{
	return interrupted;
}

void cli_choose_language(struct cli *cli)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *value = "";
	for (size_t i = 0; i < sizeof names / sizeof *names && !*value; i++) {
		const char *found = getenv(names[i]);
		value = found ? found : "";
	}
	size_t n = strcspn(value, ".@_");
	bool none = cli->no_language = n < 2 || n >= sizeof cli->language || strncmp(value, "POSIX", n) == 0;
	snprintf(cli->language, sizeof cli->language, "%.*s", none ? 2 : (int)n, none ? "en" : value);
}

static int set_option(struct cli *cli, const char *name, const char *value)
{
	if (!value || wm_options_set(cli->options, name, value) == WM_OK)
		return EXIT_OK;
	return cli_usage(cli, "%s", wm_options_problem(cli->options));
}

int cli_begin(struct cli *cli)
{
	const char *plain = getenv("WAYMARK_PLAIN");
	cli->plain = cli->plain || (plain && *plain && *plain != '0');
	cli->colour = !cli->plain && !getenv("NO_COLOR") && isatty(STDOUT_FILENO);
	sigaction(SIGINT, &(struct sigaction){ .sa_handler = on_interrupt }, NULL); // no SA_RESTART: a wait ends
	cli->options = wm_options_create();
	if (!cli->options)
		return cli_fail(cli, WM_NO_MEMORY, NULL, NULL);
	int code = contexts_read(cli);
	if (code == EXIT_OK && wm_options_read_environment(cli->options) != WM_OK)
		code = cli_usage(cli, "%s", wm_options_problem(cli->options));
	if (code == EXIT_OK)
		code = set_option(cli, "url", cli->url);
	if (code == EXIT_OK)
		code = set_option(cli, "token", cli->token);
	if (code == EXIT_OK)
		code = set_option(cli, "program", "waymark " WAYMARK_VERSION);
	if (code == EXIT_OK)
		code = set_option(cli, "reconnect_max_ms", "3000");
	if (code != EXIT_OK)
		return code;
	const char *wait = cli->wait_s ? cli->wait_s : "30";
	char *end;
	double seconds = strtod(wait, &end);
	if (end == wait || *end || seconds < 0 || seconds > 86400)
		return cli_usage(cli, "--timeout takes a number of seconds, not %s.", wait);
	wm_options_set_request_timeout_ms(cli->options, seconds > 0 ? (int64_t)(seconds * 1000) : 1);
	return EXIT_OK;
}

void cli_end(struct cli *cli)
{
	wm_client_destroy(cli->client);
	wm_options_destroy(cli->options);
}

static void on_state(struct wm_client *client, enum wm_state state, int code, void *user)
{
	struct cli *cli = user;
	if (state == WM_WAITING && code != WM_OK && !cli->told_waiting) {
		cli->told_waiting = true;
		const char *why = cli_words(cli, wm_last_error(client));
		int n = (int)strlen(why);
		n -= n > 0 && why[n - 1] == '.'; // whole sentences and mere reasons both come here
		cli_note(cli, "Not connected: %.*s. Trying again; Ctrl-C stops.", n, why);
	}
	if (state != WM_READY)
		return;
	if (cli->no_language)
		snprintf(cli->language, sizeof cli->language, "%s",
			wm_value_text(wm_value_get(wm_value_get(wm_hello(client), "person"), "language"), "en"));
	if (cli->told_waiting)
		cli_note(cli, "Connected.");
	cli->told_waiting = false;
	wm_stop(client); // cli_greet waits for this; all others look whether they have their answer and go on
}

int cli_connect(struct cli *cli)
{
	if (cli->client)
		return EXIT_OK;
	if (cli->quiet_token)
		wm_options_set_token(cli->options, "");
	cli->client = wm_client_create(cli->options);
	if (!cli->client)
		return cli_fail(cli, WM_INSECURE, wm_options_problem(cli->options), NULL);
	wm_on_state(cli->client, on_state, cli);
	return EXIT_OK;
}

// -- asking ---------------------------------------------------------------------------------------------------------------------

// The answer that cli_try waits for.
struct pending {
	bool done;
	int code;
	char *message, *detail;
	const struct wm_value *result;
};

static struct pending last; // kept until the next question, so that its result can be read

static void forget_last(void)
{
	wm_value_unref(last.result);
	free(last.message);
	free(last.detail);
	last = (struct pending){ 0 };
}

static void on_reply(struct wm_client *client, const struct wm_reply *reply, void *user)
{
	last.done = true;
	last.code = reply->code;
	last.message = strdup(reply->message);
	last.detail = strdup(reply->detail);
	last.result = wm_value_ref(reply->result);
	wm_stop(client);
}

// Waits for the answer to the number that wm_call gave.
static int wait_for(struct cli *cli, int64_t number)
{
	if (number < 0) {
		last.code = (int)number;
		last.message = strdup(wm_strerror((int)number));
		last.detail = strdup(wm_last_error(cli->client));
		return EXIT_FAILED;
	}
	while (!last.done && !interrupted) {
		int code = wm_run(cli->client, -1);
		if (code != WM_OK && !last.done) {
			// Ended: the token was refused before the question could be asked.
			wm_cancel(cli->client, number);
			last.done = true;
			last.code = code;
			last.message = strdup(wm_last_error(cli->client));
		}
	}
	if (interrupted)
		return EXIT_INTERRUPTED;
	return last.code == WM_OK ? EXIT_OK : EXIT_FAILED;
}

static int finish(struct cli *cli, int exit_code, const struct wm_value **result)
{
	if (result)
		*result = last.result;
	if (exit_code == EXIT_FAILED)
		exit_code = cli_fail(cli, last.code, last.message, last.detail);
	refusals_forget();
	return exit_code;
}

int cli_try(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result, int *code)
{
	int exit_code = cli_connect(cli);
	forget_last();
	if (exit_code == EXIT_OK) {
		exit_code = wait_for(cli, wm_call(cli->client, operation, params, on_reply, NULL));
		*code = last.code;
	}
	wm_params_destroy(params);
	if (result)
		*result = last.result;
	return exit_code;
}

int cli_ask(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result)
{
	int code = WM_OK;
	int exit_code = cli_try(cli, operation, params, result, &code);
	if (code == WM_OK)
		refusals_forget();
	return code == WM_OK ? exit_code : finish(cli, exit_code, result);
}

int cli_carry_out(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result)
{
	int code = cli_ask(cli, operation, params, result);
	if (code == EXIT_OK && cli->json)
		cli_print_json(*result);
	return code;
}

int cli_ask_json(struct cli *cli, const char *operation, const char *json, const struct wm_value **result)
{
	int exit_code = cli_connect(cli);
	if (exit_code != EXIT_OK)
		return exit_code;
	forget_last();
	return finish(cli, wait_for(cli, wm_call_json(cli->client, operation, json, on_reply, NULL)), result);
}

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int cli_greet(struct cli *cli)
{
	int code = cli_connect(cli);
	int64_t end_ms = now_ms() + (int64_t)(strtod(cli->wait_s ? cli->wait_s : "30", NULL) * 1000);
	while (code == EXIT_OK && wm_client_state(cli->client) != WM_READY) {
		int64_t left = end_ms - now_ms();
		int waited = left > 0 ? wm_run(cli->client, left) : WM_UNREACHABLE;
		if (interrupted)
			return EXIT_INTERRUPTED;
		if (waited != WM_OK && waited != WM_TIMEOUT)
			return cli_fail(cli, waited, wm_last_error(cli->client), NULL);
	}
	return code;
}

// -- saying ---------------------------------------------------------------------------------------------------------------------

const char *cli_words(const struct cli *cli, const char *msgid)
{
	return words_in(slice_of(cli->language), msgid);
}

void cli_print_json(const struct wm_value *value)
{
	char *json = wm_value_json(value);
	puts(json ? json : "null");
	free(json);
	fflush(stdout);
}

__attribute__((format(printf, 3, 0))) static void say(const struct cli *cli, FILE *to, const char *format, va_list arguments)
{
	char *text = NULL;
	// The words of another language take the same values in the same order: msgfmt --check-format sees to it.
	if (vasprintf(&text, cli_words(cli, format), arguments) < 0)
		return;
	show_text(to, text, SHOW_LINES);
	fputc('\n', to);
	fflush(to);
	free(text);
}

void cli_say(const struct cli *cli, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	if (!cli->json)
		say(cli, stdout, format, arguments);
	va_end(arguments);
}

void cli_note(const struct cli *cli, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	if (!cli->json)
		say(cli, stderr, format, arguments);
	va_end(arguments);
}
