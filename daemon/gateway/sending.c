// Sends: each connection that has output is pulled once at the end of a loop turn, into one buffer that all share, and written as
// it is, because its frames are made already.
//
// Backpressure: a short send leaves the rest with libwebsockets (lws_partial_buffered), and nothing more is pulled from that
// connection until the socket takes it: so what waits there is at most SCRATCH_BYTES, or one frame when that is larger. Only then
// is "writable" asked for, by libwebsockets itself. Between two frames, never inside one, libwebsockets answers pings; so a frame
// that was begun is always handed over whole.
#include "daemon/gateway/house.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "daemon/base/check.h"

#define PULLS_PER_TURN_MAX 4    // of SCRATCH_BYTES each, so that one connection does not hold up the others
#define FAREWELL_FLUSH_MS 5000  // for what is waiting to go out before a close
#define FAREWELL_ANSWER_MS 2000 // for the peer's close frame
#define FRAME_PING 0x89
#define FRAME_CLOSE 0x88

void gateway_want_write(struct gateway_connection *connection)
{
	if (connection->state != CONNECTION_GONE && !list_linked(&connection->wanting))
		list_append(&connection->gateway->wanting, &connection->wanting);
}

void gateway_ping(struct gateway_connection *connection)
{
	connection->ping_wanted = true;
	gateway_want_write(connection);
}

void gateway_close(struct gateway_connection *connection, uint16_t code, const char *reason)
{
	if (connection->state != CONNECTION_OPEN)
		return;
	struct farewell *farewell = calloc(1, sizeof *farewell);
	CHECK(farewell != NULL);
	size_t n = reason != NULL ? strlen(reason) : 0;
	farewell->reason_n = (uint8_t)(n < sizeof farewell->reason ? n : sizeof farewell->reason);
	if (farewell->reason_n > 0)
		memcpy(farewell->reason, reason, farewell->reason_n);
	farewell->code = code;
	farewell->connection = connection;
	farewell->deadline_ms = house_now_ms(connection->gateway) + FAREWELL_FLUSH_MS;
	list_append(&connection->gateway->leaving, &farewell->order);
	connection->farewell = farewell;
	connection->state = CONNECTION_LEAVING;
	house_start_ticking(connection->gateway);
	gateway_want_write(connection);
}

uint64_t sending_frame_left(struct slice block, uint64_t left)
{
	size_t at = 0;
	for (;;) {
		if (left >= block.n - at)
			return left - (block.n - at);
		at += (size_t)left;
		CHECK(block.n - at >= 2); // a frame's head is never cut in two
		size_t head = 2;
		left = block.at[at + 1] & 0x7f;
		if (left >= 126) {
			head = left == 126 ? 4 : 10;
			CHECK(block.n - at >= head);
			left = 0;
			for (size_t i = 2; i < head; i++)
				left = left << 8 | block.at[at + i];
		}
		at += head;
	}
}

// Hands bytes that begin at scratch + LWS_PRE to the socket. False if the connection is lost.
static bool write_scratch(struct gateway_connection *connection, size_t n)
{
	return lws_write(connection->wsi, connection->gateway->scratch + LWS_PRE, n, LWS_WRITE_RAW) >= 0;
}

// Pulls and writes until the outbox is empty, the socket is full, or the turn's share is used up. *empty: nothing is left.
static bool pull(struct gateway_connection *connection, bool *empty)
{
	struct gateway *gateway = connection->gateway;
	const struct gateway_listener *listener = &gateway->listener;
	*empty = connection->number == 0;
	for (int pulls = 0; !*empty; pulls++) {
		bool between = connection->frame_left == 0;
		if (between && (pulls == PULLS_PER_TURN_MAX || lws_partial_buffered(connection->wsi)))
			return true;
		uint8_t *bytes = gateway->scratch + LWS_PRE;
		size_t n = listener->pull(listener->context, connection->number, bytes, SCRATCH_BYTES);
		CHECK(n <= SCRATCH_BYTES && (n > 0 || between));
		*empty = n == 0;
		if (n == 0)
			break;
		connection->undrained = true;
		connection->frame_left = sending_frame_left((struct slice){ bytes, n }, connection->frame_left);
		if (!write_scratch(connection, n))
			return false;
	}
	return true;
}

static bool write_control(struct gateway_connection *connection, uint8_t kind, struct slice payload)
{
	uint8_t *bytes = connection->gateway->scratch + LWS_PRE;
	CHECK(payload.n <= 125 && connection->frame_left == 0);
	bytes[0] = kind;
	bytes[1] = (uint8_t)payload.n;
	if (payload.n > 0)
		memcpy(bytes + 2, payload.at, payload.n);
	return write_scratch(connection, payload.n + 2);
}

static bool write_close(struct gateway_connection *connection, uint16_t code, struct slice reason)
{
	uint8_t payload[125] = { (uint8_t)(code >> 8), (uint8_t)code };
	CHECK(reason.n <= sizeof payload - 2);
	if (reason.n > 0)
		memcpy(payload + 2, reason.at, reason.n);
	return write_control(connection, FRAME_CLOSE, (struct slice){ payload, code != 0 ? reason.n + 2 : 0 });
}

// Everything that was to be sent is with the socket: the close frame goes, and the peer has a moment to answer.
static bool part(struct gateway_connection *connection)
{
	struct farewell *farewell = connection->farewell;
	CHECK(connection->state == CONNECTION_LEAVING && farewell != NULL);
	connection->state = CONNECTION_PARTED;
	farewell->deadline_ms = house_now_ms(connection->gateway) + FAREWELL_ANSWER_MS;
	// A peer whose reading was paused could not be heard answering.
	lws_rx_flow_control(connection->wsi, 1);
	return write_close(connection, farewell->code, (struct slice){ (const uint8_t *)farewell->reason, farewell->reason_n });
}

// One connection's share of this turn. False if it is lost.
static bool flush(struct gateway_connection *connection)
{
	if (connection->state == CONNECTION_PARTED)
		return true;
	bool empty;
	if (!pull(connection, &empty))
		return false;
	if (lws_partial_buffered(connection->wsi))
		return true; // LWS_CALLBACK_SERVER_WRITEABLE comes when the socket has room again
	if (connection->ping_wanted) {
		// A pong with an empty payload would be kept from us by libwebsockets.
		connection->ping_wanted = false;
		if (!write_control(connection, FRAME_PING, slice_of("wm")))
			return false;
	}
	if (connection->undrained) {
		const struct gateway_listener *listener = &connection->gateway->listener;
		connection->undrained = false;
		listener->drained(listener->context, connection->number);
	}
	if (!empty)
		gateway_want_write(connection);
	else if (connection->state == CONNECTION_LEAVING && !list_linked(&connection->wanting))
		return part(connection);
	return true;
}

// Hangs up without another word. LWS_CALLBACK_CLOSED is called inside.
static void hang_up(struct gateway_connection *connection)
{
	connection->state = CONNECTION_GONE;
	// What libwebsockets still holds would keep it for five seconds more.
	if (lws_partial_buffered(connection->wsi))
		shutdown(lws_get_socket_fd(connection->wsi), SHUT_RDWR);
	lws_set_timeout(connection->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
}

void sending_flush(struct gateway *gateway)
{
	// Those that are added while this goes on have their turn in the next one.
	struct list turn;
	list_init(&turn);
	if (!list_empty(&gateway->wanting)) {
		list_append(&gateway->wanting, &turn);
		while (gateway->wanting.next != &turn) {
			struct gateway_connection *connection = list_entry(gateway->wanting.next, struct gateway_connection, wanting);
			list_remove(&connection->wanting);
			if (connection->state != CONNECTION_GONE && !flush(connection))
				hang_up(connection);
		}
		list_remove(&turn);
	}
}

uint16_t sending_close_code(struct slice payload)
{
	if (payload.n == 0)
		return 0;
	uint16_t code = payload.n >= 2 ? (uint16_t)(payload.at[0] << 8 | payload.at[1]) : 0;
	bool named = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
	bool free = code >= 3000 && code <= 4999;
	return named || free ? code : 1002;
}

void sending_answer_close(struct gateway_connection *connection, struct slice payload)
{
	if (connection->state == CONNECTION_PARTED || connection->frame_left > 0)
		return;
	write_close(connection, sending_close_code(payload), (struct slice){ NULL, 0 });
}

void sending_tick(struct gateway *gateway)
{
	uint64_t now_ms = house_now_ms(gateway);
	struct list late;
	list_init(&late);
	// Hanging up calls the listener, which may close others: so those that are late are set apart first.
	list_each(link, following, &gateway->leaving)
	{
		if (list_entry(link, struct farewell, order)->deadline_ms <= now_ms) {
			list_remove(link);
			list_append(&late, link);
		}
	}
	while (!list_empty(&late)) {
		struct farewell *farewell = list_entry(list_first(&late), struct farewell, order);
		struct gateway_connection *connection = farewell->connection;
		list_remove(&farewell->order);
		bool stuck = lws_partial_buffered(connection->wsi) || connection->frame_left > 0;
		bool parting = connection->state == CONNECTION_LEAVING && !stuck && part(connection);
		if (parting)
			list_append(&gateway->leaving, &farewell->order);
		else if (connection->state != CONNECTION_GONE)
			hang_up(connection);
	}
}
