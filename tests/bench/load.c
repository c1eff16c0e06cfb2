// Load: the generator of the benchmarks, one epoll thread that only counts marks and acknowledgements. It prints one line of
// JSON.
//
//   load fanout PORT SUBSCRIBERS IN_FLIGHT SECONDS PID TOKEN CHANNEL   (TOKEN "-": the raw server, which needs neither)
//   load acks   PORT SENDERS IN_FLIGHT SECONDS PID TOKEN CHANNEL...    (sender i posts to CHANNEL i modulo their number;
//                                                                  CHANNEL@TOKEN has a token of its own)
//   load idle   PORT CONNECTIONS 0 SECONDS PID TOKEN CHANNEL           (connects, greets, subscribes; for memory and connecting)
//
// IN_FLIGHT is in total for fanout (a message counts until every subscriber has it) and for each sender for acks.
#include "protocol/envelope.h"
#include "tests/bench/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define PEERS_MAX 20000
#define TEXT_BYTES 200
#define LATENCIES_MAX (1u << 22)
#define MARK "\"#mark#\""

static struct options {
	bool raw;
	uint16_t port;
	int peers, in_flight;
	double seconds;
	int pid;
	const char *token;
	char **channels;
	int channel_count;
} options;

static struct peer peers[PEERS_MAX + 1]; // the last one publishes
static int poller;
static uint64_t published, delivered, acked, refused, closed;
static uint64_t nonce_number;
static double sent_at[PEERS_MAX][64]; // acks: by request id modulo 64
static float *latencies;
static uint32_t latency_count;

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double own_cpu(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
		   (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// User and system seconds of the measured server so far, and its resident bytes.
static double server_cpu(long *resident)
{
	char path[64], line[1024];
	snprintf(path, sizeof(path), "/proc/%d/stat", options.pid);
	FILE *file = fopen(path, "r");
	if (!file || !fgets(line, sizeof(line), file)) {
		fprintf(stderr, "no process %d\n", options.pid);
		exit(1);
	}
	fclose(file);
	unsigned long user, system;
	long pages;
	if (sscanf(strrchr(line, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %*d %*d %*u %*u %ld",
			&user, &system, &pages) != 3)
		exit(1);
	*resident = pages * sysconf(_SC_PAGESIZE);
	return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static void request(struct peer *peer, uint32_t id, const char *name, struct wire_writer *params)
{
	uint8_t bytes[1024];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	envelope_put_request(&writer, id, name, wire_written(params));
	peer_send(peer, wire_written(&writer));
}

static void post(struct peer *peer, uint32_t id, int64_t channel)
{
	static const char filler[] =
		"One street story each, five minutes, no slides. Names of neighbours stay in the circle. "
		"Cameras optional, kettles encouraged. If you miss two in a row someone rings you, kindly. And then we close the door. ";
	uint8_t bytes[512], nonce[16] = { 0 };
	char text[TEXT_BYTES + 1];
	memcpy(text, filler, TEXT_BYTES);
	memcpy(text, MARK, 8);
	nonce_number++;
	memcpy(nonce, &nonce_number, sizeof(nonce_number));
	int64_t run = (int64_t)(now() * 1e6);
	memcpy(nonce + 8, &run, sizeof(run));
	struct wire_writer params = wire_writer_of(bytes, sizeof(bytes));
	wire_put_map(&params, 3);
	wire_put_word(&params, "nonce");
	wire_put_bytes(&params, (struct slice){ nonce, 16 });
	wire_put_word(&params, "channel");
	wire_put_int(&params, channel);
	wire_put_word(&params, "text");
	wire_put_text(&params, (struct slice){ (uint8_t *)text, TEXT_BYTES });
	if (options.raw)
		peer_send(peer, (struct slice){ (uint8_t *)text, TEXT_BYTES });
	else
		request(peer, id, "channel.post", &params);
}

// -- greeting -------------------------------------------------------------------------------------------------------------------

static int answers_wanted;

static void answered(void *context, struct peer *peer, struct slice message)
{
	struct envelope envelope = envelope_read(message);
	if (envelope.kind != ENVELOPE_RESPONSE)
		return;
	if (envelope.error.n != 1) {
		fprintf(stderr, "request %u of peer %llu was refused\n", envelope.id, (unsigned long long)peer->number);
		exit(1);
	}
	answers_wanted--;
}

static void await_answers(void)
{
	struct epoll_event events[256];
	double deadline = now() + 30;
	while (answers_wanted > 0) {
		int n = epoll_wait(poller, events, 256, 1000);
		for (int i = 0; i < n; i++)
			if (!peer_read(events[i].data.ptr, answered, NULL))
				exit(1);
		if (now() > deadline) {
			fprintf(stderr, "%d answers did not come in 30 s\n", answers_wanted);
			exit(1);
		}
	}
}

// The token of the i-th connection: of its channel, or of all.
static const char *token_of(uint64_t number)
{
	const char *channel = options.channels[number % (uint64_t)options.channel_count];
	const char *own = strchr(channel, '@');
	return own ? own + 1 : options.token;
}

static void greet(struct peer *peer, const char *channel)
{
	uint8_t bytes[256];
	struct wire_writer params = wire_writer_of(bytes, sizeof(bytes));
	wire_put_map(&params, 2);
	wire_put_word(&params, "token");
	wire_put_word(&params, token_of(peer->number));
	wire_put_word(&params, "client");
	wire_put_word(&params, "bench");
	request(peer, 1, "session.hello", &params);
	answers_wanted++;
	await_answers();
	if (!channel)
		return;
	params = wire_writer_of(bytes, sizeof(bytes));
	wire_put_map(&params, 1);
	wire_put_word(&params, "channel");
	wire_put_int(&params, atoll(channel));
	request(peer, 2, "channel.subscribe", &params);
	answers_wanted++;
	await_answers();
}

static void open_all(bool subscribe, bool publisher)
{
	int count = options.peers + (publisher ? 1 : 0);
	for (int i = 0; i < count; i++) {
		char host[32];
		snprintf(host, sizeof(host), "127.0.0.%d", 2 + i / 10000);
		struct peer *peer = &peers[i];
		peer_open(peer, options.port, host);
		peer->number = (uint64_t)i;
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };
		epoll_ctl(poller, EPOLL_CTL_ADD, peer->fd, &event);
		if (!options.raw)
			greet(peer, subscribe && i < options.peers ? options.channels[0] : NULL);
	}
}

// -- the three measurements -----------------------------------------------------------------------------------------------------

static void acknowledged(void *context, struct peer *peer, struct slice message)
{
	struct envelope envelope = envelope_read(message);
	if (envelope.kind != ENVELOPE_RESPONSE)
		return;
	if (envelope.error.n != 1)
		refused++;
	else
		acked++;
	if (peer->number >= PEERS_MAX)
		return;
	if (latencies && latency_count < LATENCIES_MAX)
		latencies[latency_count++] = (float)(now() - sent_at[peer->number][envelope.id % 64]);
	if (!context)
		return;
	uint32_t id = envelope.id + (uint32_t)options.in_flight;
	sent_at[peer->number][id % 64] = now();
	post(peer, id, atoll(options.channels[peer->number % (uint64_t)options.channel_count]));
}

static void fanout_turn(struct epoll_event *events, int n, struct peer *publisher)
{
	for (int i = 0; i < n; i++) {
		struct peer *peer = events[i].data.ptr;
		if (peer == publisher) {
			if (options.raw)
				(void)peer_count(peer, MARK);
			else if (!peer_read(peer, acknowledged, NULL))
				exit(1);
			continue;
		}
		int found = peer_count(peer, MARK);
		if (found < 0) {
			epoll_ctl(poller, EPOLL_CTL_DEL, peer->fd, NULL);
			closed++;
			continue;
		}
		delivered += (uint64_t)found;
	}
	peer_flush(publisher);
	while (published - delivered / (uint64_t)options.peers < (uint64_t)options.in_flight)
		post(publisher, (uint32_t)(++published), options.raw ? 0 : atoll(options.channels[0]));
}

static void acks_turn(struct epoll_event *events, int n)
{
	for (int i = 0; i < n; i++) {
		struct peer *peer = events[i].data.ptr;
		peer_flush(peer);
		if (!peer_read(peer, acknowledged, peer)) {
			epoll_ctl(poller, EPOLL_CTL_DEL, peer->fd, NULL);
			closed++;
		}
	}
}

static void start_acks(void)
{
	for (int i = 0; i < options.peers; i++) {
		for (int k = 0; k < options.in_flight; k++) {
			sent_at[i][(k + 3) % 64] = now();
			post(&peers[i], (uint32_t)k + 3, atoll(options.channels[i % options.channel_count]));
		}
	}
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return x < y ? -1 : x > y;
}

static double percentile(double share)
{
	return latency_count ? latencies[(uint32_t)(share * (latency_count - 1))] * 1e3 : 0;
}

static void report(double wall, double own, double server, long resident, long resident_before)
{
	if (latency_count)
		qsort(latencies, latency_count, sizeof(*latencies), by_value);
	printf(
		"{\"seconds\": %.3f, \"deliveries\": %llu, \"acks\": %llu, \"refused\": %llu, \"closed\": %llu, \"server_cpu_s\": %.3f, "
		"\"generator_share\": %.2f, \"generator_was_limit\": %s, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"resident_bytes\": %ld, "
		"\"resident_bytes_per_connection\": %ld}\n",
		wall, (unsigned long long)delivered, (unsigned long long)acked, (unsigned long long)refused, (unsigned long long)closed,
		server, own / wall, own / wall > 0.9 ? "true" : "false", percentile(0.5), percentile(0.99), resident,
		options.peers ? (resident - resident_before) / options.peers : 0);
}

static void measure(const char *what)
{
	bool fanout = strcmp(what, "fanout") == 0, acks = strcmp(what, "acks") == 0;
	long before, after;
	server_cpu(&before);
	double connecting = server_cpu(&after);
	open_all(!acks, fanout);
	struct peer *publisher = &peers[options.peers];
	struct epoll_event events[1024];
	// A tenth of the time warms up and is not counted.
	double begin = now(), warm = begin + (fanout || acks ? options.seconds / 10 : 0), end = begin + options.seconds, own = 0,
		   server = connecting;
	bool counting = !fanout && !acks;
	if (acks)
		start_acks();
	if (fanout)
		publisher->number = PEERS_MAX;
	while (now() < end) {
		if (!counting && now() >= warm) {
			counting = true;
			published -= delivered / (uint64_t)options.peers;
			delivered %= (uint64_t)options.peers;
			acked = 0;
			if (acks)
				latencies = malloc(sizeof(*latencies) * LATENCIES_MAX);
			begin = now();
			own = own_cpu();
			server = server_cpu(&after);
		}
		int n = epoll_wait(poller, events, 1024, 20);
		if (fanout)
			fanout_turn(events, n, publisher);
		else if (acks)
			acks_turn(events, n);
	}
	double wall = now() - begin;
	own = own_cpu() - own;
	server = server_cpu(&after) - server;
	report(wall, own, server, after, before);
}

int main(int argc, char **argv)
{
	if (argc < 8) {
		fprintf(stderr, "usage: load fanout|acks|idle PORT PEERS IN_FLIGHT SECONDS PID TOKEN [CHANNEL...]\n");
		return 2;
	}
	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	options = (struct options){ .raw = strcmp(argv[7], "-") == 0,
		.port = (uint16_t)atoi(argv[2]),
		.peers = atoi(argv[3]),
		.in_flight = atoi(argv[4]),
		.seconds = atof(argv[5]),
		.pid = atoi(argv[6]),
		.token = argv[7],
		.channels = argv + 8,
		.channel_count = argc - 8 };
	if (options.peers < 1 || options.peers > PEERS_MAX || options.in_flight > 60 || (!options.raw && options.channel_count < 1)) {
		fprintf(stderr, "load: PEERS is 1 to %d, IN_FLIGHT at most 60, and CHANNEL is needed with a token\n", PEERS_MAX);
		return 2;
	}
	poller = epoll_create1(EPOLL_CLOEXEC);
	measure(argv[1]);
	return 0;
}
