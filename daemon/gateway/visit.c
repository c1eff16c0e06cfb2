// One HTTP request on its own socket: read the head, answer once, let the peer hang up. No bodies, no second request. What the
// answer is, the one who began the visit decides.
#include "daemon/gateway/house.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "daemon/base/check.h"

#define READ_MS_MAX 10000  // for the whole head
#define WAIT_MS_MAX 15000  // for the answer to an exchange
#define SEND_MS_MAX 30000  // for the whole answer
#define LINGER_MS_MAX 1000 // for the peer to hang up when it has its answer
// Places kept free of the silent: as many as one turn may take, because what is ended in a turn is free only behind it.
#define VISITS_SPARE ACCEPTS_PER_TURN_MAX
#define PLAIN "text/plain; charset=utf-8"

static void set_state(struct visit *visit, enum visit_state state, uint64_t ms)
{
	visit->state = state;
	visit->deadline_ms = house_now_ms(visit->gateway) + ms;
}

static void give_back(struct visit *visit)
{
	struct gateway *gateway = visit->gateway;
	CHECK(gateway->visiting > 0);
	gateway->visiting--;
	pool_give(&gateway->visits, visit);
}

static void on_let_go(uv_handle_t *handle)
{
	give_back(handle->data);
}

void visit_end(struct visit *visit)
{
	struct gateway *gateway = visit->gateway;
	if (visit->state == VISIT_GONE)
		return;
	visit->state = VISIT_GONE;
	list_remove(&visit->order);
	free(visit->own);
	visit->own = NULL;
	if (visit->polled)
		uv_poll_stop(&visit->poll); // before its descriptor goes, or epoll would watch a stranger's
	if (visit->fd >= 0) {
		close(visit->fd);
		CHECK(gateway->sockets > 0);
		gateway->sockets--;
	}
	visit->fd = -1;
	if (visit->polled)
		uv_close((uv_handle_t *)&visit->poll, on_let_go);
	else if (!visit->beginning)
		give_back(visit);
}

// Reads and forgets, so that closing does not reset the connection under an answer that is still on its way.
static void read_away(struct visit *visit)
{
	for (int i = 0; i < 16; i++) {
		ssize_t got = recv(visit->fd, visit->gateway->scratch, SCRATCH_BYTES, 0);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (got <= 0) {
			visit_end(visit);
			return;
		}
	}
}

static void send_more(struct visit *visit)
{
	size_t all = visit->head_n + visit->body.n;
	while (visit->sent < all) {
		size_t in_body = visit->sent > visit->head_n ? visit->sent - visit->head_n : 0;
		size_t in_head = visit->sent - in_body;
		struct iovec parts[2] = {
			{ visit->head + in_head, visit->head_n - in_head },
			{ (void *)(uintptr_t)(visit->body.at + in_body), visit->body.n - in_body },
		};
		struct msghdr message = { .msg_iov = parts, .msg_iovlen = visit->body.n > in_body ? 2 : 1 };
		ssize_t put = sendmsg(visit->fd, &message, MSG_NOSIGNAL);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno != EAGAIN) {
			visit_end(visit);
			return;
		}
		if (put < 0)
			return;
		visit->sent += (size_t)put;
	}
	shutdown(visit->fd, SHUT_WR);
	set_state(visit, VISIT_LINGERING, LINGER_MS_MAX);
	read_away(visit);
}

static void on_ready(uv_poll_t *handle, int status, int events);

// Asks the loop for what the state waits for.
static void watch(struct visit *visit)
{
	if (visit->state == VISIT_GONE)
		return;
	if (!visit->polled) {
		if (uv_poll_init(visit->gateway->loop, &visit->poll, visit->fd) != 0) {
			visit_end(visit);
			return;
		}
		visit->poll.data = visit;
		visit->polled = true;
	}
	uv_poll_start(&visit->poll, visit->state == VISIT_SENDING ? UV_WRITABLE : UV_READABLE, on_ready);
}

void visit_answer(struct visit *visit, struct answer answer)
{
	CHECK(visit->state == VISIT_READING || visit->state == VISIT_WAITING);
	answer.secure = visit->gateway->rules.secure_cookie;
	answer.now = time(NULL);
	visit->head_n = answer_write(&answer, visit->head);
	set_state(visit, VISIT_SENDING, SEND_MS_MAX);
	bool waited = visit->polled;
	send_more(visit);
	if (waited)
		watch(visit);
}

void visit_text_with(struct visit *visit, int status, const char *text, const char *extra)
{
	size_t n = strlen(text);
	visit->own = malloc(n + 2);
	CHECK(visit->own != NULL);
	memcpy(visit->own, text, n);
	memcpy(visit->own + n, "\n", 2);
	bool has_body = n > 0 && status != 204;
	visit->body = (struct slice){ (const uint8_t *)visit->own, has_body ? n + 1 : 0 };
	const char *type = has_body ? PLAIN : NULL;
	visit_answer(visit, (struct answer){ .status = status, .type = type, .body_bytes = visit->body.n, .extra = extra });
}

void visit_text(struct visit *visit, int status, const char *text)
{
	visit_text_with(visit, status, text, status == 503 ? "Retry-After: 5\r\n" : NULL);
}

// Answers a request whose head cannot be read.
static void refuse(struct visit *visit, enum head_outcome outcome)
{
	if (outcome == HEAD_TOO_BIG)
		visit_text(visit, 431, "the request's head is too large");
	else if (outcome == HEAD_VERSION)
		visit_text(visit, 505, "HTTP/1.1 is spoken here");
	else
		visit_text(visit, 400, "this is no HTTP request");
}

static void read_head(struct visit *visit)
{
	ssize_t got = recv(visit->fd, visit->bytes + visit->n, HEAD_BYTES_MAX - visit->n, 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		visit_end(visit);
		return;
	}
	visit->n += (size_t)got;
	struct head head;
	size_t used;
	struct slice all = { visit->bytes, visit->n };
	enum head_outcome outcome = head_read(all, &head, &used);
	if (outcome == HEAD_WHOLE)
		visit->asked(visit, &head, (struct slice){ all.at + used, all.n - used });
	else if (outcome != HEAD_PARTIAL)
		refuse(visit, outcome);
}

static void advance(struct visit *visit)
{
	if (visit->state == VISIT_READING)
		read_head(visit);
	else if (visit->state == VISIT_SENDING)
		send_more(visit);
	else
		read_away(visit);
}

static void on_ready(uv_poll_t *handle, int status, int events)
{
	struct visit *visit = handle->data;
	enum visit_state before = visit->state;
	if (status < 0) {
		visit_end(visit);
		return;
	}
	advance(visit);
	if (visit->state != before)
		watch(visit);
}

// When places grow short, ends the oldest visitor that has not said what it wants, or has its answer; if there is none, the
// oldest that is being sent one: neither who is silent nor who does not read can keep others out. That is done before the last
// place is taken, because memory comes back only when the loop has let go of it.
static void make_room(struct gateway *gateway)
{
	if (gateway->visiting + VISITS_SPARE < VISITS_MAX)
		return;
	house_log_quietly(gateway, QUIET_FULL, "as many requests at once as there may be");
	struct visit *slowest = NULL;
	list_each(link, following, &gateway->visitors)
	{
		struct visit *visit = list_entry(link, struct visit, order);
		if (visit->state == VISIT_READING || visit->state == VISIT_LINGERING) {
			visit_end(visit);
			return;
		}
		if (slowest == NULL && visit->state == VISIT_SENDING)
			slowest = visit;
	}
	if (slowest != NULL)
		visit_end(slowest);
}

bool visit_begin(struct gateway *gateway, int fd, const char *address, visit_asked *asked)
{
	CHECK(fd >= 0);
	make_room(gateway);
	struct visit *visit = pool_take(&gateway->visits);
	if (visit == NULL)
		return false;
	gateway->visiting++;
	visit->gateway = gateway;
	visit->asked = asked;
	visit->fd = fd;
	memcpy(visit->address, address, strlen(address) + 1);
	gateway->sockets++;
	list_append(&gateway->visitors, &visit->order);
	set_state(visit, VISIT_READING, READ_MS_MAX);
	house_start_ticking(gateway);
	// In a storm the request is here by now, and the loop need not be asked at all.
	visit->beginning = true;
	read_head(visit);
	visit->beginning = false;
	if (visit->state == VISIT_GONE)
		give_back(visit);
	else
		watch(visit);
	return true;
}

void visit_wait(struct visit *visit)
{
	set_state(visit, VISIT_WAITING, WAIT_MS_MAX);
}

void visit_tick(struct gateway *gateway)
{
	uint64_t now_ms = house_now_ms(gateway);
	list_each(link, following, &gateway->visitors)
	{
		struct visit *visit = list_entry(link, struct visit, order);
		if (visit->deadline_ms > now_ms)
			continue;
		if (visit->state == VISIT_WAITING)
			visit_text(visit, 503, "no answer in time");
		else if (visit->state == VISIT_READING && visit->n > 0)
			visit_text(visit, 408, "the request took too long");
		else
			visit_end(visit);
	}
}
