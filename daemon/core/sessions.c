// Sessions: hello, and its opposite.
#include "daemon/core/sessions.h"

#include "daemon/base/check.h"
#include "daemon/core/ending.h"
#include "daemon/core/sending.h"
#include "daemon/core/timers.h"

#define HELLO_BYTES_MAX 4096
#define HELLO_RETRY_MS 500 // behind one that met too many ends of sessions

static void put_count(struct wire_writer *writer, const char *name, int64_t count)
{
	wire_put_word(writer, name);
	wire_put_int(writer, count);
}

static void put_limits(struct wire_writer *writer, const struct core_limits *limits)
{
	wire_put_map(writer, 7);
	put_count(writer, "frame_bytes_max", limits->frame_bytes_max);
	put_count(writer, "text_bytes_max", limits->text_bytes_max);
	put_count(writer, "requests_per_s", limits->requests_per_s);
	put_count(writer, "requests_burst", limits->requests_burst);
	put_count(writer, "requests_open_max", limits->requests_per_connection_max);
	put_count(writer, "subscriptions_max", limits->subscriptions_per_connection_max);
	put_count(writer, "history_max", limits->history_max);
}

static void put_person(struct wire_writer *writer, const struct core_session *session)
{
	wire_put_map(writer, 4);
	put_count(writer, "id", session->person);
	wire_put_word(writer, "name");
	wire_put_text(writer, session->name);
	wire_put_word(writer, "language");
	wire_put_text(writer, session->language);
	wire_put_word(writer, "roles");
	if (session->roles.n > 0)
		wire_put_raw(writer, session->roles);
	else
		wire_put_array(writer, 0);
}

static void reply(struct core *core, struct connection *connection, uint32_t id, const struct core_session *session)
{
	uint8_t bytes[HELLO_BYTES_MAX];
	struct wire_writer writer = wire_writer_of(bytes, sizeof(bytes));
	wire_put_map(&writer, 5);
	wire_put_word(&writer, "person");
	if (session->person != 0)
		put_person(&writer, session);
	else
		wire_put_nil(&writer);
	wire_put_word(&writer, "inbox");
	if (session->inbox != 0)
		wire_put_int(&writer, session->inbox);
	else
		wire_put_nil(&writer);
	wire_put_word(&writer, "limits");
	put_limits(&writer, &core->limits);
	put_count(&writer, "heartbeat_s", core->limits.heartbeat_us / 1000000);
	put_count(&writer, "version", schema_version);
	CHECK(!writer.overflowed); // names are at most 200 bytes
	sending_result(core, connection, id, wire_written(&writer));
}

static void become_greeted(struct core *core, struct connection *connection)
{
	sessions_wipe_token(connection);
	if (connection->state == CONNECTION_OPEN)
		timers_greeted(core, connection);
}

void sessions_greet_nobody(struct core *core, struct connection *connection, uint32_t id)
{
	struct core_session nobody = { .person = 0 };
	become_greeted(core, connection);
	reply(core, connection, id, &nobody);
}

// The answer to a hello can be older than the news of the session's end, which found no connection of that session to close.
static enum outcome still_there(const struct core *core, const struct request *hello, const struct core_session *session)
{
	if (core->ended_count - hello->ended_count > ENDED_KEPT)
		return OUTCOME_UNAVAILABLE; // it may be among those that were overwritten
	for (uint32_t i = hello->ended_count; i != core->ended_count; i++) {
		const struct core_ended *ended = &core->ended[i % ENDED_KEPT];
		if (ended->person == session->person && (ended->session == 0 || ended->session == session->session))
			return OUTCOME_UNAUTHENTICATED;
	}
	return OUTCOME_OK;
}

void sessions_greet(
	struct core *core, struct connection *connection, const struct request *hello, const struct core_session *session)
{
	CHECK(session->person > 0);
	uint32_t id = hello->id;
	enum outcome outcome = still_there(core, hello, session);
	if (outcome != OUTCOME_OK) {
		if (outcome == OUTCOME_UNAUTHENTICATED)
			sessions_wipe_token(connection);
		sending_error(core, connection, id, outcome, (struct slice){ 0 }, outcome == OUTCOME_UNAVAILABLE ? HELLO_RETRY_MS : -1);
		return;
	}
	if (!ending_become(core, connection, session->person)) {
		struct slice detail = slice_of("this person has too many connections");
		sending_error(core, connection, id, OUTCOME_RATE_LIMITED, detail, 5000);
		return;
	}
	connection->session = session->session;
	size_t n = session->language.n <= LANGUAGE_BYTES_MAX ? session->language.n : 0;
	memcpy(connection->language, n > 0 ? (const char *)session->language.at : "en", n > 0 ? n : 2);
	connection->language[n > 0 ? n : 2] = '\0';
	bucket_fill(&connection->bucket, core->limits.requests_burst, core->now_us);
	become_greeted(core, connection);
	reply(core, connection, id, session);
}

void sessions_wipe_token(struct connection *connection)
{
	memset(connection->token, 0, sizeof(connection->token));
	connection->token_bytes = 0;
}

void sessions_end(struct core *core, struct core_ended ended, struct connection *except)
{
	core->ended[core->ended_count++ % ENDED_KEPT] = ended;
	struct person *person = ended.person > 0 ? map_get(&core->people_by_id, (uint64_t)ended.person) : NULL;
	if (person == NULL)
		return;
	for (struct list *link = person->connections.next, *following; link != &person->connections; link = following) {
		struct connection *connection = list_entry(link, struct connection, of_person);
		following = link->next;
		bool last = following == &person->connections;
		if (ended.session == 0 || connection->session == ended.session) {
			if (connection == except)
				ending_close(core, connection, CLOSE_SESSION_ENDED, "session ended");
			else
				ending_revoke(core, connection);
		}
		if (last)
			return; // the person's record may be gone with the last connection
	}
}
