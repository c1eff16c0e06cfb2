// ask: any operation with its parameters as JSON, over a poll loop of the program's own.   ask NOUN.VERB JSON
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <waymark.h>
#include <waymark_poll.h>

struct asking {
	int done, code;
};

static void on_reply(struct wm_client *client, const struct wm_reply *reply, void *user)
{
	struct asking *asking = user;
	char *json = reply->code == WM_OK ? wm_value_json(reply->result) : NULL;
	printf("%s\n", json ? json : reply->message);
	free(json);
	asking->done = 1;
	asking->code = reply->code;
}

int main(int argc, char **argv)
{
	struct wm_options *options = wm_options_create();
	struct wm_client *client = NULL;
	if (argc == 3 && options && wm_options_read_environment(options) == WM_OK)
		client = wm_client_create(options);
	wm_options_destroy(options);
	struct asking asking = { 0, WM_OK };
	if (!client || wm_call_json(client, argv[1], argv[2], on_reply, &asking) < 0) {
		fprintf(stderr, "%s\n", client ? wm_last_error(client) : "ask NOUN.VERB JSON");
		wm_client_destroy(client);
		return 2;
	}
	while (!asking.done) {
		struct pollfd ready = wm_pollfd(client); // and whatever else the program waits for
		poll(&ready, 1, wm_timeout_ms(client));
		if (wm_process_polled(client, &ready) != WM_OK && !asking.done)
			break;
	}
	wm_client_destroy(client);
	return asking.done && asking.code == WM_OK ? 0 : 1;
}
