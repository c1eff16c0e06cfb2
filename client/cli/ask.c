// Ask: one question at a time, and its answer kept until the next.
#include "client/cli/ask.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/connection.h"
#include "client/cli/refusals.h"

// The answer that ask_quietly waits for.
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
	while (!last.done && !connection_interrupted()) {
		int code = wm_run(cli->client, -1);
		if (code != WM_OK && !last.done) {
			// Ended: the token was refused before the question could be asked.
			wm_cancel(cli->client, number);
			last.done = true;
			last.code = code;
			last.message = strdup(wm_last_error(cli->client));
		}
	}
	if (connection_interrupted())
		return EXIT_INTERRUPTED;
	return last.code == WM_OK ? EXIT_OK : EXIT_FAILED;
}

static int finish(struct cli *cli, int exit_code, const struct wm_value **result)
{
	if (result)
		*result = last.result;
	if (exit_code == EXIT_FAILED)
		exit_code = refusals_tell(cli, last.code, last.message, last.detail);
	refusals_forget();
	return exit_code;
}

int ask_quietly(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result, int *code)
{
	int exit_code = connection_open(cli);
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

int ask_service(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result)
{
	int code = WM_OK;
	int exit_code = ask_quietly(cli, operation, params, result, &code);
	if (code == WM_OK)
		refusals_forget();
	return code == WM_OK ? exit_code : finish(cli, exit_code, result);
}

int ask_and_print(struct cli *cli, const char *operation, struct wm_params *params, const struct wm_value **result)
{
	int code = ask_service(cli, operation, params, result);
	if (code == EXIT_OK && cli->json)
		cli_print_json(*result);
	return code;
}

int ask_json(struct cli *cli, const char *operation, const char *json, const struct wm_value **result)
{
	int exit_code = connection_open(cli);
	if (exit_code != EXIT_OK)
		return exit_code;
	forget_last();
	return finish(cli, wait_for(cli, wm_call_json(cli->client, operation, json, on_reply, NULL)), result);
}
