// Timers: a queue of those who have not said hello, oldest first, and a wheel of sixteen slots a heartbeat for the rest.
//
// A sign of life only notes the time. When its slot comes round, a connection that was heard since moves on by itself; so life
// costs nothing, and silence is noticed within a sixteenth of a heartbeat.
#include "daemon/core/timers.h"

#include "daemon/base/check.h"
#include "daemon/core/effects.h"
#include "daemon/core/ending.h"

static int64_t tick_us(const struct core *core)
{
	int64_t us = core->limits.heartbeat_us / WHEEL_TICKS_PER_HEARTBEAT;
	return us > 0 ? us : 1;
}

// Puts the connection where it is looked at as soon as due_us has passed, or, if the wheel stood still for long, sooner.
static void wheel_put(struct core *core, struct connection *connection, int64_t due_us)
{
	int64_t tick = due_us / tick_us(core) + 1;
	CHECK(tick > core->wheel_tick);
	list_append(&core->wheel[tick % WHEEL_SLOTS], &connection->timer);
}

void timers_greeted(struct core *core, struct connection *connection)
{
	CHECK(connection->state == CONNECTION_OPEN);
	list_remove(&connection->timer);
	connection->state = CONNECTION_GREETED;
	connection->since_us = core->now_us;
	if (core->wheel_count++ == 0)
		core->wheel_tick = core->now_us / tick_us(core);
	wheel_put(core, connection, core->now_us + core->limits.heartbeat_us);
}

void timers_alive(struct core *core, struct connection *connection)
{
	if (connection->state != CONNECTION_GREETED)
		return;
	connection->since_us = core->now_us;
	connection->pinged = false;
}

// It is the connection's turn: its silence is judged.
static void listen(struct core *core, struct connection *connection)
{
	int64_t due_us = connection->since_us + core->limits.heartbeat_us;
	if (due_us > core->now_us) {
		wheel_put(core, connection, due_us);
		return;
	}
	// Only a ping that was not answered counts: a daemon that was itself asleep must not blame others for it.
	if (connection->pinged) {
		ending_close(core, connection, CLOSE_POLICY, "no sign of life");
		return;
	}
	connection->pinged = true;
	connection->since_us = core->now_us;
	effects_mark(core, connection, MARK_PING);
	wheel_put(core, connection, core->now_us + core->limits.heartbeat_us);
}

static void turn_wheel(struct core *core)
{
	int64_t tick_now = core->now_us / tick_us(core);
	if (core->wheel_count == 0)
		return;
	if (tick_now - core->wheel_tick > WHEEL_SLOTS)
		core->wheel_tick = tick_now - WHEEL_SLOTS; // every slot once is enough, however long it stood
	while (core->wheel_tick < tick_now) {
		core->wheel_tick++;
		struct list turn;
		list_init(&turn);
		struct list *slot = &core->wheel[core->wheel_tick % WHEEL_SLOTS];
		while (!list_empty(slot)) {
			struct list *link = list_first(slot);
			list_remove(link);
			list_append(&turn, link);
		}
		while (!list_empty(&turn)) {
			struct connection *connection = list_entry(list_first(&turn), struct connection, timer);
			list_remove(&connection->timer);
			listen(core, connection);
		}
	}
}

void timers_connections(struct core *core)
{
	while (!list_empty(&core->ungreeted)) {
		struct connection *connection = list_entry(list_first(&core->ungreeted), struct connection, timer);
		if (connection->since_us + core->limits.greet_us_max > core->now_us)
			break;
		effects_log(core, connection, "greet_timeout", "no hello in time", 0);
		ending_close(core, connection, CLOSE_POLICY, "no hello in time");
	}
	turn_wheel(core);
}

int64_t timers_alarm_us(const struct core *core)
{
	int64_t alarm_us = INT64_MAX;
	if (!list_empty(&core->ungreeted)) {
		struct connection *oldest = list_entry(list_first(&core->ungreeted), struct connection, timer);
		alarm_us = oldest->since_us + core->limits.greet_us_max;
	}
	int64_t next_tick_us = (core->wheel_tick + 1) * tick_us(core);
	if (core->wheel_count > 0 && next_tick_us < alarm_us)
		alarm_us = next_tick_us;
	return alarm_us;
}
