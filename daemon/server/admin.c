// The admin socket.
//
//   client: READING -> (a line) ASKED - - (the answer) - - ANSWERED -> (written) READING;   any -> CLOSING
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/base/list.h"
#include "daemon/server/admin.h"
#include "daemon/server/admin_line.h"

#define FIRST_BYTES 4096
#define TOO_LONG "a line holds at most 4 MB"
#define TOO_MANY "8 commands are open already"

_Static_assert(ADMIN_LINE_BYTES_MAX == 4 << 20 && ADMIN_CLIENTS_MAX == 8, "what is said of the limits is so");

struct client {
	struct admin *admin;
	struct list link; // in admin's open
	uv_pipe_t pipe;
	uv_write_t writing;
	char *answer; // being written
	char *bytes;  // the line that is coming in, and what came behind it
	size_t used, size;
	bool asked; // the answer is still to come: the memory stays
	bool last;  // close behind the answer
	bool closed;
};

struct admin {
	struct server *server;
	uv_pipe_t listener;
	char path[sizeof((struct sockaddr_un *)0)->sun_path];
	struct list open; // clients that are not closed
	size_t clients;   // how many those are
	size_t owners;    // clients in memory, and the listener; the last one frees it
};

static void disown(struct admin *admin)
{
	CHECK(admin->owners > 0);
	if (--admin->owners == 0)
		free(admin);
}

static void free_client(struct client *client)
{
	struct admin *admin = client->admin;
	CHECK(client->closed && !client->asked);
	free(client->bytes);
	free(client->answer);
	free(client);
	disown(admin);
}

static void client_closed(uv_handle_t *handle)
{
	struct client *client = handle->data;
	client->closed = true;
	list_remove(&client->link);
	client->admin->clients--;
	if (!client->asked)
		free_client(client);
}

static void close_client(struct client *client)
{
	if (!uv_is_closing((uv_handle_t *)&client->pipe))
		uv_close((uv_handle_t *)&client->pipe, client_closed);
}

static void resume(struct client *client);

static void written(uv_write_t *writing, int status)
{
	struct client *client = writing->data;
	free(client->answer);
	client->answer = NULL;
	if (status < 0 || client->last)
		close_client(client);
	else
		resume(client);
}

// Writes one line, which becomes the client's.
static void answer(struct client *client, char *line)
{
	CHECK(line != NULL && client->answer == NULL);
	if (uv_is_closing((uv_handle_t *)&client->pipe)) {
		free(line);
		return;
	}
	client->answer = line;
	client->writing.data = client;
	uv_buf_t buffer = uv_buf_init(line, (unsigned)strlen(line));
	if (uv_write(&client->writing, (uv_stream_t *)&client->pipe, &buffer, 1, written) < 0)
		close_client(client);
}

static void answered(void *context, enum outcome outcome, struct slice detail, struct slice reply)
{
	struct client *client = context;
	CHECK(client->asked);
	client->asked = false;
	if (client->closed)
		free_client(client);
	else
		answer(client, admin_line_answer(outcome, detail, reply));
}

// Carries one line out.
static void ask(struct client *client, struct slice line)
{
	struct admin_question question;
	const struct slice none = { NULL, 0 };
	const char *problem = admin_line_read(line, &question);
	if (problem != NULL) {
		answer(client, admin_line_answer(OUTCOME_INVALID, slice_of(problem), none));
		return;
	}
	if (strcmp(question.call, "status") == 0) {
		char *reply = admin_line_status(client->admin->server);
		answer(client, admin_line_answer(OUTCOME_OK, none, slice_of(reply)));
		free(reply);
	} else {
		client->asked = true;
		if (!server_call_admin(client->admin->server, slice_of(question.call), slice_of(question.with), answered, client)) {
			client->asked = false;
			answer(client, admin_line_answer(OUTCOME_UNAVAILABLE, slice_of("too much is waiting; try again"), none));
		}
	}
	admin_line_release(&question);
}

static void make_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
	struct client *client = handle->data;
	if (client->used == client->size) {
		client->size = client->size == 0 ? FIRST_BYTES : client->size * 2;
		CHECK(client->size <= 2 * (size_t)ADMIN_LINE_BYTES_MAX);
		client->bytes = realloc(client->bytes, client->size);
		CHECK(client->bytes != NULL);
	}
	*buffer = uv_buf_init(client->bytes + client->used, (unsigned)(client->size - client->used));
}

// Takes the next whole line, if one is there, and asks it. Returns false if more bytes are needed.
static bool take_line(struct client *client)
{
	char *end = client->used == 0 ? NULL : memchr(client->bytes, '\n', client->used);
	if (end == NULL && client->used < ADMIN_LINE_BYTES_MAX)
		return false;
	uv_read_stop((uv_stream_t *)&client->pipe);
	if (end == NULL) {
		client->last = true;
		answer(client, admin_line_answer(OUTCOME_TOO_LARGE, slice_of(TOO_LONG), (struct slice){ NULL, 0 }));
		return true;
	}
	size_t length = (size_t)(end - client->bytes);
	char *line = malloc(length + 1);
	CHECK(line != NULL);
	memcpy(line, client->bytes, length);
	line[length] = '\0';
	client->used -= length + 1;
	memmove(client->bytes, end + 1, client->used);
	ask(client, (struct slice){ (const uint8_t *)line, length });
	free(line);
	return true;
}

static void arrived(uv_stream_t *stream, ssize_t length, const uv_buf_t *buffer)
{
	struct client *client = stream->data;
	if (length < 0) {
		close_client(client);
		return;
	}
	client->used += (size_t)length;
	CHECK(client->used <= client->size);
	take_line(client);
}

static void resume(struct client *client)
{
	if (!take_line(client) && uv_read_start((uv_stream_t *)&client->pipe, make_room, arrived) < 0)
		close_client(client);
}

static void knocked(uv_stream_t *stream, int status)
{
	struct admin *admin = stream->data;
	if (status < 0)
		return;
	struct client *client = calloc(1, sizeof *client);
	CHECK(client != NULL);
	client->admin = admin;
	int made = uv_pipe_init(stream->loop, &client->pipe, 0);
	CHECK(made == 0);
	client->pipe.data = client;
	list_append(&admin->open, &client->link);
	admin->clients++;
	admin->owners++;
	if (uv_accept(stream, (uv_stream_t *)&client->pipe) < 0) {
		close_client(client);
		return;
	}
	client->last = admin->clients > ADMIN_CLIENTS_MAX;
	if (client->last)
		answer(client, admin_line_answer(OUTCOME_UNAVAILABLE, slice_of(TOO_MANY), (struct slice){ NULL, 0 }));
	else
		resume(client);
}

// True if the path is free now: nothing is there, or only what a dead daemon left.
static bool clear_path(const char *path, const char **problem)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct stat facts;
	if (lstat(path, &facts) < 0)
		return true; // bind says what else is wrong
	if (!S_ISSOCK(facts.st_mode)) {
		*problem = "something that is no socket lies there";
		return false;
	}
	strcpy(address.sun_path, path);
	int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int there = probe < 0 ? -1 : connect(probe, (const struct sockaddr *)&address, sizeof address);
	bool dead = there < 0 && errno == ECONNREFUSED;
	if (probe >= 0)
		close(probe);
	if (!dead) {
		*problem = "another daemon answers there";
		return false;
	}
	if (unlink(path) == 0)
		return true;
	*problem = strerror(errno);
	return false;
}

struct admin *admin_create(uv_loop_t *loop, struct server *server, const char *path, const char **problem)
{
	CHECK(loop != NULL && path != NULL && problem != NULL);
	struct admin *admin = calloc(1, sizeof *admin);
	CHECK(admin != NULL);
	if (strlen(path) == 0 || strlen(path) >= sizeof admin->path) {
		*problem = "its path is too long for a socket, or empty";
		free(admin);
		return NULL;
	}
	strcpy(admin->path, path);
	if (!clear_path(path, problem)) {
		free(admin);
		return NULL;
	}
	admin->server = server;
	admin->owners = 1;
	list_init(&admin->open);
	int failed = uv_pipe_init(loop, &admin->listener, 0);
	CHECK(failed == 0);
	admin->listener.data = admin;
	mode_t kept = umask(0177); // the file is private from its first moment
	failed = uv_pipe_bind(&admin->listener, path);
	umask(kept);
	if (failed == 0)
		failed = uv_listen((uv_stream_t *)&admin->listener, ADMIN_BACKLOG, knocked);
	if (failed == 0)
		return admin;
	*problem = uv_strerror(failed);
	admin->path[0] = '\0'; // not ours to remove
	admin_destroy(admin);
	return NULL;
}

size_t admin_clients(const struct admin *admin)
{
	CHECK(admin != NULL);
	return admin->clients;
}

static void listener_closed(uv_handle_t *handle)
{
	disown(handle->data);
}

void admin_destroy(struct admin *admin)
{
	if (admin == NULL)
		return;
	list_each(link, following, &admin->open) close_client(list_entry(link, struct client, link));
	uv_close((uv_handle_t *)&admin->listener, listener_closed);
}
