// Calling: the operator's calls go to admin.call on the write lane; what they cause reaches those who are connected at once.
#include <jansson.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/server/loop.h"

#define COMMAND_BYTES_MAX 64

struct calling {
	struct server *server;
	server_admin_answer *answer;
	void *context;
};

enum { CALLED_OUTCOME, CALLED_DETAIL, CALLED_REPLY, CALLED_EVENTS, CALLED_ENDED };

static struct slice text_or_none(const struct database_rows *rows, int column)
{
	return database_is_null(rows, 0, column) ? (struct slice){ 0 } : database_text(rows, 0, column);
}

static void on_called(void *context, const struct database_rows *rows, bool unavailable)
{
	struct calling *calling = context;
	struct server *server = calling->server;
	enum outcome outcome = unavailable ? OUTCOME_UNAVAILABLE : OUTCOME_INTERNAL;
	struct slice detail = { 0 }, reply = { 0 };
	if (rows != NULL && database_row_count(rows) == 1 && outcome_read(database_text(rows, 0, CALLED_OUTCOME), &outcome)) {
		detail = text_or_none(rows, CALLED_DETAIL);
		reply = text_or_none(rows, CALLED_REPLY);
		operations_space_clear(server->answer_space);
		if (!operations_events(text_or_none(rows, CALLED_EVENTS), server->answer_space))
			asking_fault(server, server->answer_space);
		step_events(server, server->answer_space->events, server->answer_space->event_count);
		if (database_int64(rows, 0, CALLED_ENDED) > 0)
			step_revoked(server, database_int64(rows, 0, CALLED_ENDED), 0);
	}
	calling->answer(calling->context, outcome, detail, reply);
	free(calling);
}

bool server_call_admin(struct server *server, struct slice command, struct slice with, server_admin_answer *then, void *context)
{
	if (command.n > COMMAND_BYTES_MAX || memchr(command.at, 0, command.n) != NULL || memchr(with.at, 0, with.n) != NULL) {
		then(context, OUTCOME_INVALID, slice_of("no such command"), (struct slice){ 0 });
		return true;
	}
	struct calling *calling = calloc(1, sizeof *calling);
	CHECK(calling != NULL);
	calling->server = server;
	calling->answer = then;
	calling->context = context;
	struct slice texts[] = { command, with };
	if (asking_own(server, DATABASE_WRITE, &server->own[OWN_ADMIN], 0, texts, 2, on_called, calling))
		return true;
	free(calling);
	return false;
}

static void on_url_told(void *context, enum outcome outcome, struct slice detail, struct slice reply)
{
	if (outcome != OUTCOME_OK)
		loop_log(context, SERVER_WARNING, "server", "public_url", "the database did not take it; links may lead elsewhere");
}

void calling_tell_url(struct server *server)
{
	if (server->settings.public_url == NULL || server->settings.public_url[0] == 0)
		return;
	json_t *with = json_pack("{s:s}", "public_url", server->settings.public_url);
	char *text = with == NULL ? NULL : json_dumps(with, JSON_COMPACT);
	json_decref(with);
	if (text == NULL || !server_call_admin(server, slice_of("settings"), slice_of(text), on_url_told, server))
		on_url_told(server, OUTCOME_UNAVAILABLE, (struct slice){ 0 }, (struct slice){ 0 });
	free(text);
}
