// Connection: reads what was set, makes the client, and says when the service is away.
#include "client/cli/connection.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/cli/contexts.h"
#include "client/cli/refusals.h"

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
	interrupted = 1;
}

bool connection_interrupted(void)
{
	return interrupted;
}

static int set_option(struct cli *cli, const char *name, const char *value)
{
	if (!value || wm_options_set(cli->options, name, value) == WM_OK)
		return EXIT_OK;
	return refusals_usage(cli, "%s", wm_options_problem(cli->options));
}

int connection_begin(struct cli *cli)
{
	const char *plain = getenv("WAYMARK_PLAIN");
	cli->plain = cli->plain || (plain && *plain && *plain != '0');
	cli->colour = !cli->plain && !getenv("NO_COLOR") && isatty(STDOUT_FILENO);
	sigaction(SIGINT, &(struct sigaction){ .sa_handler = on_interrupt }, NULL); // no SA_RESTART: a wait ends
	cli->options = wm_options_create();
	if (!cli->options)
		return refusals_tell(cli, WM_NO_MEMORY, NULL, NULL);
	int code = contexts_read(cli);
	if (code == EXIT_OK && wm_options_read_environment(cli->options) != WM_OK)
		code = refusals_usage(cli, "%s", wm_options_problem(cli->options));
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
		return refusals_usage(cli, "--timeout takes a number of seconds, not %s.", wait);
	wm_options_set_request_timeout_ms(cli->options, seconds > 0 ? (int64_t)(seconds * 1000) : 1);
	return EXIT_OK;
}

void connection_end(struct cli *cli)
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
	wm_stop(client); // connection_greet waits for this; all others look whether they have their answer and go on
}

int connection_open(struct cli *cli)
{
	if (cli->client)
		return EXIT_OK;
	if (cli->quiet_token)
		wm_options_set_token(cli->options, "");
	cli->client = wm_client_create(cli->options);
	if (!cli->client)
		return refusals_tell(cli, WM_INSECURE, wm_options_problem(cli->options), NULL);
	wm_on_state(cli->client, on_state, cli);
	return EXIT_OK;
}

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int connection_greet(struct cli *cli)
{
	int code = connection_open(cli);
	int64_t end_ms = now_ms() + (int64_t)(strtod(cli->wait_s ? cli->wait_s : "30", NULL) * 1000);
	while (code == EXIT_OK && wm_client_state(cli->client) != WM_READY) {
		int64_t left = end_ms - now_ms();
		int waited = left > 0 ? wm_run(cli->client, left) : WM_UNREACHABLE;
		if (interrupted)
			return EXIT_INTERRUPTED;
		if (waited != WM_OK && waited != WM_TIMEOUT)
			return refusals_tell(cli, waited, wm_last_error(cli->client), NULL);
	}
	return code;
}
