// Wire: a socket that holds so many bytes, a network that takes its time, and a program that reads when it pleases.
#include "simulation.h"

#include <stdlib.h>

#define PULL_BYTES 3000 // less than a large frame, so that frames go in parts

void wire_open(struct sim *sim, int client, int daemon)
{
	struct wire *wire = &sim->clients[client].wire;
	CHECK(!wire->open);
	core_connection handle = daemon_open(sim, daemon, (struct slice){ 0 });
	if (handle == 0)
		return;
	uint8_t *bytes = wire->bytes;
	*wire = (struct wire){
		.open = true, .life = wire->life + 1, .daemon = daemon, .daemon_life = sim->daemons[daemon].life, .handle = handle
	};
	free(bytes);
}

void wire_up(struct sim *sim, int client, struct slice message)
{
	struct wire *wire = &sim->clients[client].wire;
	CHECK(wire->open);
	if (sim->plant == PLANT_LOST_REQUEST && sim_happens(sim, 100))
		return;
	int64_t at_us = sim->now_us + sim_some(sim, sim->options.network_us);
	wire->up_us = at_us > wire->up_us ? at_us : wire->up_us;
	struct task task = { .kind = TASK_UP, .number = client, .life = wire->life, .n = message.n };
	task.bytes = malloc(message.n);
	CHECK(task.bytes != NULL);
	memcpy(task.bytes, message.at, message.n);
	sim_at(sim, wire->up_us, task);
}

static bool served(const struct sim *sim, const struct wire *wire)
{
	return sim->daemons[wire->daemon].up && sim->daemons[wire->daemon].life == wire->daemon_life;
}

void wire_flow(struct sim *sim, int client, uint32_t life)
{
	struct wire *wire = &sim->clients[client].wire;
	if (!wire->open || !served(sim, wire) || (sim->plant == PLANT_NO_PULL && client % 3 == 0 && sim->steps > 500))
		return;
	size_t pulled = 0;
	while (wire->fresh < sim->options.socket_bytes) {
		uint8_t *bytes = realloc(wire->bytes, wire->count + PULL_BYTES);
		CHECK(bytes != NULL);
		wire->bytes = bytes;
		size_t room = sim->options.socket_bytes - wire->fresh;
		size_t n =
			core_pull(sim->daemons[wire->daemon].core, wire->handle, bytes + wire->count, room < PULL_BYTES ? room : PULL_BYTES);
		if (n == 0)
			break;
		wire->count += n;
		wire->fresh += n;
		pulled += n;
	}
	if (pulled > 0)
		sim_at(sim, sim->now_us, (struct task){ .kind = TASK_DRAINED, .number = client, .life = life });
	if (pulled > 0 || wire->closing) {
		int64_t at_us = sim->now_us + sim_some(sim, sim->options.network_us);
		wire->down_us = at_us > wire->down_us ? at_us : wire->down_us;
		sim_at(sim, wire->down_us, (struct task){ .kind = TASK_READ, .number = client, .life = life });
	}
}

// The length of the whole frame at the front, header included, or 0 if it is not all there; *header is the header's.
static size_t frame_length(const uint8_t *bytes, size_t count, size_t *header)
{
	if (count < 2)
		return 0;
	size_t length = bytes[1];
	*header = length < 126 ? 2 : length == 126 ? 4 : 10;
	if (count < *header)
		return 0;
	if (length >= 126) {
		length = 0;
		for (size_t i = 2; i < *header; i++)
			length = length << 8 | bytes[i];
	}
	return count - *header >= length ? *header + length : 0;
}

static void hear(struct sim *sim, int client, struct slice message)
{
	bool event = message.n > 2 && message.at[1] == 2; // a notification
	if (sim->plant == PLANT_LOST_FRAME && event && sim_happens(sim, 50))
		return;
	if (sim->plant == PLANT_SWAPPED && event && sim_happens(sim, 50))
		client_heard(sim, (int)sim_chance(sim, (uint64_t)sim->options.clients), message);
	client_heard(sim, client, message);
	if (sim->plant == PLANT_TWICE_FRAME && event && sim_happens(sim, 50))
		client_heard(sim, client, message);
}

void wire_read(struct sim *sim, int client, uint32_t life)
{
	struct wire *wire = &sim->clients[client].wire;
	bool given_up = wire->closing && sim->now_us >= wire->close_us;
	if (wire->stalled_us > sim->now_us && !given_up && !sim->healed) {
		sim_at(sim, wire->stalled_us, (struct task){ .kind = TASK_READ, .number = client, .life = life });
		return;
	}
	size_t at = 0, header = 0;
	for (size_t n; (n = frame_length(wire->bytes + at, wire->count - at, &header)) > 0; at += n)
		hear(sim, client, (struct slice){ .at = wire->bytes + at + header, .n = n - header });
	if (at > 0)
		memmove(wire->bytes, wire->bytes + at, wire->count - at);
	wire->count -= at;
	bool had_bytes = wire->fresh > 0;
	wire->fresh = 0;
	bool emptied = !served(sim, wire) || !core_has_output(sim->daemons[wire->daemon].core, wire->handle);
	if (wire->closing && (emptied || given_up))
		wire_cut(sim, client);
	else if (had_bytes)
		sim_at(sim, sim->now_us, (struct task){ .kind = TASK_FLOW, .number = client, .life = life });
}

void wire_cut(struct sim *sim, int client)
{
	struct wire *wire = &sim->clients[client].wire;
	if (!wire->open)
		return;
	wire->open = false;
	wire->life++;
	wire->count = wire->fresh = 0;
	client_cut(sim, client);
	if (served(sim, wire))
		sim_at(sim, sim->now_us + sim_some(sim, sim->options.network_us),
			(struct task){ .kind = TASK_CLOSED, .number = wire->daemon, .life = wire->daemon_life, .a = wire->handle });
}
