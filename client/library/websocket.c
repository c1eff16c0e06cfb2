// WebSocket: wslay does the frames, the transport the bytes; this room joins the two.
// SPDX-License-Identifier: MIT
#include "client/library/websocket.h"

#include <stdio.h>
#include <wslay/wslay.h>

#include "client/library/chance.h"
#include "protocol/must.h"
#include "protocol/words.h"

#define BROKEN_FRAME "the service sent a broken or an oversized frame: check the versions of both"
#define TURN_BYTES_MAX (256u << 10) // read in one step
#define CLOSED_TO_RESTART 1012
#define CLOSED_WHEN_FULL 1013

static void break_with(struct websocket *websocket, const char *problem)
{
	websocket->broken = true;
	snprintf(websocket->problem, sizeof websocket->problem, "%s", problem);
}

// Bytes that came behind the answer to the upgrade are frames already.
static size_t take_left_over(struct websocket *websocket, uint8_t *bytes, size_t size)
{
	size_t n = websocket->answer ? websocket->answer_n - websocket->answer_used : 0;
	if (n == 0)
		return 0;
	n = n < size ? n : size;
	memcpy(bytes, websocket->answer + websocket->answer_used, n);
	websocket->answer_used += n;
	if (websocket->answer_used == websocket->answer_n) {
		free(websocket->answer);
		websocket->answer = NULL;
	}
	return n;
}

static ssize_t on_read(wslay_event_context_ptr wslay, uint8_t *bytes, size_t size, int flags, void *context)
{
	struct websocket *websocket = context;
	size_t left = take_left_over(websocket, bytes, size);
	if (left > 0)
		return (ssize_t)left;
	websocket->more = websocket->turn_bytes >= TURN_BYTES_MAX;
	ssize_t n = websocket->more || websocket->shut ? 0 : transport_read(&websocket->transport, bytes, size);
	if (n > 0) {
		websocket->turn_bytes += (size_t)n;
		websocket->heard = true;
		return n;
	}
	if (n < 0)
		break_with(websocket, websocket->transport.problem);
	wslay_event_set_error(wslay, n < 0 ? WSLAY_ERR_CALLBACK_FAILURE : WSLAY_ERR_WOULDBLOCK);
	return -1;
}

static ssize_t on_write(wslay_event_context_ptr wslay, const uint8_t *bytes, size_t n, int flags, void *context)
{
	struct websocket *websocket = context;
	ssize_t wrote = transport_write(&websocket->transport, bytes, n);
	if (wrote > 0)
		return wrote;
	if (wrote < 0)
		break_with(websocket, websocket->transport.problem);
	wslay_event_set_error(wslay, wrote < 0 ? WSLAY_ERR_CALLBACK_FAILURE : WSLAY_ERR_WOULDBLOCK);
	return -1;
}

static int on_mask(wslay_event_context_ptr wslay, uint8_t *bytes, size_t n, void *context)
{
	chance_bytes(bytes, n);
	return 0;
}

static void closed_with(struct websocket *websocket, uint16_t code, struct slice reason)
{
	static const struct {
		uint16_t code;
		const char *words;
	} known[] = { { 1001, WORDS_LATER("the service is stopping") }, { 1012, WORDS_LATER("the service is starting anew") },
		{ 1013, WORDS_LATER("the service is full just now") } };
	websocket->close_code = code;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].code == code) {
			snprintf(websocket->problem, sizeof websocket->problem, "%s", known[i].words);
			return;
		}
	snprintf(websocket->problem, sizeof websocket->problem, "the service closed the connection (%u%s%.*s)", code,
		reason.n ? ": " : "", (int)reason.n, reason.n ? (const char *)reason.at : "");
}

static void on_frame(wslay_event_context_ptr wslay, const struct wslay_event_on_frame_recv_start_arg *frame, void *context)
{
	struct websocket *websocket = context;
	websocket->closing = frame->opcode == WSLAY_CONNECTION_CLOSE;
}

// wslay knows the close codes of RFC 6455 only, and calls a service that restarts (1012) or is full (1013) broken. Both were
// registered later (https://www.iana.org/assignments/websocket), so their frame is read before wslay judges it.
static void on_part(wslay_event_context_ptr wslay, const struct wslay_event_on_frame_recv_chunk_arg *part, void *context)
{
	struct websocket *websocket = context;
	if (!websocket->closing || websocket->close_code || part->data_length < 2)
		return;
	uint16_t code = (uint16_t)(part->data[0] << 8 | part->data[1]);
	if (code == CLOSED_TO_RESTART || code == CLOSED_WHEN_FULL)
		closed_with(websocket, code, (struct slice){ 0 });
}

static void on_message(wslay_event_context_ptr wslay, const struct wslay_event_on_msg_recv_arg *got, void *context)
{
	struct websocket *websocket = context;
	if (got->opcode == WSLAY_CONNECTION_CLOSE) {
		// The first two bytes of a reason are its code, which wslay passes on with it.
		int n = got->msg_length > 2 ? (int)got->msg_length - 2 : 0;
		closed_with(websocket, got->status_code ? got->status_code : WSLAY_CODE_NO_STATUS_RCVD,
			(struct slice){ .at = got->msg + 2, .n = (size_t)n });
	} else if (got->opcode == WSLAY_TEXT_FRAME && !websocket->shut) {
		break_with(websocket, "the service sent text where only binary messages belong: check the address");
		websocket->shut = true;
	} else if (got->opcode == WSLAY_BINARY_FRAME && !websocket->shut) {
		websocket->message(websocket->context, (struct slice){ .at = got->msg, .n = got->msg_length });
	}
}

static int begin_frames(struct websocket *websocket)
{
	static const struct wslay_event_callbacks callbacks = {
		.recv_callback = on_read,
		.send_callback = on_write,
		.genmask_callback = on_mask,
		.on_frame_recv_start_callback = on_frame,
		.on_frame_recv_chunk_callback = on_part,
		.on_msg_recv_callback = on_message,
	};
	if (wslay_event_context_client_init(&websocket->wslay, &callbacks, websocket) != 0) {
		websocket->wslay = NULL;
		return WM_NO_MEMORY;
	}
	if (websocket->answer_used == websocket->answer_n) {
		free(websocket->answer);
		websocket->answer = NULL;
	}
	wslay_event_config_set_max_recv_msg_length(websocket->wslay, (uint64_t)websocket->transport.options->frame_bytes_max);
	websocket->phase = WEBSOCKET_OPEN;
	return WM_OK;
}

int websocket_open(struct websocket *websocket, const struct wm_options *options)
{
	MUST(websocket->phase == WEBSOCKET_CLOSED && websocket->message);
	*websocket = (struct websocket){ .message = websocket->message, .context = websocket->context };
	int code = transport_open(&websocket->transport, options);
	if (code != WM_OK) {
		break_with(websocket, websocket->transport.problem);
		transport_close(&websocket->transport);
		return code;
	}
	websocket->answer = malloc(UPGRADE_ANSWER_BYTES_MAX);
	upgrade_make_key(websocket->key);
	websocket->request_n = upgrade_request(&options->where, websocket->key, websocket->request);
	websocket->phase = WEBSOCKET_OPENING;
	return websocket->answer ? WM_OK : WM_NO_MEMORY;
}

static int step_opening(struct websocket *websocket)
{
	int code = transport_step(&websocket->transport);
	if (code != WM_OK)
		break_with(websocket, websocket->transport.problem);
	else if (websocket->transport.phase == TRANSPORT_OPEN)
		websocket->phase = WEBSOCKET_UPGRADING;
	return code;
}

static int step_upgrading(struct websocket *websocket)
{
	while (websocket->request_sent < websocket->request_n) {
		ssize_t n = transport_write(
			&websocket->transport, websocket->request + websocket->request_sent, websocket->request_n - websocket->request_sent);
		if (n < 0)
			break_with(websocket, websocket->transport.problem);
		if (n <= 0)
			return n < 0 ? WM_UNREACHABLE : WM_OK;
		websocket->request_sent += (size_t)n;
	}
	enum upgrade_result result = UPGRADE_MORE;
	while (result == UPGRADE_MORE) {
		MUST(websocket->answer_n < UPGRADE_ANSWER_BYTES_MAX);
		ssize_t n = transport_read(
			&websocket->transport, websocket->answer + websocket->answer_n, UPGRADE_ANSWER_BYTES_MAX - websocket->answer_n);
		if (n < 0)
			break_with(websocket, websocket->transport.problem);
		if (n <= 0)
			return n < 0 ? WM_UNREACHABLE : WM_OK;
		websocket->answer_n += (size_t)n;
		result = upgrade_read((struct slice){ .at = websocket->answer, .n = websocket->answer_n }, websocket->key,
			&websocket->answer_used, websocket->problem, sizeof websocket->problem);
	}
	if (result == UPGRADE_DONE)
		return begin_frames(websocket);
	return result == UPGRADE_BUSY ? WM_UNAVAILABLE : WM_PROTOCOL;
}

// What a call of wslay came to.
static int judge(struct websocket *websocket, int failed)
{
	if (failed == WSLAY_ERR_NOMEM)
		return WM_NO_MEMORY;
	if (websocket->close_code)
		return WM_UNREACHABLE;
	if (failed && !websocket->broken)
		break_with(websocket, BROKEN_FRAME);
	if (websocket->broken)
		return websocket->shut && websocket->broken ? WM_PROTOCOL : WM_UNREACHABLE;
	if (!wslay_event_get_read_enabled(websocket->wslay)) {
		break_with(websocket, BROKEN_FRAME);
		return WM_PROTOCOL;
	}
	return WM_OK;
}

static int step_open(struct websocket *websocket)
{
	websocket->turn_bytes = 0;
	websocket->more = false;
	int failed = 0;
	if (wslay_event_want_read(websocket->wslay) && !websocket->shut)
		failed = wslay_event_recv(websocket->wslay);
	int code = judge(websocket, failed);
	return code == WM_OK ? websocket_flush(websocket) : code;
}

int websocket_flush(struct websocket *websocket)
{
	MUST(websocket->phase == WEBSOCKET_OPEN);
	return judge(websocket, wslay_event_want_write(websocket->wslay) ? wslay_event_send(websocket->wslay) : 0);
}

int websocket_step(struct websocket *websocket)
{
	int code = WM_OK;
	if (websocket->phase == WEBSOCKET_OPENING)
		code = step_opening(websocket);
	if (code == WM_OK && websocket->phase == WEBSOCKET_UPGRADING)
		code = step_upgrading(websocket);
	if (code == WM_OK && websocket->phase == WEBSOCKET_OPEN)
		code = step_open(websocket);
	return code;
}

bool websocket_send(struct websocket *websocket, struct slice message)
{
	MUST(websocket->phase == WEBSOCKET_OPEN);
	struct wslay_event_msg out = { .opcode = WSLAY_BINARY_FRAME, .msg = message.at, .msg_length = message.n };
	return wslay_event_queue_msg(websocket->wslay, &out) == 0;
}

size_t websocket_waiting(const struct websocket *websocket)
{
	return websocket->wslay ? wslay_event_get_queued_msg_length(websocket->wslay) : 0;
}

void websocket_shut(struct websocket *websocket)
{
	websocket->shut = true;
}

int websocket_fd(const struct websocket *websocket)
{
	return websocket->phase == WEBSOCKET_CLOSED ? -1 : websocket->transport.fd;
}

int websocket_events(const struct websocket *websocket)
{
	int events = websocket->phase == WEBSOCKET_CLOSED ? 0 : transport_events(&websocket->transport);
	bool writes = websocket->phase == WEBSOCKET_OPEN
					  ? wslay_event_want_write(websocket->wslay)
					  : websocket->phase == WEBSOCKET_UPGRADING && websocket->request_sent < websocket->request_n;
	return events | (writes ? WM_WRITE : 0);
}

bool websocket_has_more(const struct websocket *websocket)
{
	if (websocket->phase != WEBSOCKET_OPEN)
		return false;
	return websocket->more || transport_has_more(&websocket->transport);
}

void websocket_close(struct websocket *websocket)
{
	if (websocket->wslay) {
		if (!websocket->broken && wslay_event_queue_close(websocket->wslay, WSLAY_CODE_NORMAL_CLOSURE, NULL, 0) == 0)
			wslay_event_send(websocket->wslay);
		wslay_event_context_free(websocket->wslay);
		websocket->wslay = NULL;
	}
	free(websocket->answer);
	websocket->answer = NULL;
	if (websocket->phase != WEBSOCKET_CLOSED)
		transport_close(&websocket->transport);
	websocket->phase = WEBSOCKET_CLOSED;
}
