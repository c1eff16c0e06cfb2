// say: says one thing in a channel and ends when it is kept.   say CHANNEL TEXT
// The service and the token come from WAYMARK_URL and WAYMARK_TOKEN.
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <waymark.h>

static int failed = 1;

static void on_reply(struct wm_client *client, const struct wm_reply *reply, void *user)
{
	if (reply->code == WM_OK)
		printf("kept as number %lld\n", (long long)wm_value_int(wm_value_get(reply->result, "seq"), 0));
	else
		fprintf(stderr, "%s %s\n", reply->message, reply->detail);
	failed = reply->code != WM_OK;
	wm_stop(client);
}

int main(int argc, char **argv)
{
	struct wm_options *options = wm_options_create();
	if (argc != 3 || !options || wm_options_read_environment(options) != WM_OK)
		return 2;
	struct wm_client *client = wm_client_create(options);
	if (!client) {
		fprintf(stderr, "%s\n", wm_options_problem(options));
		return 2;
	}
	// From here on the words are safe: they are sent, and sent again, until the service has kept them.
	wm_post(client, atoll(argv[1]), argv[2], 0, on_reply, NULL);
	int code = wm_run(client, 30000);
	if (code != WM_OK)
		fprintf(stderr, "%s (%s)\n", wm_strerror(code), wm_last_error(client));
	wm_client_destroy(client);
	wm_options_destroy(options);
	return failed;
}
