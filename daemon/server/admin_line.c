// Reading and writing the lines of the admin socket.
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/server/admin_line.h"

#define CALL_LETTERS "abcdefghijklmnopqrstuvwxyz_."

// Copies the name of a call. False if it is none.
static bool read_call(const char *name, char *call)
{
	size_t length = name == NULL ? 0 : strlen(name);
	if (length == 0 || length >= ADMIN_CALL_BYTES_MAX || strspn(name, CALL_LETTERS) != length)
		return false;
	strcpy(call, name);
	for (char *dot = strchr(call, '.'); dot != NULL; dot = strchr(dot, '.'))
		*dot = '_';
	return true;
}

const char *admin_line_read(struct slice line, struct admin_question *question)
{
	json_error_t error;
	CHECK(question != NULL);
	*question = (struct admin_question){ .with = NULL };
	json_t *root = json_loadb((const char *)line.at, line.n, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(root)) {
		json_decref(root);
		return "the line is no JSON object";
	}
	const char *problem = NULL;
	json_t *with = json_object_get(root, "with");
	if (!read_call(json_string_value(json_object_get(root, "call")), question->call))
		problem = "call: must be the name of a call, such as \"person_list\"";
	else if (with != NULL && !json_is_object(with))
		problem = "with: must be an object";
	else
		question->with = with == NULL ? strdup("{}") : json_dumps(with, JSON_COMPACT);
	CHECK(problem != NULL || question->with != NULL);
	json_decref(root);
	return problem;
}

void admin_line_release(struct admin_question *question)
{
	CHECK(question != NULL);
	free(question->with);
	question->with = NULL;
}

char *admin_line_answer(enum outcome outcome, struct slice detail, struct slice reply)
{
	json_t *words = json_stringn((const char *)detail.at, detail.n);
	char *escaped = words == NULL ? NULL : json_dumps(words, JSON_ENCODE_ANY);
	char *line = NULL;
	json_decref(words);
	bool has_reply = reply.n > 0, has_detail = escaped != NULL && detail.n > 0;
	int length = asprintf(&line, "{\"outcome\":\"%s\"%s%s%s%.*s}\n", outcome_code(outcome), has_detail ? ",\"detail\":" : "",
		has_detail ? escaped : "", has_reply ? ",\"reply\":" : "", (int)reply.n, has_reply ? (const char *)reply.at : "");
	CHECK(length > 0);
	free(escaped);
	// An answer is one line: jsonb's text holds no line ends of its own, and strings have theirs escaped.
	CHECK(memchr(line, '\n', (size_t)length - 1) == NULL);
	return line;
}

char *admin_line_status(const struct server *server)
{
	struct server_figures figures = server_figures(server);
	json_t *status = json_pack("{s:i, s:i, s:I, s:b, s:b, s:b, s:I}", "pid", (int)getpid(), "port", (int)server_port(server),
		"uptime_us", (json_int_t)figures.uptime_us, "ready", (int)figures.ready, "database", (int)figures.database_there,
		"draining", (int)figures.stopping, "connections", (json_int_t)figures.core.connections);
	CHECK(status != NULL);
	char *text = json_dumps(status, JSON_COMPACT);
	CHECK(text != NULL);
	json_decref(status);
	return text;
}
