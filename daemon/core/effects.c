// Effects: the marks of a connection become effects in the order that makes sense of them: read less, write, then close.
#include "daemon/core/effects.h"

#include "daemon/base/check.h"

#define RESERVED 2 // CORE_SET_ALARM and CORE_STOPPED always find room
#define PER_CONNECTION_MAX 4

void effects_mark(struct core *core, struct connection *connection, enum connection_mark mark)
{
	if (mark == MARK_PAUSE || mark == MARK_RESUME) {
		connection->paused = mark == MARK_PAUSE;
		connection->marks &= (uint8_t) ~(MARK_PAUSE | MARK_RESUME);
	}
	connection->marks |= (uint8_t)mark;
	if (!list_linked(&connection->due))
		list_append(&core->due, &connection->due);
}

void effects_want_write(struct core *core, struct connection *connection)
{
	if (connection->write_wanted)
		return;
	connection->write_wanted = true;
	effects_mark(core, connection, MARK_WRITE);
}

void effects_unmark(struct connection *connection)
{
	connection->marks = 0;
	list_remove(&connection->due);
}

size_t effects_room(const struct core *core)
{
	CHECK(core->effects != NULL);
	size_t used = core->effects->count + RESERVED;
	return used < CORE_EFFECTS_MAX ? CORE_EFFECTS_MAX - used : 0;
}

struct core_effect *effects_add(struct core *core, enum core_effect_kind kind)
{
	CHECK(core->effects != NULL);
	CHECK(core->effects->count < CORE_EFFECTS_MAX);
	struct core_effect *effect = &core->effects->list[core->effects->count++];
	*effect = (struct core_effect){ .kind = kind };
	return effect;
}

void effects_log(struct core *core, const struct connection *connection, const char *event, const char *detail, int64_t number)
{
	if (effects_room(core) == 0)
		return;
	struct core_effect *effect = effects_add(core, CORE_LOG);
	effect->connection = connection != NULL ? connection->handle : 0;
	effect->log.event = event;
	effect->log.detail = detail;
	effect->log.number = number;
}

void effects_tell_head(struct core *core, int64_t channel, int64_t seq)
{
	if (effects_room(core) == 0)
		return;
	struct core_effect *effect = effects_add(core, CORE_TELL_HEAD);
	effect->head.channel = channel;
	effect->head.seq = seq;
}

static void carry_connection(struct core *core, struct connection *connection)
{
	static const struct {
		enum connection_mark mark;
		enum core_effect_kind kind;
	} order[] = {
		{ MARK_PAUSE, CORE_PAUSE },
		{ MARK_RESUME, CORE_RESUME },
		{ MARK_PING, CORE_PING },
		{ MARK_WRITE, CORE_WANT_WRITE },
		{ MARK_CLOSE, CORE_CLOSE },
	};
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if ((connection->marks & order[i].mark) == 0)
			continue;
		struct core_effect *effect = effects_add(core, order[i].kind);
		effect->connection = connection->handle;
		if (order[i].kind == CORE_CLOSE) {
			effect->close.code = connection->close_code;
			effect->close.reason = connection->close_reason;
		}
	}
	effects_unmark(connection);
}

bool effects_carry(struct core *core)
{
	while (!list_empty(&core->forgotten) && effects_room(core) > 0) {
		struct request *request = list_entry(list_first(&core->forgotten), struct request, of_core);
		effects_add(core, CORE_FORGET)->request = pool_handle(&core->requests, request);
		list_remove(&request->of_core);
		pool_give(&core->requests, request);
	}
	while (!list_empty(&core->due) && effects_room(core) >= PER_CONNECTION_MAX)
		carry_connection(core, list_entry(list_first(&core->due), struct connection, due));
	return !list_empty(&core->forgotten) || !list_empty(&core->due);
}
