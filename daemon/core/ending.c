// Ending: everything that can be held is let go of here, in one place.
#include "daemon/core/ending.h"

#include "daemon/base/check.h"
#include "daemon/core/channels.h"
#include "daemon/core/effects.h"
#include "daemon/core/peers.h"

// Takes the request from everything that knows it.
static void detach(struct core *core, struct request *request)
{
	list_remove(&request->of_connection);
	list_remove(&request->of_core);
	if (request->operation == core->hello)
		request->connection->hello_asked = false;
	CHECK(request->connection->request_count > 0);
	request->connection->request_count--;
	request->connection = NULL;
	if (request->channel != NULL)
		channels_release(core, request->channel);
	request->channel = NULL;
	if (request->unsure)
		core->unsure--;
	core->figures.requests_open--;
}

void ending_answered(struct core *core, struct request *request)
{
	detach(core, request);
	pool_give(&core->requests, request);
}

void ending_forget(struct core *core, struct request *request)
{
	detach(core, request);
	list_append(&core->forgotten, &request->of_core);
}

bool ending_become(struct core *core, struct connection *connection, int64_t id)
{
	struct person *person = id != 0 ? map_get(&core->people_by_id, (uint64_t)id) : NULL;
	if (person != NULL && person->connection_count >= core->limits.connections_per_person_max)
		return false;
	if (id != 0 && person == NULL) {
		person = pool_take(&core->people);
		CHECK(person != NULL); // there are as many as connections
		person->id = id;
		list_init(&person->connections);
		map_put(&core->people_by_id, (uint64_t)id, person);
	}
	struct person *before = connection->person;
	if (before != NULL) {
		list_remove(&connection->of_person);
		core->figures.sessions--;
		if (--before->connection_count == 0) {
			map_remove(&core->people_by_id, (uint64_t)before->id);
			pool_give(&core->people, before);
		}
	}
	connection->person = person;
	if (person != NULL) {
		list_append(&person->connections, &connection->of_person);
		person->connection_count++;
		core->figures.sessions++;
	}
	return true;
}

static void let_go(struct core *core, struct connection *connection)
{
	list_each(link, following, &connection->subscriptions)
		channels_part(core, list_entry(link, struct subscription, of_connection));
	list_each(link, following, &connection->requests) ending_forget(core, list_entry(link, struct request, of_connection));
	CHECK(connection->subscription_count == 0 && connection->request_count == 0);
	CHECK(connection->fetch == NULL);
	CHECK(ending_become(core, connection, 0));
	if (connection->state == CONNECTION_GREETED)
		core->wheel_count--;
	list_remove(&connection->timer);
	list_remove(&connection->queued);
	memset(connection->token, 0, sizeof(connection->token));
	connection->token_bytes = 0;
	connection->state = CONNECTION_CLOSING;
}

void ending_close(struct core *core, struct connection *connection, enum close_code code, const char *reason)
{
	if (connection->state == CONNECTION_CLOSING)
		return;
	let_go(core, connection);
	connection->close_code = (uint16_t)code;
	connection->close_reason = reason;
	effects_mark(core, connection, MARK_CLOSE);
}

void ending_revoke(struct core *core, struct connection *connection)
{
	outbox_cut(&connection->outbox, &core->chunks);
	ending_close(core, connection, CLOSE_SESSION_ENDED, "session ended");
}

void ending_closed(struct core *core, struct connection *connection)
{
	if (connection->state != CONNECTION_CLOSING)
		let_go(core, connection);
	effects_unmark(connection);
	outbox_clear(&connection->outbox, &core->chunks);
	peers_leave(core, connection);
	pool_give(&core->connections, connection);
	core->figures.connections--;
}
