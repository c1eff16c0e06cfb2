// Peer: one WebSocket connection of the load generator, as cheap as it can be: no masking key but zero, no copies of what
// arrives.
#ifndef WAYMARK_BENCH_PEER_H
#define WAYMARK_BENCH_PEER_H

#include "protocol/slice.h"

#define PEER_HELD_BYTES_MAX (1u << 17) // of a message that has not arrived whole

struct peer {
	int fd;
	uint8_t *held; // the beginning of a message whose rest is still to come
	size_t held_n;
	uint8_t *unsent; // what the socket did not take yet
	size_t unsent_n, unsent_size;
	uint64_t number; // the caller's
};

// Connects to 127.0.0.1:port, upgrades /socket and waits for it, then makes the socket non-blocking. host is a loopback address
// to come from, so that many connections find ports. Ends the process with a message when it fails.
void peer_open(struct peer *peer, uint16_t port, const char *host);
// Sends one binary message; what the socket does not take is kept and sent by peer_flush. Never blocks.
void peer_send(struct peer *peer, struct slice message);
// Sends what is kept. True when nothing is left.
bool peer_flush(struct peer *peer);
// Reads what is there and calls each for every whole message. False when the peer has closed.
bool peer_read(struct peer *peer, void (*each)(void *context, struct peer *peer, struct slice message), void *context);
// Reads what is there and counts how often the 8-byte mark stands in it, message borders or not. -1 when the peer has closed.
int peer_count(struct peer *peer, const char mark[8]);
void peer_close(struct peer *peer);

#endif
