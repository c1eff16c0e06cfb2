// listen: prints what is said in a channel, each message once and in order, through every lost connection.   listen CHANNEL AFTER
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <waymark.h>

static void on_notice(struct wm_client *client, const struct wm_notice *notice, void *user)
{
	switch (notice->kind) {
	case WM_NOTICE_EVENT:
		// Kinds of events that a program does not know, it passes over.
		if (strcmp(notice->event, "message") == 0)
			printf("%lld: %s\n", (long long)notice->seq, wm_value_text(wm_value_get(notice->body, "text"), "(taken back)"));
		break;
	case WM_NOTICE_SKIPPED:
		printf("%lld to %lld are not for us\n", (long long)notice->from, (long long)notice->to);
		break;
	case WM_NOTICE_ENDED:
		printf("ended: %s\n", wm_code_word(notice->code));
		wm_stop(client);
		break;
	default:
		break;
	}
	fflush(stdout);
}

static void on_state(struct wm_client *client, enum wm_state state, int code, void *user)
{
	fprintf(stderr, "%s %s\n", wm_state_word(state), wm_last_error(client));
}

int main(int argc, char **argv)
{
	struct wm_options *options = wm_options_create();
	struct wm_client *client = NULL;
	if (argc == 3 && options && wm_options_read_environment(options) == WM_OK)
		client = wm_client_create(options);
	if (!client)
		return 2;
	wm_on_state(client, on_state, NULL);
	wm_subscribe(client, atoll(argv[1]), atoll(argv[2]), on_notice, NULL);
	int code = wm_run(client, -1);
	wm_client_destroy(client);
	wm_options_destroy(options);
	return code == WM_OK ? 0 : 1;
}
