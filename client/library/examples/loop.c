// loop: a client on a libuv loop, beside the program's other work. Prints a channel's members.   loop CHANNEL
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <waymark.h>
#include <waymark_uv.h>

static struct wm_uv adapter;

static void on_stopped(struct wm_uv *stopped)
{
	wm_client_destroy(stopped->user);
}

static void on_members(struct wm_client *client, const struct wm_reply *reply, void *user)
{
	const struct wm_value *members = wm_value_get(reply->result, "members");
	for (size_t i = 0; i < wm_value_count(members); i++)
		printf("%s\n", wm_value_text(wm_value_get(wm_value_at(members, i), "name"), ""));
	if (reply->code != WM_OK)
		fprintf(stderr, "%s\n", reply->message);
	wm_uv_stop(&adapter, on_stopped);
}

int main(int argc, char **argv)
{
	struct wm_options *options = wm_options_create();
	struct wm_client *client = NULL;
	if (argc == 2 && options && wm_options_read_environment(options) == WM_OK)
		client = wm_client_create(options);
	wm_options_destroy(options);
	if (!client)
		return 2;
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "channel", atoll(argv[1]));
	wm_call(client, "channel.members", params, on_members, NULL);
	wm_params_destroy(params);
	adapter.user = client;
	wm_uv_start(&adapter, uv_default_loop(), client);
	return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
