// Which answer a request gets.
//
//   GET  /socket                      a WebSocket, if the door is open
//   POST, DELETE  /session            an exchange with the listener: a cookie is set, or deleted
//   GET  /live /ready /metrics        the listener's report, for this machine only
//   GET, HEAD  anything else          a static file, or 404
#include "daemon/gateway/house.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/check.h"

#define COOKIE_S (90 * 24 * 3600) // a session may end sooner; the service decides

static void open_socket(struct visit *visit, const struct head *head, struct slice rest)
{
	struct gateway *gateway = visit->gateway;
	struct door_answer door = door_check(head, &gateway->rules);
	if (door.status == 426)
		visit_text_with(visit, 426, door.text, "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
	else if (door.status == 405)
		visit_text_with(visit, 405, door.text, "Allow: GET\r\n");
	else if (door.status != 101)
		visit_text(visit, door.status, door.text);
	else if (gateway->connections >= house_connections_max(gateway)) {
		house_log_quietly(gateway, QUIET_FULL, "as many WebSockets as there may be");
		visit_text(visit, 503, "too many connections");
	} else
		socket_open(visit, &door, rest);
}

static void ask_session(struct visit *visit, const struct head *head)
{
	struct gateway *gateway = visit->gateway;
	struct slice code = { NULL, 0 };
	if (head->method != HEAD_POST && head->method != HEAD_DELETE)
		visit_text_with(visit, 405, "POST signs in, DELETE signs out", "Allow: POST, DELETE\r\n");
	else if (caller_origin(head, &gateway->rules) != CALLER_ORIGIN_ALLOWED)
		visit_text(visit, 403, "this Origin may not sign in here");
	else if (head->method == HEAD_POST && (!head_only(head, "x-waymark-code", &code) || !caller_is_token(code)))
		visit_text(visit, 400, "X-Waymark-Code is missing, or no code");
	else {
		struct slice token = caller_token(head, &gateway->rules);
		uint64_t exchange = pool_handle(&gateway->visits, visit);
		visit_wait(visit); // the listener may answer inside the call
		gateway->listener.session(gateway->listener.context, exchange, code, token, visit->peer);
	}
}

void gateway_answer_session(struct gateway *gateway, gateway_exchange exchange, int status, struct slice token, const char *text)
{
	struct visit *visit = pool_find(&gateway->visits, exchange);
	if (visit == NULL || visit->state != VISIT_WAITING)
		return; // the browser has gone
	if (status != 204) {
		visit_text(visit, status, text);
		return;
	}
	bool secure = gateway->rules.secure_cookie;
	char extra[CALLER_TOKEN_BYTES_MAX + 160];
	CHECK(token.n == 0 || caller_is_token(token));
	snprintf(extra, sizeof extra, "Set-Cookie: %s=%.*s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s\r\n",
		caller_cookie_name(secure), (int)token.n, token.n > 0 ? (const char *)token.at : "", token.n > 0 ? COOKIE_S : 0,
		secure ? "; Secure" : "");
	visit_text_with(visit, 204, "", extra);
}

static void report(struct visit *visit, const struct head *head)
{
	struct gateway *gateway = visit->gateway;
	char path[16];
	snprintf(path, sizeof path, "%.*s", (int)head->path.n, (const char *)head->path.at);
	visit->own = malloc(VISIT_ANSWER_BYTES_MAX);
	CHECK(visit->own != NULL);
	visit->own[0] = '\0';
	int status = gateway->listener.report(gateway->listener.context, path, visit->own, VISIT_ANSWER_BYTES_MAX);
	size_t n = strnlen(visit->own, VISIT_ANSWER_BYTES_MAX);
	if (head->method == HEAD_GET)
		visit->body = (struct slice){ (const uint8_t *)visit->own, n };
	visit_answer(visit, (struct answer){ .status = status, .type = "text/plain; version=0.0.4; charset=utf-8", .body_bytes = n });
}

static void send_file(struct visit *visit, const struct head *head, const struct file *file)
{
	static const char *const encodings[FILES_FORM_COUNT] = { [FILES_GZIP] = "gzip", [FILES_BROTLI] = "br" };
	enum files_form form = files_choose(file, head);
	struct answer answer = {
		.status = 200,
		.etag = file->etag,
		.caching = file->immutable ? "public, max-age=31536000, immutable" : "no-cache",
		.varies = file->forms[FILES_GZIP].at != NULL || file->forms[FILES_BROTLI].at != NULL,
	};
	if (files_known(file, head))
		answer.status = 304;
	else {
		answer.type = file->type;
		answer.encoding = encodings[form];
		answer.body_bytes = file->forms[form].n;
		if (head->method == HEAD_GET)
			visit->body = file->forms[form];
	}
	visit_answer(visit, answer);
}

static bool is_report(struct slice path)
{
	return head_is(path, "/live") || head_is(path, "/ready") || head_is(path, "/metrics");
}

// A hash of where the request is from, so that nobody behind this room handles an address. 0: nowhere in particular.
static uint64_t hash_peer(const struct gateway *gateway, const struct head *head, const char *address)
{
	char real[CALLER_ADDRESS_BYTES_MAX];
	uint8_t network[CALLER_NETWORK_BYTES_MAX];
	uint64_t hash;
	caller_address(head, &gateway->rules, address, real);
	size_t n = caller_network(&gateway->rules, real, network);
	if (n == 0)
		return 0;
	crypto_shorthash((unsigned char *)&hash, network, n, gateway->hash_key);
	return hash != 0 ? hash : 1;
}

void route_request(struct visit *visit, const struct head *head, struct slice rest)
{
	struct gateway *gateway = visit->gateway;
	const struct file *file;
	visit->peer = hash_peer(gateway, head, visit->address);
	if (slice_equal(head->path, slice_of(DOOR_PATH)))
		open_socket(visit, head, rest);
	else if (door_has_body(head))
		visit_text(visit, 413, "a request has no body here");
	else if (slice_equal(head->path, slice_of("/session")))
		ask_session(visit, head);
	else if (head->method != HEAD_GET && head->method != HEAD_HEAD)
		visit_text_with(visit, 405, "only GET and HEAD here", "Allow: GET, HEAD\r\n");
	else if (is_report(head->path) && caller_is_local(head, visit->address))
		report(visit, head);
	else if (!is_report(head->path) && (file = files_find(gateway->files, head->path)) != NULL)
		send_file(visit, head, file);
	else
		visit_text(visit, 404, "nothing is here");
}
