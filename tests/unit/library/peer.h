// Peer: the other end of a client under test, in the same thread. It says exactly what the test tells it to, byte for byte if
// need be, so that everything a hostile or a dying service could do happens at a known moment.
#ifndef WAYMARK_TESTS_PEER_H
#define WAYMARK_TESTS_PEER_H

#include "client/library/client.h"

#define PEER_BYTES (1u << 20)

struct peer {
	int listener, fd; // fd: the connection, -1 if none
	uint16_t port;
	uint8_t *in; // what arrived and was not taken yet
	size_t in_n;
	bool upgraded;
	int connections; // accepted so far
	char url[64];
};

// One request as it came.
struct peer_request {
	uint32_t id;
	char operation[64];
	char nonce[40];  // base64url; "" if there was none
	char json[2000]; // the parameters
};

void peer_start(struct peer *peer);
void peer_stop(struct peer *peer);
// Options for a client of this peer, with short waits. The caller destroys them.
struct wm_options *peer_options(const struct peer *peer);
// A client of this peer with a token.
struct wm_client *peer_client(const struct peer *peer);

// Lets client and peer work until the condition holds; fails the test if it never does. A client that is gone is passed as NULL.
#define PEER_UNTIL(peer, client, condition)                                                                                      \
	do {                                                                                                                         \
		int peer_turns = 0;                                                                                                      \
		while (!(condition)) {                                                                                                   \
			ck_assert_msg(peer_turns++ < 20000, "it never happened: %s", #condition);                                            \
			peer_turn(peer, client);                                                                                             \
		}                                                                                                                        \
	} while (0)
// One turn of both: waits at most 20 ms for something to happen. Gives what wm_process gave.
int peer_turn(struct peer *peer, struct wm_client *client);

// Waits for a connection and answers its upgrade.
void peer_accept(struct peer *peer, struct wm_client *client);
// The next request, waited for.
struct peer_request peer_take(struct peer *peer, struct wm_client *client);
// True if a whole request has arrived.
bool peer_has_request(const struct peer *peer);
// Accepts, expects hello and answers it for person 1: the client is ready afterwards.
void peer_greet(struct peer *peer, struct wm_client *client);

void peer_answer(struct peer *peer, uint32_t id, const char *json);
void peer_refuse(struct peer *peer, uint32_t id, const char *json);
// A notification with the maps of a JSON array.
void peer_notify(struct peer *peer, const char *name, const char *json);
// One WebSocket frame, whatever its first byte says.
void peer_send_frame(struct peer *peer, uint8_t first, const void *bytes, size_t n);
void peer_send_raw(struct peer *peer, const void *bytes, size_t n);
// Ends the connection as a kill does.
void peer_cut(struct peer *peer);

#endif
