// Core: the door. Each happening goes to the room that it concerns; then what was decided is carried out of the core in rounds.
#include "daemon/core/core.h"

#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/core/channels.h"
#include "daemon/core/delivery.h"
#include "daemon/core/effects.h"
#include "daemon/core/ending.h"
#include "daemon/core/fetches.h"
#include "daemon/core/peers.h"
#include "daemon/core/requests.h"
#include "daemon/core/sending.h"
#include "daemon/core/sessions.h"
#include "daemon/core/shutdown.h"
#include "daemon/core/signals.h"
#include "daemon/core/state.h"
#include "daemon/core/subscriptions.h"
#include "daemon/core/timers.h"

#define CHUNKS_PER_CONNECTION 8 // of outboxes, on average; one alone may hold OUTBOX_FRAMES_MAX
#define SECOND 1000000

struct core_limits core_limits_default(void)
{
	return (struct core_limits){
		.connections_max = 20000,
		.connections_per_person_max = 8,
		.connections_per_peer_max = 200,
		.peers_max = 20000,
		.requests_max = 16384,
		.requests_per_connection_max = 64,
		.subscriptions_max = 200000,
		.subscriptions_per_connection_max = 200,
		.outbox_bytes_max = 256 << 10,
		.frame_bytes_max = 64 << 10,
		.text_bytes_max = 16000,
		.history_max = 200,
		.fetches_max = 32,
		.requests_per_s = 20,
		.requests_burst = 60,
		.early_requests_per_s = 2,
		.early_requests_burst = 10,
		.peer_early_requests_per_s = 20,
		.peer_early_requests_burst = 400,
		.greet_us_max = 10 * SECOND,
		.heartbeat_us = 15 * SECOND,
		.answer_us_max = 8 * SECOND,
		.drain_us_max = 8 * SECOND,
	};
}

static const struct schema_operation *operation_named(const char *name)
{
	const struct schema_operation *operation = schema_operation(slice_of(name));
	CHECK(operation != NULL);
	return operation;
}

static void lists_init(struct core *core)
{
	struct list *lists[] = { &core->ungreeted, &core->waiting, &core->forgotten, &core->fetching, &core->queued, &core->stirred,
		&core->channels_all, &core->unchecked, &core->due, &core->peers_left };
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		list_init(lists[i]);
	for (size_t i = 0; i < WHEEL_SLOTS; i++)
		list_init(&core->wheel[i]);
}

struct core *core_create(const struct core_limits *limits, uint64_t seed)
{
	CHECK(limits->heartbeat_us >= WHEEL_TICKS_PER_HEARTBEAT && limits->answer_us_max > 0 && limits->history_max > 0);
	struct core *core = calloc(1, sizeof(*core));
	CHECK(core != NULL);
	core->limits = *limits;
	core->chance = seed;
	core->alarm_us = INT64_MAX;
	core->recheck_us = INT64_MAX;
	lists_init(core);
	uint32_t channels_max = limits->subscriptions_max + limits->requests_max;
	uint32_t peers_max = limits->connections_max + limits->peers_max;
	uint32_t chunks_max = limits->connections_max * CHUNKS_PER_CONNECTION + OUTBOX_FRAMES_MAX / OUTBOX_CHUNK_FRAMES;
	pool_init(&core->connections, sizeof(struct connection), limits->connections_max);
	pool_init(&core->people, sizeof(struct person), limits->connections_max);
	pool_init(&core->peers, sizeof(struct peer), peers_max);
	pool_init(&core->channels, sizeof(struct channel), channels_max);
	pool_init(&core->subscriptions, sizeof(struct subscription), limits->subscriptions_max);
	pool_init(&core->requests, sizeof(struct request), limits->requests_max);
	pool_init(&core->fetches, sizeof(struct fetch), limits->fetches_max);
	pool_init(&core->chunks, sizeof(struct outbox_chunk), chunks_max);
	map_init(&core->people_by_id, limits->connections_max, seed);
	map_init(&core->peers_by_hash, peers_max, seed);
	map_init(&core->channels_by_id, channels_max, seed);
	core->hello = operation_named("session.hello");
	core->subscribe = operation_named("channel.subscribe");
	core->unsubscribe = operation_named("channel.unsubscribe");
	core->typing = operation_named("channel.typing");
	return core;
}

void core_destroy(struct core *core)
{
	if (core == NULL)
		return;
	uint32_t index = 0;
	for (struct connection *connection; (connection = pool_next(&core->connections, &index)) != NULL;)
		outbox_clear(&connection->outbox, &core->chunks);
	struct pool *pools[] = { &core->connections, &core->people, &core->peers, &core->channels, &core->subscriptions,
		&core->requests, &core->fetches, &core->chunks };
	for (size_t i = 0; i < sizeof(pools) / sizeof(pools[0]); i++)
		pool_release(pools[i]);
	map_release(&core->people_by_id);
	map_release(&core->peers_by_hash);
	map_release(&core->channels_by_id);
	free(core);
}

static core_connection opened(struct core *core, uint64_t peer, struct slice token)
{
	struct connection *connection = core->stopping ? NULL : pool_take(&core->connections);
	if (connection == NULL) {
		effects_log(core, NULL, "connection_refused", core->stopping ? "restarting" : "too many", core->connections.count);
		return 0;
	}
	if (!peers_join(core, connection, peer)) {
		pool_give(&core->connections, connection);
		effects_log(core, NULL, "connection_refused", "too many from one address", core->limits.connections_per_peer_max);
		return 0;
	}
	connection->handle = pool_handle(&core->connections, connection);
	connection->state = CONNECTION_OPEN;
	connection->since_us = core->now_us;
	memcpy(connection->language, "en", 3);
	list_init(&connection->subscriptions);
	list_init(&connection->requests);
	list_init(&connection->hungry);
	list_append(&core->ungreeted, &connection->timer);
	bucket_fill(&connection->bucket, core->limits.early_requests_burst, core->now_us);
	if (token.n > 0 && token.n <= TOKEN_BYTES_MAX) {
		memcpy(connection->token, token.at, token.n);
		connection->token_bytes = (uint8_t)token.n;
	}
	core->figures.connections++;
	return connection->handle;
}

static void drained(struct core *core, struct connection *connection)
{
	if (connection->outbox.count > 0)
		effects_want_write(core, connection);
	if (connection->state == CONNECTION_CLOSING || !sending_half_empty(core, connection))
		return;
	if (connection->paused)
		effects_mark(core, connection, MARK_RESUME);
	fetches_wake(core, connection);
}

// What happened to a connection that may be gone already: then it happened to nobody.
static void of_connection(struct core *core, const struct core_happening *happening)
{
	struct connection *connection = pool_find(&core->connections, happening->connection);
	if (connection == NULL)
		return;
	if (happening->kind == CORE_FRAME)
		requests_frame(core, connection, happening->frame);
	else if (happening->kind == CORE_ALIVE)
		timers_alive(core, connection);
	else if (happening->kind == CORE_DRAINED)
		drained(core, connection);
	else
		ending_closed(core, connection);
}

static void database(struct core *core, bool there)
{
	core->there = there;
	effects_log(core, NULL, there ? "database_there" : "database_lost", "", 0);
	if (!there)
		return;
	list_each(link, following, &core->waiting)
	{
		struct request *request = list_entry(link, struct request, of_core);
		core->unsure += request->unsure ? 0 : 1;
		request->unsure = true;
	}
	core->unsure_left = core->unsure > 0;
	subscriptions_doubt(core);
}

static void alarm(struct core *core)
{
	core->alarm_us = INT64_MAX;
	timers_connections(core);
	requests_expire(core);
	fetches_expire(core);
	signals_presence(core);
	shutdown_expire(core);
}

static void dispatch(struct core *core, const struct core_happening *happening)
{
	struct channel *channel;
	switch (happening->kind) {
	case CORE_OPENED:
		*happening->opened.handle = opened(core, happening->opened.peer, happening->opened.token);
		break;
	case CORE_FRAME:
	case CORE_ALIVE:
	case CORE_CLOSED:
	case CORE_DRAINED:
		of_connection(core, happening);
		break;
	case CORE_ANSWERED:
		requests_answered(core, happening->answered.request, happening->answered.answer);
		break;
	case CORE_FETCHED:
		subscriptions_fetched(core, happening);
		break;
	case CORE_EVENTS:
		delivery_events(core, happening->events.events, happening->events.event_count);
		break;
	case CORE_HEAD:
		channel = channels_find(core, happening->head.channel);
		if (happening->head.channel == 0)
			subscriptions_recheck_soon(core);
		else if (channel != NULL)
			subscriptions_hint(core, channel, happening->head.seq);
		break;
	case CORE_REVOKED:
		sessions_end(core, happening->revoked, NULL);
		break;
	case CORE_DATABASE:
		database(core, happening->database_there);
		break;
	case CORE_ALARM:
		alarm(core);
		break;
	case CORE_SHUTDOWN:
		shutdown_begin(core);
		break;
	}
}

static void set_alarm(struct core *core)
{
	int64_t times[] = { timers_alarm_us(core), requests_alarm_us(core), fetches_alarm_us(core), signals_alarm_us(core),
		subscriptions_alarm_us(core), shutdown_alarm_us(core) };
	int64_t soonest = INT64_MAX;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		soonest = times[i] < soonest ? times[i] : soonest;
	// An alarm that comes too soon does no harm, so it is only ever moved forward.
	if (soonest >= core->alarm_us)
		return;
	core->alarm_us = soonest;
	effects_add(core, CORE_SET_ALARM)->alarm_us = soonest;
}

static void carry(struct core *core, struct core_effects *effects)
{
	bool marks_left = effects_carry(core);
	bool fetches_left = fetches_carry(core);
	effects->more = marks_left || fetches_left;
	if (effects->more)
		return;
	set_alarm(core);
	if (!core->stopped && shutdown_finished(core)) {
		core->stopped = true;
		effects_add(core, CORE_STOPPED);
	}
}

void core_step(struct core *core, const struct core_happening *happening, struct core_effects *effects)
{
	CHECK(core->effects == NULL);
	CHECK(happening->now_us >= core->now_us);
	core->now_us = happening->now_us;
	core->effects = effects;
	effects->count = 0;
	dispatch(core, happening);
	subscriptions_check(core);
	carry(core, effects);
	core->effects = NULL;
}

void core_continue(struct core *core, struct core_effects *effects)
{
	CHECK(core->effects == NULL);
	core->effects = effects;
	effects->count = 0;
	carry(core, effects);
	core->effects = NULL;
}

size_t core_pull(struct core *core, core_connection handle, uint8_t *bytes, size_t size)
{
	struct connection *connection = pool_find(&core->connections, handle);
	if (connection == NULL)
		return 0;
	connection->write_wanted = false;
	return outbox_pull(&connection->outbox, &core->chunks, bytes, size);
}

bool core_has_output(const struct core *core, core_connection handle)
{
	const struct connection *connection = pool_find(&core->connections, handle);
	return connection != NULL && connection->outbox.count > 0;
}

struct core_figures core_figures(const struct core *core)
{
	struct core_figures figures = core->figures;
	figures.subscriptions = core->subscriptions.count;
	figures.outbox_bytes = 0;
	uint32_t index = 0;
	for (const struct connection *connection; (connection = pool_next(&core->connections, &index)) != NULL;)
		figures.outbox_bytes += connection->outbox.bytes;
	return figures;
}
