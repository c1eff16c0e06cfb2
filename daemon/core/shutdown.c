// Shutdown: clients are sent away with a different wait each, so that they do not come back as one.
#include "daemon/core/shutdown.h"

#include "daemon/base/check.h"
#include "daemon/core/ending.h"
#include "daemon/core/sending.h"

#define GOAWAY_BYTES_MAX 128
#define RETRY_MS_MIN 200
#define RETRY_MS_SPREAD 2000

// The next number of the core's own chance (SplitMix64).
static uint64_t chance(struct core *core)
{
	uint64_t z = core->chance += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static void send_away(struct core *core, struct connection *connection)
{
	uint8_t bytes[GOAWAY_BYTES_MAX];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	envelope_put_goaway(&writer, "restart", RETRY_MS_MIN + (int64_t)(chance(core) % RETRY_MS_SPREAD));
	sending_written(core, connection, &writer);
	if (connection->request_count == 0)
		ending_close(core, connection, CLOSE_RESTART, "restarting");
}

void shutdown_begin(struct core *core)
{
	if (core->stopping)
		return;
	core->stopping = true;
	core->stopping_us = core->now_us;
	uint32_t index = 0;
	for (struct connection *connection; (connection = pool_next(&core->connections, &index)) != NULL;)
		send_away(core, connection);
}

static int64_t half_us(const struct core *core)
{
	return core->stopping_us + core->limits.drain_us_max / 2;
}

void shutdown_expire(struct core *core)
{
	if (!core->stopping || core->now_us < half_us(core))
		return;
	uint32_t index = 0;
	for (struct connection *connection; (connection = pool_next(&core->connections, &index)) != NULL;)
		ending_close(core, connection, CLOSE_RESTART, "restarting");
}

bool shutdown_finished(const struct core *core)
{
	if (!core->stopping)
		return false;
	return core->connections.count == 0 || core->now_us >= core->stopping_us + core->limits.drain_us_max;
}

int64_t shutdown_alarm_us(const struct core *core)
{
	if (!core->stopping || core->stopped)
		return INT64_MAX;
	return core->now_us < half_us(core) ? half_us(core) : core->stopping_us + core->limits.drain_us_max;
}
