// Peers: the addresses that connections come from. Who is nobody yet shares a token bucket with all who come from the same
// address, so that connecting again does not fill it.
//
// An address is remembered while it has a connection, and then until peers_max others were left later. Many people may share one
// (a hall's router), so its limits are far above a connection's. Peer 0 is nobody's address in particular: it has no limits.
#ifndef WAYMARK_CORE_PEERS_H
#define WAYMARK_CORE_PEERS_H

#include "daemon/core/state.h"

// A new connection from this address. False, and nothing changes, if the address has connections_per_peer_max.
bool peers_join(struct core *core, struct connection *connection, uint64_t hash);
// The connection is gone. Nothing happens to one that never joined.
void peers_leave(struct core *core, struct connection *connection);
// Spends so many tokens of the address for a request of somebody not known yet. False: there are fewer; *wait_ms, at least 1,
// says when there will be as many.
bool peers_spend(struct core *core, struct connection *connection, uint32_t tokens, int64_t *wait_ms);

#endif
