// Echo: the smallest listener that a gateway can have, for the door's tests. It speaks no Waymark: what comes in goes out again.
//
//   "burst N"   N frames of 1000 bytes            "close CODE"  closed with that code
//   "big N"     one frame of N bytes              "ping"        a WebSocket ping; the pong is told as "alive"
//   "pause MS"  reads nothing for so long         "count"       how many connections there are
//   "token"     the cookie's token, or "none"     "peer"      the number of the caller's address, 0 for none in particular
//   anything else is sent back
//
// Usage: echo [--origin URL] [--static FOLDER] [--secure] [--proxy ADDRESS] [--connections N] [--frame BYTES] [--port N]
// Prints "port N" when it listens; ends on SIGTERM when all are told and gone, and on SIGINT at once.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/base/frame.h"
#include "daemon/base/list.h"
#include "daemon/gateway/gateway.h"

struct line {
	struct list order;
	struct frame *frame;
};

struct client {
	struct list order;
	struct gateway_connection *connection;
	struct list lines; // what waits to be pulled
	size_t offset;     // into the first line
	uv_timer_t resume;
	uint64_t peer;
	char token[160];
	bool closed;
};

struct echo {
	uv_loop_t loop;
	struct gateway *gateway;
	struct list clients;
	uint64_t count, logged;
	uv_signal_t term, interrupt;
	uv_prepare_t last; // runs while it waits for the last client to go
	bool destroying;
};

static void say(struct client *client, struct slice text)
{
	struct line *line = calloc(1, sizeof *line);
	CHECK(line != NULL);
	line->frame = frame_create(text);
	list_append(&client->lines, &line->order);
	gateway_want_write(client->connection);
}

static void drop_line(struct line *line)
{
	list_remove(&line->order);
	frame_release(line->frame);
	free(line);
}

static uint64_t on_opened(void *context, struct gateway_connection *connection, uint64_t peer, struct slice token)
{
	struct echo *echo = context;
	struct client *client = calloc(1, sizeof *client);
	CHECK(client != NULL);
	client->connection = connection;
	client->peer = peer;
	snprintf(client->token, sizeof client->token, "%.*s", (int)token.n, token.n > 0 ? (const char *)token.at : "");
	list_init(&client->lines);
	list_append(&echo->clients, &client->order);
	CHECK(uv_timer_init(&echo->loop, &client->resume) == 0);
	client->resume.data = client;
	echo->count++;
	return (uint64_t)(uintptr_t)client;
}

static void on_resume(uv_timer_t *timer)
{
	gateway_resume(((struct client *)timer->data)->connection);
}

static bool command(struct echo *echo, struct client *client, const char *text)
{
	char reply[200];
	unsigned long n;
	if (sscanf(text, "burst %lu", &n) == 1) {
		uint8_t bytes[1000];
		memset(bytes, 'b', sizeof bytes);
		while (n-- > 0)
			say(client, (struct slice){ bytes, sizeof bytes });
	} else if (sscanf(text, "big %lu", &n) == 1) {
		uint8_t *bytes = malloc(n + 1);
		CHECK(bytes != NULL);
		memset(bytes, 'B', n);
		say(client, (struct slice){ bytes, n });
		free(bytes);
	} else if (sscanf(text, "close %lu", &n) == 1)
		gateway_close(client->connection, (uint16_t)n, "as you wish");
	else if (sscanf(text, "pause %lu", &n) == 1) {
		gateway_pause(client->connection);
		uv_timer_start(&client->resume, on_resume, n, 0);
	} else if (strcmp(text, "ping") == 0)
		gateway_ping(client->connection);
	else if (strcmp(text, "count") == 0) {
		snprintf(reply, sizeof reply, "%llu", (unsigned long long)echo->count);
		say(client, slice_of(reply));
	} else if (strcmp(text, "peer") == 0) {
		snprintf(reply, sizeof reply, "%llu", (unsigned long long)client->peer);
		say(client, slice_of(reply));
	} else if (strcmp(text, "token") == 0)
		say(client, slice_of(client->token[0] != '\0' ? client->token : "none"));
	else
		return false;
	return true;
}

static void on_frame(void *context, uint64_t number, struct slice bytes)
{
	struct client *client = (struct client *)(uintptr_t)number;
	char text[40] = "";
	if (bytes.n < sizeof text && bytes.n > 0)
		memcpy(text, bytes.at, bytes.n);
	if (!command(context, client, text))
		say(client, bytes);
}

static void on_alive(void *context, uint64_t number)
{
	say((struct client *)(uintptr_t)number, slice_of("alive"));
}

static void on_timer_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void on_closed(void *context, uint64_t number)
{
	struct echo *echo = context;
	struct client *client = (struct client *)(uintptr_t)number;
	list_remove(&client->order);
	while (!list_empty(&client->lines))
		drop_line(list_entry(list_first(&client->lines), struct line, order));
	echo->count--;
	uv_close((uv_handle_t *)&client->resume, on_timer_closed);
}

static size_t on_pull(void *context, uint64_t number, uint8_t *bytes, size_t size)
{
	struct client *client = (struct client *)(uintptr_t)number;
	size_t n = 0;
	while (!list_empty(&client->lines)) {
		struct line *line = list_entry(list_first(&client->lines), struct line, order);
		struct slice all = frame_bytes(line->frame);
		size_t left = all.n - client->offset, part = left;
		if (left > size - n) {
			if (n > 0)
				break;
			part = size;
		}
		memcpy(bytes + n, all.at + client->offset, part);
		n += part;
		client->offset += part;
		if (client->offset < all.n)
			break;
		client->offset = 0;
		drop_line(line);
	}
	return n;
}

static void on_drained(void *context, uint64_t number)
{
}

// Codes are tokens here, but "late" is never answered, "refused" is refused, and "slow" is answered in 50 ms.
struct slow {
	uv_timer_t timer;
	struct gateway *gateway;
	gateway_exchange exchange;
};

static void on_slow_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void on_slow(uv_timer_t *timer)
{
	struct slow *slow = timer->data;
	gateway_answer_session(slow->gateway, slow->exchange, 204, slice_of("slowly"), NULL);
	uv_close((uv_handle_t *)timer, on_slow_closed);
}

static void on_session(void *context, gateway_exchange exchange, struct slice code, struct slice token, uint64_t peer)
{
	struct echo *echo = context;
	if (slice_equal(code, slice_of("late")))
		return;
	if (slice_equal(code, slice_of("refused"))) {
		gateway_answer_session(echo->gateway, exchange, 401, (struct slice){ NULL, 0 }, "this code is used up");
		return;
	}
	if (!slice_equal(code, slice_of("slow"))) {
		gateway_answer_session(echo->gateway, exchange, 204, code, NULL);
		return;
	}
	struct slow *slow = calloc(1, sizeof *slow);
	CHECK(slow != NULL);
	*slow = (struct slow){ .gateway = echo->gateway, .exchange = exchange };
	CHECK(uv_timer_init(&echo->loop, &slow->timer) == 0);
	slow->timer.data = slow;
	uv_timer_start(&slow->timer, on_slow, 50, 0);
}

static int on_report(void *context, const char *path, char *text, size_t size)
{
	struct echo *echo = context;
	snprintf(text, size, "path %s\nconnections %llu\nlogged %llu\n", path, (unsigned long long)echo->count,
		(unsigned long long)echo->logged);
	return strcmp(path, "/ready") == 0 ? 503 : 200;
}

static void on_log(void *context, const char *event, const char *detail)
{
	((struct echo *)context)->logged++;
	fprintf(stderr, "event=%s detail=\"%s\"\n", event, detail != NULL ? detail : "");
}

static void on_done(void *context)
{
	struct echo *echo = context;
	uv_close((uv_handle_t *)&echo->term, NULL);
	uv_close((uv_handle_t *)&echo->interrupt, NULL);
	uv_close((uv_handle_t *)&echo->last, NULL);
}

static void end(struct echo *echo)
{
	if (echo->destroying)
		return;
	echo->destroying = true;
	gateway_destroy(echo->gateway, on_done, echo);
}

static void on_last(uv_prepare_t *prepare)
{
	struct echo *echo = prepare->data;
	if (list_empty(&echo->clients))
		end(echo);
}

static void on_term(uv_signal_t *signal, int number)
{
	struct echo *echo = signal->data;
	if (echo->destroying)
		return;
	gateway_stop_listening(echo->gateway);
	list_each(link, following, &echo->clients) gateway_close(list_entry(link, struct client, order)->connection, 1012, "restart");
	uv_prepare_start(&echo->last, on_last);
}

static void on_interrupt(uv_signal_t *signal, int number)
{
	end(signal->data);
}

static void watch_signals(struct echo *echo)
{
	CHECK(uv_signal_init(&echo->loop, &echo->term) == 0 && uv_signal_init(&echo->loop, &echo->interrupt) == 0);
	CHECK(uv_prepare_init(&echo->loop, &echo->last) == 0);
	echo->term.data = echo->interrupt.data = echo->last.data = echo;
	uv_signal_start(&echo->term, on_term, SIGTERM);
	uv_signal_start(&echo->interrupt, on_interrupt, SIGINT);
}

static void read_arguments(int count, char **words, struct gateway_settings *settings, const char **lists)
{
	for (int i = 1; i < count; i++) {
		const char *next = i + 1 < count ? words[i + 1] : "";
		if (strcmp(words[i], "--secure") == 0) {
			settings->secure_cookie = true;
			continue;
		}
		if (strcmp(words[i], "--origin") == 0)
			lists[0] = next;
		else if (strcmp(words[i], "--proxy") == 0)
			lists[2] = next;
		else if (strcmp(words[i], "--static") == 0)
			settings->static_folder = next;
		else if (strcmp(words[i], "--connections") == 0)
			settings->connections_max = (uint32_t)strtoul(next, NULL, 10);
		else if (strcmp(words[i], "--frame") == 0)
			settings->frame_bytes_max = (uint32_t)strtoul(next, NULL, 10);
		else if (strcmp(words[i], "--port") == 0)
			settings->port = (uint16_t)strtoul(next, NULL, 10);
		i++;
	}
}

int main(int count, char **words)
{
	const char *lists[4] = { NULL };
	struct echo echo = { 0 };
	struct gateway_settings settings = { .address = "127.0.0.1",
		.connections_max = 20000,
		.frame_bytes_max = 65536,
		.send_buffer_bytes = 65536,
		.origins = lists,
		.trusted_proxies = lists + 2 };
	struct gateway_listener listener = { &echo, on_opened, on_frame, on_alive, on_closed, on_pull, on_drained, on_session,
		on_report, on_log };
	const char *problem;
	read_arguments(count, words, &settings, lists);
	list_init(&echo.clients);
	CHECK(uv_loop_init(&echo.loop) == 0);
	echo.gateway = gateway_create(&echo.loop, &settings, &listener, &problem);
	if (echo.gateway == NULL) {
		fprintf(stderr, "echo: %s\n", problem);
		return 1;
	}
	watch_signals(&echo);
	printf("port %u\n", gateway_port(echo.gateway));
	fflush(stdout);
	uv_run(&echo.loop, UV_RUN_DEFAULT);
	CHECK(uv_loop_close(&echo.loop) == 0);
	return 0;
}
