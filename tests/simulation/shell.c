// Shell: carries a core's effects out as tasks of the world.
#include "simulation.h"

static int client_of(const struct sim *sim, int number, core_connection handle)
{
	for (int client = 0; client < sim->options.clients; client++) {
		const struct wire *wire = &sim->clients[client].wire;
		if (wire->open && wire->daemon == number && wire->daemon_life == sim->daemons[number].life && wire->handle == handle)
			return client;
	}
	return -1;
}

static void tell_others(struct sim *sim, int number, int64_t channel, int64_t seq)
{
	for (int other = 0; other < sim->options.daemons; other++) {
		struct task hint = {
			.kind = TASK_HINT, .number = other, .life = sim->daemons[other].life, .a = (uint64_t)channel, .b = (uint64_t)seq
		};
		if (other == number)
			continue;
		// What the bus loses is found by looking at all heads now and then.
		if (!sim->healed && sim_happens(sim, sim->options.hint_drop))
			hint.kind = TASK_DOUBT;
		int64_t most_us = hint.kind == TASK_DOUBT ? 2 * SECOND : 50 * MS;
		sim_at(sim, sim->now_us + sim_some(sim, most_us), hint);
		if (sim_happens(sim, 500))
			sim_at(sim, sim->now_us + sim_some(sim, most_us), hint);
	}
}

static void carry_to_wire(struct sim *sim, int client, const struct core_effect *effect)
{
	struct wire *wire = &sim->clients[client].wire;
	struct task flow = { .kind = TASK_FLOW, .number = client, .life = wire->life };
	if (effect->kind == CORE_CLOSE) {
		wire->closing = true;
		wire->close_us = sim->now_us + 5 * SECOND;
		sim_at(sim, wire->close_us, (struct task){ .kind = TASK_READ, .number = client, .life = wire->life });
	}
	if (effect->kind == CORE_PING && wire->stalled_us <= sim->now_us)
		sim_at(sim, sim->now_us + sim_some(sim, sim->options.network_us),
			(struct task){ .kind = TASK_ALIVE, .number = client, .life = wire->life });
	sim_at(sim, sim->now_us, flow);
}

static void carry(struct sim *sim, int number, const struct core_effect *effect)
{
	struct daemon *daemon = &sim->daemons[number];
	int client;
	switch (effect->kind) {
	case CORE_ASK:
	case CORE_FETCH:
		daemon_ask(sim, number, effect);
		break;
	case CORE_FORGET:
		sim->expired++;
		break;
	case CORE_WANT_WRITE:
	case CORE_PING:
	case CORE_CLOSE:
		client = client_of(sim, number, effect->connection);
		if (client >= 0)
			carry_to_wire(sim, client, effect);
		break;
	case CORE_TELL_HEAD:
		tell_others(sim, number, effect->head.channel, effect->head.seq);
		break;
	case CORE_SET_ALARM:
		if (sim->plant != PLANT_NO_ALARM)
			sim_at(sim, effect->alarm_us,
				(struct task){ .kind = TASK_ALARM, .number = number, .life = daemon->life, .a = ++daemon->alarm });
		break;
	case CORE_PAUSE: // the model's programs may always send; the core must bear it
	case CORE_RESUME:
	case CORE_LOG:
	case CORE_STOPPED:
		break;
	}
}

void daemon_step(struct sim *sim, int number, struct core_happening happening)
{
	struct daemon *daemon = &sim->daemons[number];
	CHECK(daemon->up);
	happening.now_us = sim->now_us;
	core_step(daemon->core, &happening, &daemon->effects);
	sim->steps++;
	for (;;) {
		for (size_t i = 0; i < daemon->effects.count; i++)
			carry(sim, number, &daemon->effects.list[i]);
		if (!daemon->effects.more)
			return;
		core_continue(daemon->core, &daemon->effects);
	}
}

void daemon_alarm(struct sim *sim, int number, uint32_t alarm)
{
	if (alarm == sim->daemons[number].alarm)
		daemon_step(sim, number, (struct core_happening){ .kind = CORE_ALARM });
}

core_connection daemon_open(struct sim *sim, int number, struct slice token)
{
	core_connection handle = 0;
	struct core_happening happening = { .kind = CORE_OPENED };
	happening.opened.handle = &handle;
	happening.opened.token = token;
	daemon_step(sim, number, happening);
	return handle;
}
