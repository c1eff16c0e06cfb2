// Calls: requests and subscriptions on their way into the client.
// SPDX-License-Identifier: MIT
#include <stdio.h>

#include "client/library/chance.h"
#include "client/library/client.h"
#include "client/library/params.h"
#include "protocol/must.h"
#include "protocol/schema.h"

#define OPERATION_BYTES_MAX 100

static int64_t refuse(struct wm_client *client, int code, const char *error)
{
	snprintf(client->error, sizeof client->error, "%s", error);
	return code;
}

// A number that no waiting request has.
static uint32_t free_id(struct wm_client *client)
{
	uint32_t id;
	do {
		id = client_next_id(client);
	} while (outbox_find(&client->outbox, id));
	return id;
}

static struct request *request_create(const char *operation, const struct wm_params *params, int *code)
{
	const struct schema_operation *row = schema_operation(slice_of(operation));
	struct request *request = calloc(1, sizeof *request);
	if (request)
		request->operation = strdup(operation);
	if (!request || !request->operation) {
		request_destroy(request);
		*code = WM_NO_MEMORY;
		return NULL;
	}
	*code = params_write(params, row && row->nonce, &request->params);
	request->changes = outbox_changes(operation);
	request->once = outbox_once(operation, params && params->nonce);
	if (*code == WM_OK)
		return request;
	request_destroy(request);
	return NULL;
}

int64_t wm_call(
	struct wm_client *client, const char *operation, const struct wm_params *params, wm_reply_callback *callback, void *user)
{
	if (!client || client->destroyed || !operation || !*operation || strlen(operation) > OPERATION_BYTES_MAX)
		return WM_INVALID;
	const struct wm_options *options = client->options;
	if (client->outbox.count >= (size_t)options->outbox_requests_max || client->outbox.bytes >= (size_t)options->outbox_bytes_max)
		return refuse(client, WM_FULL, wm_strerror(WM_FULL));
	int code;
	struct request *request = request_create(operation, params, &code);
	if (!request)
		return refuse(client, code, wm_strerror(code));
	request->id = free_id(client);
	request->callback = callback;
	request->user = user;
	request->deadline_ms = options->request_timeout_ms ? chance_now_ms() + options->request_timeout_ms : NEVER_MS;
	outbox_add(&client->outbox, request);
	return request->id;
}

int64_t wm_call_json(struct wm_client *client, const char *operation, const char *json, wm_reply_callback *callback, void *user)
{
	if (!client || client->destroyed || !operation || !json)
		return WM_INVALID;
	struct wm_params params = { 0 };
	char problem[CLIENT_ERROR_BYTES] = "";
	int64_t code = params_read_json(&params, operation, json, problem, sizeof problem);
	code = code == WM_OK ? wm_call(client, operation, &params, callback, user) : refuse(client, (int)code, problem);
	buffer_release(&params.pairs);
	return code;
}

int64_t wm_post(
	struct wm_client *client, int64_t channel, const char *text, int64_t reply_to, wm_reply_callback *callback, void *user)
{
	struct wm_params params = { 0 };
	wm_params_int(&params, "channel", channel);
	wm_params_text(&params, "text", text ? text : "");
	if (reply_to > 0)
		wm_params_int(&params, "reply_to", reply_to);
	int64_t number = wm_call(client, "channel.post", &params, callback, user);
	buffer_release(&params.pairs);
	return number;
}

bool wm_cancel(struct wm_client *client, int64_t number)
{
	struct request *request = number > 0 && number <= UINT32_MAX ? outbox_find(&client->outbox, (uint32_t)number) : NULL;
	if (!request)
		return false;
	outbox_take(&client->outbox, request);
	request_destroy(request);
	return true;
}

size_t wm_pending(const struct wm_client *client)
{
	return client->outbox.count;
}

int wm_subscribe(struct wm_client *client, int64_t channel, int64_t after, wm_notice_callback *callback, void *user)
{
	if (!client || client->destroyed || channel <= 0 || after < WM_FROM_NOW || !callback)
		return WM_INVALID;
	return subscriptions_put(&client->subscriptions, channel, after, callback, user);
}

int wm_unsubscribe(struct wm_client *client, int64_t channel)
{
	struct subscription *subscription = subscriptions_find(&client->subscriptions, channel);
	if (!subscription)
		return WM_NOT_FOUND;
	bool told = subscription->state != SUBSCRIPTION_IDLE;
	subscriptions_drop(&client->subscriptions, subscription);
	if (!told)
		return WM_OK;
	// The service is told, and whether it hears it does not matter: events of channels that nobody follows are passed over.
	struct wm_params params = { 0 };
	wm_params_int(&params, "channel", channel);
	int64_t number = wm_call(client, "channel.unsubscribe", &params, NULL, NULL);
	buffer_release(&params.pairs);
	return number > 0 ? WM_OK : (int)number;
}

int64_t wm_cursor(const struct wm_client *client, int64_t channel)
{
	const struct subscription *subscription = subscriptions_find(&client->subscriptions, channel);
	return subscription ? subscription->cursor : -1;
}
