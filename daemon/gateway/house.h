// House: what the files of the gateway share. No other folder includes it.
//
// The rooms, lowest first; each calls only those above it in this list:
//   head, caller, door     pure reading of a request
//   answer, files          the heads of answers; the static files
//   house                  clock, quiet log, timer of the deadlines
//   visit                  one HTTP request and its answer, where every socket begins
//   sending                pulls output at the end of a loop turn, pings, and closes
//   socket                 the WebSockets, on libwebsockets, which sees only the one request that door_write_request makes
//   route                  which answer a request gets
//   listen                 accepts sockets, within the limits on descriptors
//   gateway                the life of all this
#ifndef WAYMARK_GATEWAY_HOUSE_H
#define WAYMARK_GATEWAY_HOUSE_H

#include <libwebsockets.h>

#include "daemon/base/list.h"
#include "daemon/base/pool.h"
#include "daemon/gateway/answer.h"
#include "daemon/gateway/door.h"
#include "daemon/gateway/files.h"
#include "daemon/gateway/gateway.h"

#define VISITS_MAX 512                 // HTTP requests at once; the oldest that is being read, or sent, makes room for another
#define ACCEPTS_PER_TURN_MAX 64        // of the listening socket
#define DESCRIPTORS_KEPT 32            // for the database, the log and the rest of the daemon
#define VISIT_ANSWER_BYTES_MAX 65536   // of a text that is made for one answer
#define SCRATCH_BYTES 65536            // pulled and written at once
#define ASSEMBLY_BYTES_MAX (64u << 20) // messages that are half here, of all connections
#define TICK_MS 250                    // how often deadlines are looked at

// Events of the log that strangers can cause: at most one line a second of each.
enum quiet_event { QUIET_FULL, QUIET_LIBRARY, QUIET_COUNT };

struct gateway {
	uv_loop_t *loop;
	struct gateway_listener listener;
	struct caller_rules rules; // owned copies
	uint32_t connections_max, frame_bytes_max;
	int send_buffer_bytes;
	uint8_t hash_key[16]; // of peers; new at every start

	int listen_fd, spare_fd; // -1: none. The spare one is given up to refuse politely when descriptors are out.
	uint16_t port;
	bool listening, listening_paused;
	uint32_t sockets, sockets_max; // visits and WebSockets
	uint32_t connections;          // WebSockets
	uv_poll_t accepting;

	struct pool visits;
	uint32_t visiting;    // visits whose memory is taken
	struct list visitors; // visits in order of arrival
	struct files *files;

	struct lws_context *library;
	struct lws_vhost *vhost;
	struct lws_protocols protocols[2];
	struct visit *arriving; // becomes a WebSocket inside socket_open
	struct list wanting;    // connections to flush at the end of this turn
	struct list leaving;    // farewells
	size_t assembly_bytes;
	uint8_t *scratch; // LWS_PRE + SCRATCH_BYTES

	uv_prepare_t flushing;
	uv_idle_t nudging; // keeps the loop from sleeping while something is left to flush
	uv_timer_t ticking;
	uint64_t quiet_until_ms[QUIET_COUNT];
	uint32_t quieted[QUIET_COUNT];

	void (*done)(void *context);
	void *done_context;
	int turns_left, handles_open; // of gateway_destroy
};

// -- house.c --

// The loop's clock, in milliseconds.
uint64_t house_now_ms(const struct gateway *gateway);
// Tells the listener's log, at most once a second for each event; detail is copied by the listener or static.
void house_log_quietly(struct gateway *gateway, enum quiet_event event, const char *detail);
// Starts the timer that looks at deadlines, unless it runs. It stops by itself when there are none.
void house_start_ticking(struct gateway *gateway);
// How many WebSockets there may be: fewer than settings say when descriptors are few.
uint32_t house_connections_max(const struct gateway *gateway);

// -- visit.c --

// One HTTP request on its own socket.
//
//   READING -> (asked) -> SENDING -> LINGERING -> gone
//              |-> WAITING -> SENDING              an exchange of /session
//              '-> gone, and the socket a WebSocket
enum visit_state { VISIT_READING, VISIT_WAITING, VISIT_SENDING, VISIT_LINGERING, VISIT_GONE };

struct visit;
// Is told once of a whole head, and of the bytes behind it. Before it returns it answers, waits, or makes the socket a WebSocket.
typedef void visit_asked(struct visit *visit, const struct head *head, struct slice rest);

struct visit {
	struct gateway *gateway;
	visit_asked *asked;
	struct list order; // in gateway->visitors
	uv_poll_t poll;
	bool polled;    // poll is a handle of the loop
	bool beginning; // inside visit_begin, which gives the memory back itself
	int fd;         // -1 once it is closed or a WebSocket
	enum visit_state state;
	uint64_t deadline_ms;
	char address[CALLER_ADDRESS_BYTES_MAX]; // of the socket's other end
	uint8_t bytes[HEAD_BYTES_MAX + 1];      // the request, as far as it is here
	size_t n;
	uint64_t peer;                    // a hash of where the caller is, once the head is read; 0: nowhere in particular
	struct slice token;               // of an open door, in bytes
	char head[ANSWER_HEAD_BYTES_MAX]; // the answer
	size_t head_n;
	struct slice body; // static, or own
	char *own;         // malloc'd, or NULL
	size_t sent;       // of head and body
};

// Takes over an accepted socket and reads what is there already; asked hears of a request that can be read, others are refused
// here. False if there are VISITS_MAX already; the socket stays the caller's then.
bool visit_begin(struct gateway *gateway, int fd, const char *address, visit_asked *asked);
// Begins to send this answer, in front of the body that stands in the visit; secure and now are filled in here.
void visit_answer(struct visit *visit, struct answer answer);
// Answers with a plain text, copied. 503 says when to try again.
void visit_text(struct visit *visit, int status, const char *text);
// The same with further fields of the head, each ended by CR LF; extra may be NULL.
void visit_text_with(struct visit *visit, int status, const char *text, const char *extra);
// Waits for visit_text or visit_text_with, at most 15 s.
void visit_wait(struct visit *visit);
// Ends it now; its memory is given back when the loop has let go of it.
void visit_end(struct visit *visit);
// Ends those whose time is over.
void visit_tick(struct gateway *gateway);

// -- sending.c, socket.c --

// One WebSocket: the user space of libwebsockets, zeroed by it, and freed behind LWS_CALLBACK_CLOSED.
enum connection_state {
	CONNECTION_OPEN,
	CONNECTION_LEAVING, // gateway_close was called: what is waiting goes out, then the close frame
	CONNECTION_PARTED,  // the close frame is out: the peer's is awaited
	CONNECTION_GONE,    // libwebsockets is closing it: nothing may be written
};

// A message that is half here.
struct assembly {
	size_t n, size;
	uint8_t bytes[];
};

// A close that is under way.
struct farewell {
	struct list order; // in gateway->leaving
	struct gateway_connection *connection;
	uint64_t deadline_ms;
	uint16_t code;
	uint8_t reason_n;
	char reason[123]; // RFC 6455 section 5.5
};

struct gateway_connection {
	struct gateway *gateway;
	struct lws *wsi;
	uint64_t number;     // the listener's; 0: refused
	struct list wanting; // in gateway->wanting
	struct assembly *assembly;
	struct farewell *farewell;
	uint64_t frame_left; // bytes of the outgoing frame in hand that were not pulled yet
	uint8_t state;
	bool ping_wanted, undrained, discarding;
};

// The end of a loop turn: flushes each wanting connection once.
void sending_flush(struct gateway *gateway);
// Ends farewells whose time is over.
void sending_tick(struct gateway *gateway);
// Answers the peer's close frame (payload: its code and reason) with one of ours; the caller hangs up.
void sending_answer_close(struct gateway_connection *connection, struct slice payload);
// How many bytes of the last frame in block are still to come, when left are to come of the one before: block is whole frames,
// but for its end.
uint64_t sending_frame_left(struct slice block, uint64_t left);
// The code with which a peer's close is answered: its own, 1002 where that may not be sent, 0 where it sent none.
uint16_t sending_close_code(struct slice payload);

// -- socket.c --

// Makes libwebsockets' context on the loop. False if it cannot.
bool socket_start(struct gateway *gateway);
// Makes the visit's socket a WebSocket; door stands open. The visit is over afterwards, whatever happens.
void socket_open(struct visit *visit, const struct door_answer *door, struct slice rest);
// Frees what a connection holds beside itself.
void socket_forget(struct gateway_connection *connection);

// -- route.c --

// A visit_asked: answers a request, or makes it a WebSocket or an exchange.
void route_request(struct visit *visit, const struct head *head, struct slice rest);

// -- listen.c --

// Listens on address and port. NULL, or in plain words what is wrong (static).
const char *listen_open(struct gateway *gateway, const char *address, uint16_t port);
// Stops, and begins to close the handle; nothing happens if that was done.
void listen_close(struct gateway *gateway);
// Tries again after descriptors were out.
void listen_tick(struct gateway *gateway);

#endif
