// The gateway's life: opens the door on the caller's loop, ends each turn by flushing, looks at deadlines, closes down.
#include "daemon/gateway/house.h"

#include <sodium.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "daemon/base/check.h"

#define TURNS_TO_CLOSE 6 // of the loop: libwebsockets' sockets, then its timer and idle handle, then ours

static void on_tick(uv_timer_t *timer)
{
	struct gateway *gateway = timer->data;
	visit_tick(gateway);
	sending_tick(gateway);
	listen_tick(gateway);
	if (list_empty(&gateway->visitors) && list_empty(&gateway->leaving) && !gateway->listening_paused)
		uv_timer_stop(timer);
}

static void on_nudge(uv_idle_t *idle)
{
}

// Behind this the loop sleeps: whatever callbacks wanted to write in this turn goes out now.
static void on_turn_end(uv_prepare_t *prepare)
{
	struct gateway *gateway = prepare->data;
	sending_flush(gateway);
	if (list_empty(&gateway->wanting))
		uv_idle_stop(&gateway->nudging);
	else
		uv_idle_start(&gateway->nudging, on_nudge);
}

static const char *const *copy_list(const char *const *list)
{
	size_t n = 0;
	while (list != NULL && list[n] != NULL)
		n++;
	char **copy = calloc(n + 1, sizeof *copy);
	CHECK(copy != NULL);
	for (size_t i = 0; i < n; i++) {
		copy[i] = strdup(list[i]);
		CHECK(copy[i] != NULL);
	}
	return (const char *const *)copy;
}

static void free_list(const char *const *list)
{
	for (size_t i = 0; list != NULL && list[i] != NULL; i++)
		free((void *)(uintptr_t)list[i]);
	free((void *)(uintptr_t)list);
}

void gateway_reload(struct gateway *gateway, const struct gateway_settings *settings)
{
	struct caller_rules old = gateway->rules;
	gateway->rules.origins = copy_list(settings->origins);
	gateway->rules.trusted_proxies = copy_list(settings->trusted_proxies);
	free_list(old.origins);
	free_list(old.trusted_proxies);
}

// How many sockets there may be, so that the rest of the daemon is never short of descriptors.
static uint32_t sockets_for(uint32_t connections_max)
{
	struct rlimit limit;
	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	uint64_t wanted = (uint64_t)connections_max + VISITS_MAX;
	uint64_t there = limit.rlim_cur > DESCRIPTORS_KEPT + 8 ? limit.rlim_cur - DESCRIPTORS_KEPT : 8;
	return (uint32_t)(wanted < there ? wanted : there);
}

static void init_handles(struct gateway *gateway)
{
	CHECK(uv_prepare_init(gateway->loop, &gateway->flushing) == 0);
	CHECK(uv_idle_init(gateway->loop, &gateway->nudging) == 0);
	CHECK(uv_timer_init(gateway->loop, &gateway->ticking) == 0);
	gateway->flushing.data = gateway->nudging.data = gateway->ticking.data = gateway;
	gateway->handles_open += 3;
	CHECK(uv_prepare_start(&gateway->flushing, on_turn_end) == 0);
	CHECK(uv_timer_start(&gateway->ticking, on_tick, TICK_MS, TICK_MS) == 0);
}

static void free_gateway(struct gateway *gateway)
{
	files_release(gateway->files);
	pool_release(&gateway->visits);
	free_list(gateway->rules.origins);
	free_list(gateway->rules.trusted_proxies);
	free(gateway->scratch);
	free(gateway);
}

struct gateway *gateway_create(
	uv_loop_t *loop, const struct gateway_settings *settings, const struct gateway_listener *listener, const char **problem)
{
	CHECK(settings->connections_max > 0 && settings->frame_bytes_max > 0 && sodium_init() >= 0);
	struct gateway *gateway = calloc(1, sizeof *gateway);
	CHECK(gateway != NULL);
	gateway->loop = loop;
	gateway->listener = *listener;
	gateway->connections_max = settings->connections_max;
	gateway->frame_bytes_max = settings->frame_bytes_max;
	gateway->send_buffer_bytes = settings->send_buffer_bytes;
	gateway->sockets_max = sockets_for(settings->connections_max);
	gateway->rules.secure_cookie = settings->secure_cookie;
	gateway->listen_fd = gateway->spare_fd = -1;
	list_init(&gateway->visitors);
	list_init(&gateway->wanting);
	list_init(&gateway->leaving);
	gateway_reload(gateway, settings);
	randombytes_buf(gateway->hash_key, sizeof gateway->hash_key);
	pool_init(&gateway->visits, sizeof(struct visit), VISITS_MAX);
	gateway->scratch = malloc(LWS_PRE + SCRATCH_BYTES);
	CHECK(gateway->scratch != NULL);
	gateway->files = files_read(settings->static_folder, problem);
	if (*problem == NULL)
		*problem = listen_open(gateway, settings->address, settings->port);
	if (*problem != NULL) {
		free_gateway(gateway);
		return NULL;
	}
	// From here on nothing can be wrong but a broken installation: Debian keeps libuv support in a package of its own.
	if (!socket_start(gateway)) {
		*problem = "libwebsockets cannot use libuv: is libwebsockets-evlib-uv installed?";
		listen_close(gateway);
		uv_run(loop, UV_RUN_NOWAIT);
		free_gateway(gateway);
		return NULL;
	}
	init_handles(gateway);
	return gateway;
}

uint16_t gateway_port(const struct gateway *gateway)
{
	return gateway->port;
}

void gateway_stop_listening(struct gateway *gateway)
{
	listen_close(gateway);
}

static void on_handle_closed(uv_handle_t *handle)
{
	struct gateway *gateway = handle->data;
	if (--gateway->handles_open > 0)
		return;
	void (*done)(void *context) = gateway->done;
	void *context = gateway->done_context;
	free_gateway(gateway);
	done(context);
}

// libwebsockets closes in stages, each of which needs a turn of the loop: destroy, turns, destroy again, and only then our own.
static void on_destroy_turn(uv_idle_t *idle)
{
	struct gateway *gateway = idle->data;
	if (gateway->turns_left == TURNS_TO_CLOSE)
		lws_context_destroy(gateway->library);
	if (--gateway->turns_left > 0)
		return;
	lws_context_destroy(gateway->library);
	uv_idle_stop(idle);
	uv_close((uv_handle_t *)&gateway->ticking, on_handle_closed);
	uv_close((uv_handle_t *)&gateway->flushing, on_handle_closed);
	uv_close((uv_handle_t *)idle, on_handle_closed);
}

void gateway_destroy(struct gateway *gateway, void (*done)(void *context), void *context)
{
	CHECK(done != NULL && gateway->done == NULL);
	gateway->done = done;
	gateway->done_context = context;
	listen_close(gateway);
	list_each(link, following, &gateway->visitors) visit_end(list_entry(link, struct visit, order));
	uv_timer_stop(&gateway->ticking);
	uv_prepare_stop(&gateway->flushing);
	gateway->turns_left = TURNS_TO_CLOSE;
	uv_idle_stop(&gateway->nudging); // it may be nudging, and keeps its old callback while it runs
	uv_idle_start(&gateway->nudging, on_destroy_turn);
}
