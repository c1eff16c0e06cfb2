// The simulation: `simulation [first-seed] [count]` judges that many worlds; `simulation --plant N [count]` plants a fault in the
// models and demands that it is found; `simulation --plants [count]` does so for every fault.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "simulation.h"

static const char *const plant_names[PLANT_COUNT] = {
	[PLANT_NONE] = "none",
	[PLANT_LOST_FRAME] = "a frame is lost on the way to the program",
	[PLANT_TWICE_FRAME] = "a frame arrives twice",
	[PLANT_LEAK] = "a range holds what the person may not see",
	[PLANT_OMITTED] = "a range leaves out what the person may see",
	[PLANT_NONCE] = "nonces are not looked up",
	[PLANT_LOST_COMMIT] = "an answer says committed, and it was not",
	[PLANT_LOST_REQUEST] = "a request is lost on the way to the daemon",
	[PLANT_NO_LEFT] = "an event does not say that somebody left",
	[PLANT_NO_ALARM] = "alarms never ring",
	[PLANT_NO_FETCH] = "fetches are never answered",
	[PLANT_SILENT_LOSS] = "the core is not told that the database was away",
	[PLANT_SEQ_GAP] = "a position is left out",
	[PLANT_WRONG_ACTOR] = "an event names another person",
	[PLANT_SWAPPED] = "another program gets the frame too",
	[PLANT_OPEN_DOOR] = "anybody may follow",
	[PLANT_WRONG_ACK] = "an answer names another position",
	[PLANT_NO_PULL] = "some outboxes are not pulled any more",
};

static struct options options_of(struct sim *sim)
{
	static const int64_t database_us[] = { 2 * MS, 20 * MS, 300 * MS };
	static const int64_t network_us[] = { 1 * MS, 30 * MS, 200 * MS };
	static const size_t socket_bytes[] = { 2000, 8000, 60000 };
	static const size_t text_bytes[] = { 10, 200, 3000 };
	static const uint32_t outbox_bytes[] = { 8192, 20000, 262144 };
	sim->chance = sim->seed;
	struct options options = {
		.daemons = 1 + (int)sim_chance(sim, DAEMONS_MAX),
		.channels = 1 + (int)sim_chance(sim, CHANNELS_MAX),
		.persons = 2 + (int)sim_chance(sim, PERSONS_MAX - 1),
		.clients = 3 + (int)sim_chance(sim, CLIENTS_MAX - 2),
		.safety_us = 10 * SECOND + sim_some(sim, 20 * SECOND),
		.database_us = database_us[sim_chance(sim, 3)],
		.network_us = network_us[sim_chance(sim, 3)],
		.loss = (int)sim_chance(sim, 3) * 100,
		.crash = (int)sim_chance(sim, 3) * 40,
		.hang_up = (int)sim_chance(sim, 3) * 60,
		.stall = (int)sim_chance(sim, 3) * 200,
		.slow_database = (int)sim_chance(sim, 3) * 40,
		.hint_drop = (int)sim_chance(sim, 3) * 1500,
		.socket_bytes = socket_bytes[sim_chance(sim, 3)],
		.text_bytes = text_bytes[sim_chance(sim, 3)],
		.outbox_bytes_max = outbox_bytes[sim_chance(sim, 3)],
		.history_max = 1 + (uint32_t)sim_chance(sim, 30),
		.fetches_max = 1 + (uint32_t)sim_chance(sim, 6),
	};
	return options;
}

static void options_print(const struct options *o)
{
	printf("  daemons=%d channels=%d persons=%d clients=%d safety_ms=%lld database_ms=%lld network_ms=%lld\n", o->daemons,
		o->channels, o->persons, o->clients, (long long)o->safety_us / MS, (long long)o->database_us / MS,
		(long long)o->network_us / MS);
	printf("  loss=%d crash=%d hang_up=%d stall=%d slow_database=%d hint_drop=%d (in 10,000)\n", o->loss, o->crash, o->hang_up,
		o->stall, o->slow_database, o->hint_drop);
	printf("  socket_bytes=%zu text_bytes=%zu outbox_bytes_max=%u history_max=%u fetches_max=%u\n", o->socket_bytes,
		o->text_bytes, o->outbox_bytes_max, o->history_max, o->fetches_max);
}

static struct sim sim; // large, and one at a time
static struct {
	uint64_t steps, delivered, acked, lags, skips, expired;
} total;

// One world. True if the judge found nothing.
static bool run(uint64_t seed, enum plant plant)
{
	memset(&sim, 0, sizeof(sim));
	sim.seed = seed;
	sim.plant = plant;
	sim.options = options_of(&sim);
	sim_run(&sim);
	total.steps += sim.steps;
	total.delivered += sim.delivered;
	total.acked += sim.acked;
	total.lags += sim.lags;
	total.skips += sim.skips;
	total.expired += sim.expired;
	return !sim.failed;
}

static int judge_seeds(uint64_t first, uint64_t count)
{
	struct timespec begin, end;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	int failed = 0;
	for (uint64_t seed = first; seed < first + count; seed++) {
		if (run(seed, PLANT_NONE))
			continue;
		failed++;
		printf("seed %llu: %s\n", (unsigned long long)seed, sim.verdict);
		options_print(&sim.options);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	double seconds = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
	printf("%llu worlds in %.1f s: %llu steps, %llu events heard, %llu promises, %llu lags, %llu hidden ranges, %llu forgotten\n",
		(unsigned long long)count, seconds, (unsigned long long)total.steps, (unsigned long long)total.delivered,
		(unsigned long long)total.acked, (unsigned long long)total.lags, (unsigned long long)total.skips,
		(unsigned long long)total.expired);
	printf("%llu passed, %d failed\n", (unsigned long long)count - (unsigned long long)failed, failed);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

// True if the fault is found within so many worlds.
static bool find_plant(enum plant plant, uint64_t count)
{
	for (uint64_t seed = 1; seed <= count; seed++) {
		if (!run(seed, plant)) {
			printf("plant %d (%s): seed %llu: %s\n", plant, plant_names[plant], (unsigned long long)seed, sim.verdict);
			return true;
		}
	}
	printf("plant %d (%s): NOT FOUND in %llu worlds\n", plant, plant_names[plant], (unsigned long long)count);
	return false;
}

static int find_plants(int first, int last, uint64_t count)
{
	int missed = 0;
	for (int plant = first; plant <= last; plant++)
		missed += !find_plant((enum plant)plant, count);
	printf("%d passed, %d failed\n", last - first + 1 - missed, missed);
	return missed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	if (argc >= 2 && strcmp(argv[1], "--plants") == 0)
		return find_plants(PLANT_NONE + 1, PLANT_COUNT - 1, argc >= 3 ? strtoull(argv[2], NULL, 10) : 100);
	if (argc >= 3 && strcmp(argv[1], "--plant") == 0) {
		int plant = atoi(argv[2]);
		if (plant > PLANT_NONE && plant < PLANT_COUNT)
			return find_plants(plant, plant, argc >= 4 ? strtoull(argv[3], NULL, 10) : 100);
	}
	uint64_t first = argc >= 2 ? strtoull(argv[1], NULL, 10) : 1;
	return judge_seeds(first, argc >= 3 ? strtoull(argv[2], NULL, 10) : 300);
}
