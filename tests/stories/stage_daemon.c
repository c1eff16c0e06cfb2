// Stage of the daemon: a real waymarkd over WebSocket, its people made through the admin socket.
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <jansson.h>

#include "daemon/base/check.h"
#include "tests/stories/socket.h"
#include "tests/stories/stage.h"

#define WAIT_MS 20000 // for anything that must come
#define ADMIN_LINE_BYTES_MAX 65536

struct daemon_stage {
	uint16_t port;
	const char *admin_socket;
	struct socket *lines[STAGE_LINES_MAX];
	int line_count;
};

// One call on the admin socket; its reply, to be released, or NULL.
static json_t *admin_call(void *state, const char *command, json_t *with)
{
	const struct daemon_stage *stage = state;
	char answer[ADMIN_LINE_BYTES_MAX];
	size_t n = 0;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	snprintf(address.sun_path, sizeof address.sun_path, "%s", stage->admin_socket);
	int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(descriptor >= 0);
	json_t *call = json_pack("{s:s, s:o}", "call", command, "with", with);
	char *text = json_dumps(call, JSON_COMPACT);
	json_decref(call);
	if (connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0) {
		send(descriptor, text, strlen(text), MSG_NOSIGNAL);
		send(descriptor, "\n", 1, MSG_NOSIGNAL);
		ssize_t got;
		while (n < sizeof answer - 1 && memchr(answer, '\n', n) == NULL &&
			   (got = recv(descriptor, answer + n, sizeof answer - 1 - n, 0)) > 0)
			n += (size_t)got;
	}
	close(descriptor);
	free(text);
	json_t *whole = json_loadb(answer, n, 0, NULL);
	const char *outcome = json_string_value(json_object_get(whole, "outcome"));
	json_t *reply = outcome != NULL && strcmp(outcome, "ok") == 0 ? json_incref(json_object_get(whole, "reply")) : NULL;
	if (reply == NULL)
		printf("admin %s: %.*s\n", command, (int)n, answer);
	json_decref(whole);
	return reply;
}

static bool daemon_person(void *state, const char *name, int64_t *person, char token[STAGE_TOKEN_BYTES_MAX])
{
	char email[260];
	snprintf(email, sizeof email, "%s@example.org", name);
	// A person is called by the first part of the name; the whole of it makes the address.
	char called[STAGE_TOKEN_BYTES_MAX];
	snprintf(called, sizeof called, "%.*s", (int)strcspn(name, "."), name);
	json_t *made =
		admin_call(state, "person.add", json_pack("{s:s, s:s, s:s}", "name", called, "email", email, "language", "en"));
	json_t *reply = made == NULL ? NULL : admin_call(state, "token.make", json_pack("{s:s}", "email", email));
	*person = json_integer_value(json_object_get(made, "person"));
	const char *text = json_string_value(json_object_get(reply, "token"));
	snprintf(token, STAGE_TOKEN_BYTES_MAX, "%s", text == NULL ? "" : text);
	json_decref(made);
	json_decref(reply);
	return *person > 0 && token[0] != 0;
}

static int daemon_open(void *state)
{
	struct daemon_stage *stage = state;
	CHECK(stage->line_count < STAGE_LINES_MAX);
	struct socket *line = socket_open(stage->port);
	if (line == NULL)
		return -1;
	stage->lines[stage->line_count] = line;
	return stage->line_count++;
}

static void daemon_send(void *state, int line, struct slice message, bool text)
{
	struct daemon_stage *stage = state;
	socket_send(stage->lines[line], message, text);
}

static enum stage_news daemon_next(void *state, int line, bool wait, struct slice *message, uint16_t *code)
{
	struct daemon_stage *stage = state;
	enum socket_news news = socket_next(stage->lines[line], wait ? WAIT_MS : 0, message, code);
	return news == SOCKET_MESSAGE ? STAGE_MESSAGE : news == SOCKET_CLOSED ? STAGE_CLOSED : STAGE_NOTHING;
}

static void daemon_hang_up(void *state, int line)
{
	struct daemon_stage *stage = state;
	socket_close(stage->lines[line]);
	stage->lines[line] = NULL;
}

static bool daemon_end_sessions(void *state, int64_t person)
{
	json_t *reply = admin_call(state, "token.revoke", json_pack("{s:I}", "person", person));
	bool good = reply != NULL;
	json_decref(reply);
	return good;
}

static bool daemon_command(void *state, const char *what)
{
	const char *program = getenv("WAYMARK_STORY_COMMAND");
	if (program == NULL)
		return false;
	pid_t child = fork();
	CHECK(child >= 0);
	if (child == 0) {
		execl(program, program, what, (char *)NULL);
		_exit(127);
	}
	int status;
	return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void daemon_destroy(void *state)
{
	struct daemon_stage *stage = state;
	for (int i = 0; i < stage->line_count; i++)
		socket_close(stage->lines[i]);
	free(stage);
}

struct stage stage_daemon(uint16_t port, const char *admin_socket)
{
	struct daemon_stage *stage = calloc(1, sizeof *stage);
	CHECK(stage != NULL);
	stage->port = port;
	stage->admin_socket = admin_socket;
	return (struct stage){ .state = stage,
		.person = daemon_person,
		.open = daemon_open,
		.send = daemon_send,
		.next = daemon_next,
		.hang_up = daemon_hang_up,
		.end_sessions = daemon_end_sessions,
		.command = daemon_command,
		.admin = admin_call,
		.destroy = daemon_destroy };
}
