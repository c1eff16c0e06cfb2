// World: one clock, one heap of tasks, and the faults that come over the daemons.
#include "simulation.h"

#include <stdlib.h>

#define HEAL_US (20 * SECOND) // behind which most worlds have settled
#define HEAL_ROUNDS 20        // for those with long logs, slow databases and ranges of one event

uint64_t sim_chance(struct sim *sim, uint64_t below)
{
	uint64_t z = sim->chance += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (z ^ (z >> 31)) % below;
}

bool sim_happens(struct sim *sim, int in_ten_thousand)
{
	return (int)sim_chance(sim, 10000) < in_ten_thousand;
}

int64_t sim_some(struct sim *sim, int64_t most_us)
{
	return 1 + (int64_t)sim_chance(sim, (uint64_t)most_us);
}

static bool before(const struct task *a, const struct task *b)
{
	return a->at_us < b->at_us || (a->at_us == b->at_us && a->order < b->order);
}

void sim_at(struct sim *sim, int64_t at_us, struct task task)
{
	task.at_us = at_us > sim->now_us ? at_us : sim->now_us;
	task.order = sim->order++;
	if (sim->task_count == sim->task_size) {
		sim->task_size = sim->task_size == 0 ? 256 : sim->task_size * 2;
		sim->tasks = realloc(sim->tasks, sim->task_size * sizeof(sim->tasks[0]));
		CHECK(sim->tasks != NULL);
	}
	size_t i = sim->task_count++;
	for (; i > 0 && before(&task, &sim->tasks[(i - 1) / 2]); i = (i - 1) / 2)
		sim->tasks[i] = sim->tasks[(i - 1) / 2];
	sim->tasks[i] = task;
}

static struct task task_next(struct sim *sim)
{
	CHECK(sim->task_count > 0);
	struct task first = sim->tasks[0], last = sim->tasks[--sim->task_count];
	size_t i = 0;
	for (size_t child = 1; child < sim->task_count; child = 2 * i + 1) {
		if (child + 1 < sim->task_count && before(&sim->tasks[child + 1], &sim->tasks[child]))
			child++;
		if (before(&last, &sim->tasks[child]))
			break;
		sim->tasks[i] = sim->tasks[child];
		i = child;
	}
	sim->tasks[i] = last;
	return first;
}

// -- faults
// -----------------------------------------------------------------------------------------------------------------------

static void faults(struct sim *sim, int number)
{
	struct daemon *daemon = &sim->daemons[number];
	if (sim->healed)
		return;
	sim_at(sim, sim->now_us + 100 * MS, (struct task){ .kind = TASK_FAULTS, .number = number });
	if (!daemon->up)
		return;
	if (daemon->there && sim_happens(sim, sim->options.loss))
		daemon_lose_database(sim, number);
	if (sim_happens(sim, sim->options.slow_database))
		daemon->slow_until_us = sim->now_us + sim_some(sim, 15 * SECOND);
	if (sim_happens(sim, sim->options.crash)) {
		daemon_stop(sim, number);
		sim_at(sim, sim->now_us + sim_some(sim, 2 * SECOND), (struct task){ .kind = TASK_START, .number = number });
	}
}

static void of_daemon(struct sim *sim, const struct task *task)
{
	struct daemon *daemon = &sim->daemons[task->number];
	if (!daemon->up || daemon->life != task->life)
		return;
	struct core_happening happening = { .now_us = sim->now_us };
	switch (task->kind) {
	case TASK_ALARM:
		daemon_alarm(sim, task->number, (uint32_t)task->a);
		break;
	case TASK_EXECUTE:
		daemon_execute(sim, task->number, task->a, (uint32_t)task->b);
		break;
	case TASK_ANSWER:
		daemon_answer(sim, task->number, task->a, (uint32_t)task->b);
		break;
	case TASK_BACK:
		daemon_database_back(sim, task->number);
		break;
	case TASK_HINT:
		happening.kind = CORE_HEAD;
		happening.head.channel = (int64_t)task->a;
		happening.head.seq = (int64_t)task->b;
		daemon_step(sim, task->number, happening);
		break;
	case TASK_DOUBT: // another daemon died: what it committed last, it may not have told
		happening.kind = CORE_DATABASE;
		happening.database_there = true;
		if (daemon->there)
			daemon_step(sim, task->number, happening);
		break;
	default:
		CHECK(false);
	}
}

static void of_wire(struct sim *sim, const struct task *task)
{
	struct wire *wire = &sim->clients[task->number].wire;
	if (wire->life != task->life)
		return;
	struct core_happening happening = { .connection = wire->handle };
	bool served = sim->daemons[wire->daemon].up && sim->daemons[wire->daemon].life == wire->daemon_life;
	if (task->kind == TASK_FLOW) {
		wire_flow(sim, task->number, task->life);
	} else if (task->kind == TASK_READ) {
		wire_read(sim, task->number, task->life);
	} else if (served && task->kind == TASK_DRAINED) {
		happening.kind = CORE_DRAINED;
		daemon_step(sim, wire->daemon, happening);
	} else if (served && task->kind == TASK_ALIVE) {
		happening.kind = CORE_ALIVE;
		daemon_step(sim, wire->daemon, happening);
	} else if (served && task->kind == TASK_UP) {
		happening.kind = CORE_FRAME;
		happening.frame = (struct slice){ .at = task->bytes, .n = task->n };
		daemon_step(sim, wire->daemon, happening);
	}
}

static void closed(struct sim *sim, const struct task *task)
{
	struct daemon *daemon = &sim->daemons[task->number];
	if (!daemon->up || daemon->life != task->life)
		return;
	daemon_step(sim, task->number, (struct core_happening){ .kind = CORE_CLOSED, .connection = task->a });
}

static void run_task(struct sim *sim, struct task *task)
{
	switch (task->kind) {
	case TASK_TICK:
		client_tick(sim, task->number);
		break;
	case TASK_FAULTS:
		faults(sim, task->number);
		break;
	case TASK_START:
		daemon_start(sim, task->number);
		break;
	case TASK_CLOSED:
		closed(sim, task);
		break;
	case TASK_UP:
	case TASK_FLOW:
	case TASK_READ:
	case TASK_DRAINED:
	case TASK_ALIVE:
		of_wire(sim, task);
		break;
	default:
		of_daemon(sim, task);
		break;
	}
	free(task->bytes);
}

static void run_until(struct sim *sim, int64_t until_us)
{
	while (!sim->failed && sim->task_count > 0 && sim->tasks[0].at_us <= until_us) {
		struct task task = task_next(sim);
		CHECK(task.at_us >= sim->now_us);
		sim->now_us = task.at_us;
		run_task(sim, &task);
	}
	if (!sim->failed)
		sim->now_us = until_us;
}

void sim_run(struct sim *sim)
{
	sim->chance = sim->seed * 0x2545f4914f6cdd1du + 99;
	sim->now_us = SECOND;
	truth_begin(sim);
	for (int number = 0; number < sim->options.daemons; number++) {
		daemon_start(sim, number);
		sim_at(sim, sim->now_us, (struct task){ .kind = TASK_FAULTS, .number = number });
	}
	for (int client = 0; client < sim->options.clients; client++)
		client_begin(sim, client);
	run_until(sim, sim->now_us + sim->options.safety_us);
	for (int number = 0; number < sim->options.daemons && !sim->failed; number++) {
		if (sim->daemons[number].there)
			daemon_lose_database(sim, number);
	}
	// Faults end; what is broken heals; then everything that was promised must come true.
	sim->healed = true;
	run_until(sim, sim->now_us + HEAL_US);
	for (int i = 0; i < HEAL_ROUNDS && !sim->failed && !judge_settled(sim); i++)
		run_until(sim, sim->now_us + HEAL_US);
	judge_end(sim);
	for (int number = 0; number < sim->options.daemons; number++)
		daemon_stop(sim, number);
	for (int client = 0; client < sim->options.clients; client++)
		free(sim->clients[client].wire.bytes);
	for (size_t i = 0; i < sim->task_count; i++)
		free(sim->tasks[i].bytes);
	free(sim->tasks);
	truth_end(sim);
}
