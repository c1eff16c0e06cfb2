// Signing: POST /session turns the code of a link into a cookie, DELETE /session ends the cookie's session.
//
// A code that is none may be a session token that the page holds already (from invitation.accept): then that becomes the cookie.
// The answer says no more than that a code does not work: no one may learn from it which codes exist.
#include <jansson.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/server/loop.h"

#define EXCHANGES_MAX 64 // that wait at once; more are asked to come again

struct signing {
	struct server *server;
	gateway_exchange exchange;
	int64_t person, session; // that DELETE ends
	size_t code_n;
	uint8_t code[]; // of POST, or the token of DELETE
};

enum { SIGNED_OUTCOME, SIGNED_DETAIL, SIGNED_REPLY, SIGNED_EVENTS, SIGNED_ENDED }; // session_enter
enum { HELLO_OUTCOME, HELLO_DETAIL, HELLO_PERSON, HELLO_SESSION };                 // session_hello

static const struct database_statement *statement_of(const struct server *server, const char *name)
{
	const struct schema_operation *operation = schema_operation(slice_of(name));
	CHECK(operation != NULL);
	return &server->asked[operation - schema_operations];
}

static void answer(struct signing *signing, int status, struct slice token, const char *text)
{
	struct server *server = signing->server;
	CHECK(server->exchanges > 0);
	server->exchanges--;
	if (server->state != SERVER_ENDING)
		gateway_answer_session(server->gateway, signing->exchange, status, token, text);
	free(signing);
}

static void refuse(struct signing *signing, enum outcome outcome)
{
	bool later = outcome == OUTCOME_UNAVAILABLE || outcome == OUTCOME_INTERNAL;
	int status = later ? 503 : outcome == OUTCOME_RATE_LIMITED ? 429 : outcome == OUTCOME_CONFLICT ? 409 : 401;
	answer(signing, status, (struct slice){ 0 },
		later ? "the service is busy, please try again in a moment" : "this link or code does not work, or works no longer");
}

static enum outcome outcome_of(const struct database_rows *rows, bool unavailable)
{
	enum outcome outcome = OUTCOME_INTERNAL;
	if (rows == NULL)
		return unavailable ? OUTCOME_UNAVAILABLE : OUTCOME_INTERNAL;
	if (database_row_count(rows) == 1)
		outcome_read(database_text(rows, 0, 0), &outcome);
	return outcome;
}

static struct slice code_of(const struct signing *signing)
{
	return (struct slice){ .at = signing->code, .n = signing->code_n };
}

// Asks session_hello with what is in hand as a token.
static bool ask_hello(struct signing *signing, database_answer *then)
{
	struct slice token = code_of(signing);
	return asking_own(
		signing->server, DATABASE_READ, statement_of(signing->server, "session.hello"), 0, &token, 1, then, signing);
}

static void on_token_known(void *context, const struct database_rows *rows, bool unavailable)
{
	struct signing *signing = context;
	enum outcome outcome = outcome_of(rows, unavailable);
	if (outcome == OUTCOME_OK)
		answer(signing, 204, code_of(signing), "");
	else
		refuse(signing, outcome);
}

static void on_entered(void *context, const struct database_rows *rows, bool unavailable)
{
	struct signing *signing = context;
	enum outcome outcome = outcome_of(rows, unavailable);
	if (outcome == OUTCOME_OK) {
		struct slice json = database_text(rows, 0, SIGNED_REPLY);
		json_t *reply = json_loadb((const char *)json.at, json.n, 0, NULL);
		const char *token = json_string_value(json_object_get(reply, "token"));
		if (database_int64(rows, 0, SIGNED_ENDED) > 0)
			step_revoked(signing->server, database_int64(rows, 0, SIGNED_ENDED), 0);
		if (token != NULL)
			answer(signing, 204, slice_of(token), "");
		else
			refuse(signing, OUTCOME_INTERNAL);
		json_decref(reply);
	} else if (outcome == OUTCOME_UNAVAILABLE || outcome == OUTCOME_INTERNAL || outcome == OUTCOME_RATE_LIMITED) {
		refuse(signing, outcome);
	} else if (!ask_hello(signing, on_token_known)) {
		refuse(signing, OUTCOME_UNAVAILABLE);
	}
}

static void on_ended(void *context, const struct database_rows *rows, bool unavailable)
{
	struct signing *signing = context;
	enum outcome outcome = outcome_of(rows, unavailable);
	if (outcome == OUTCOME_OK) {
		step_revoked(signing->server, signing->person, signing->session);
		answer(signing, 204, (struct slice){ 0 }, "");
	} else {
		refuse(signing, outcome);
	}
}

// The session that DELETE ends is known: end it, and its connections.
static void on_leaver_known(void *context, const struct database_rows *rows, bool unavailable)
{
	struct signing *signing = context;
	struct server *server = signing->server;
	enum outcome outcome = outcome_of(rows, unavailable);
	if (outcome == OUTCOME_UNAUTHENTICATED) { // it has ended already; only the cookie is left
		answer(signing, 204, (struct slice){ 0 }, "");
		return;
	}
	if (outcome != OUTCOME_OK) {
		refuse(signing, outcome);
		return;
	}
	struct slice texts[] = { database_text(rows, 0, HELLO_PERSON), database_text(rows, 0, HELLO_SESSION), slice_of("false") };
	signing->person = database_int64(rows, 0, HELLO_PERSON);
	signing->session = database_int64(rows, 0, HELLO_SESSION);
	if (!asking_own(server, DATABASE_WRITE, statement_of(server, "session.end"), signing->person, texts, 3, on_ended, signing))
		refuse(signing, OUTCOME_UNAVAILABLE);
}

void signing_begin(struct server *server, gateway_exchange exchange, struct slice code, struct slice token)
{
	bool enters = code.n > 0;
	struct slice in_hand = enters ? code : token;
	if (!enters && token.n == 0) {
		gateway_answer_session(server->gateway, exchange, 204, (struct slice){ 0 }, "");
		return;
	}
	if (!server->ready || server->exchanges == EXCHANGES_MAX) {
		gateway_answer_session(
			server->gateway, exchange, 503, (struct slice){ 0 }, "the service is busy, please try again in a moment");
		return;
	}
	struct signing *signing = malloc(sizeof *signing + in_hand.n);
	CHECK(signing != NULL);
	*signing = (struct signing){ .server = server, .exchange = exchange, .code_n = in_hand.n };
	memcpy(signing->code, in_hand.at, in_hand.n);
	server->exchanges++;
	struct slice texts[] = { { 0 }, code_of(signing), { 0 } }; // nobody, the code, no address
	bool asked = enters
					 ? asking_own(server, DATABASE_WRITE, statement_of(server, "session.enter"), 0, texts, 3, on_entered, signing)
					 : ask_hello(signing, on_leaver_known);
	if (!asked)
		refuse(signing, OUTCOME_UNAVAILABLE);
}
