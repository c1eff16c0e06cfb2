// Client: made, asked and destroyed.
// SPDX-License-Identifier: MIT
#include "client/library/client.h"

#include <limits.h>
#include <stdio.h>

#include "client/library/chance.h"
#include "protocol/must.h"

struct wm_client *wm_client_create(struct wm_options *options)
{
	if (!options)
		return NULL;
	options->problem[0] = 0;
	int code = options_check(options, options->token);
	struct wm_client *client = code == WM_OK ? calloc(1, sizeof *client) : NULL;
	if (client)
		client->options = options_copy(options);
	if (!client || !client->options) {
		free(client);
		snprintf(options->problem, sizeof options->problem, "%s", wm_strerror(code == WM_OK ? WM_NO_MEMORY : code));
		return NULL;
	}
	client->websocket.message = client_message;
	client->websocket.context = client;
	client->delay_ms = client->options->reconnect_min_ms;
	client->retry_at_ms = chance_now_ms();
	return client;
}

static void release(struct wm_client *client)
{
	websocket_close(&client->websocket);
	outbox_release(&client->outbox);
	subscriptions_release(&client->subscriptions);
	wm_value_unref(client->hello);
	wm_value_unref(client->old_hello);
	wm_options_destroy(client->options);
	free(client);
}

void wm_client_destroy(struct wm_client *client)
{
	if (!client)
		return;
	client->destroyed = true;
	if (client->inside)
		websocket_shut(&client->websocket);
	else
		release(client);
}

enum wm_state wm_client_state(const struct wm_client *client)
{
	return client->state;
}

const char *wm_state_word(enum wm_state state)
{
	switch (state) {
	case WM_WAITING:
		return "waiting";
	case WM_CONNECTING:
		return "connecting";
	case WM_READY:
		return "ready";
	case WM_ENDED:
		return "ended";
	}
	return "unknown";
}

void wm_on_state(struct wm_client *client, wm_state_callback *callback, void *user)
{
	client->on_state = callback;
	client->on_state_user = user;
}

const char *wm_last_error(const struct wm_client *client)
{
	return client->error;
}

const struct wm_value *wm_hello(const struct wm_client *client)
{
	return client->hello;
}

int wm_set_token(struct wm_client *client, const char *token)
{
	int code = options_check(client->options, token);
	if (code == WM_OK)
		code = wm_options_set_token(client->options, token);
	if (code == WM_OK)
		client->greet_anew = true;
	return code;
}

int wm_fd(const struct wm_client *client)
{
	return websocket_fd(&client->websocket);
}

int wm_events(const struct wm_client *client)
{
	return websocket_events(&client->websocket);
}

int wm_timeout_ms(const struct wm_client *client)
{
	int64_t due = client_due_ms(client);
	if (due == NEVER_MS)
		return -1;
	int64_t left = due - chance_now_ms();
	return left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

int wm_process(struct wm_client *client, int happened)
{
	if (!client || client->inside || client->destroyed)
		return WM_INVALID;
	// What is ready is found out by trying: a guess of the caller's can then do no harm.
	client->inside = true;
	wm_value_unref(client->old_hello);
	client->old_hello = NULL;
	client_step(client);
	client->inside = false;
	if (client->destroyed) {
		release(client);
		return WM_GONE;
	}
	return client->state == WM_ENDED ? client->code : WM_OK;
}

void wm_stop(struct wm_client *client)
{
	client->stopped = true;
}
