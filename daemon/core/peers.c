// Peers: a pool and a map that never grow; who has no connection stands in a list, the one that was left first in front.
#include "daemon/core/peers.h"

#include "daemon/base/check.h"

static void forget(struct core *core, struct peer *peer)
{
	CHECK(peer->connection_count == 0);
	list_remove(&peer->left);
	map_remove(&core->peers_by_hash, peer->hash);
	pool_give(&core->peers, peer);
}

static struct peer *remember(struct core *core, uint64_t hash)
{
	if (core->peers.count == core->peers.count_max)
		forget(core, list_entry(list_first(&core->peers_left), struct peer, left)); // places outnumber connections
	struct peer *peer = pool_take(&core->peers);
	CHECK(peer != NULL);
	peer->hash = hash;
	bucket_fill(&peer->bucket, core->limits.peer_early_requests_burst, core->now_us);
	map_put(&core->peers_by_hash, hash, peer);
	return peer;
}

bool peers_join(struct core *core, struct connection *connection, uint64_t hash)
{
	uint32_t max = core->limits.connections_per_peer_max;
	CHECK(connection->peer == NULL);
	if (hash == 0)
		return true;
	struct peer *peer = map_get(&core->peers_by_hash, hash);
	if (peer == NULL)
		peer = remember(core, hash);
	if (max > 0 && peer->connection_count >= max)
		return false;
	list_remove(&peer->left);
	peer->connection_count++;
	connection->peer = peer;
	return true;
}

void peers_leave(struct core *core, struct connection *connection)
{
	struct peer *peer = connection->peer;
	if (peer == NULL)
		return;
	CHECK(peer->connection_count > 0);
	connection->peer = NULL;
	if (--peer->connection_count == 0)
		list_append(&core->peers_left, &peer->left);
}

bool peers_spend(struct core *core, struct connection *connection, uint32_t tokens, int64_t *wait_ms)
{
	const struct core_limits *limits = &core->limits;
	if (connection->peer == NULL)
		return true;
	// Who floods is told by the connection's own bucket: the others at this address have done nothing.
	return bucket_spend(&connection->peer->bucket, tokens, limits->peer_early_requests_per_s, limits->peer_early_requests_burst,
			   core->now_us, wait_ms) == ADMISSION_GRANTED;
}
