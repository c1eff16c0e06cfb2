// Channel: subscribe, history and the read mark, and the range that a catching subscription fetches.
#include <stdio.h>

#include "daemon/base/check.h"
#include "daemon/operations/row.h"

#define HISTORY_LIMIT 50 // if the request names none

// -- subscribe --

static void subscribe_bind(struct binding *binding, const struct core_ask *ask, struct operations_asked *asked)
{
	const struct envelope_value *presence = row_value(ask, "presence");
	const struct envelope_value *after = row_value(ask, "after");
	asked->channel = row_value(ask, "channel")->number;
	asked->flag = presence->present && presence->number != 0;
	binding_put_person(binding, ask->person);
	binding_put_int(binding, asked->channel);
	if (after->present)
		binding_put_int(binding, after->number);
	else
		binding_put_null(binding);
}

static bool subscribe_finish(const struct operations_asked *asked, const struct operations_rows *rows,
	struct operations_space *space, struct core_answer *answer)
{
	enum { OUTCOME, DETAIL, KIND, HEAD, AFTER };
	if (!answer_begin(answer, rows, 0, OUTCOME, DETAIL, space))
		return false;
	if (answer->outcome != OUTCOME_OK)
		return true;
	bool quiet = slice_equal(row_text(rows, 0, KIND), slice_of("coaching"));
	answer->change = CORE_CHANGE_SUBSCRIBED;
	answer->subscription = (struct core_subscription){ .channel = asked->channel,
		.head = row_int(rows, 0, HEAD),
		.after = row_int(rows, 0, AFTER),
		.quiet = quiet,
		.presence = asked->flag && !quiet };
	if (answer->subscription.after < 0 || answer->subscription.after > answer->subscription.head)
		return answer_problem(answer, space, "subscription", "begins behind the head");
	return true;
}

const struct typed_operation typed_channel_subscribe = {
	.name = "channel.subscribe",
	.arguments = "bigint,bigint,bigint",
	.statement = "select outcome, detail, kind, head, after from api.channel_subscribe($1::bigint, $2::bigint, $3::bigint)",
	.parameter_count = 3,
	.bind = subscribe_bind,
	.finish = subscribe_finish,
};

// -- the log --

// Columns of both statements below; space_put_event knows those up to body.
enum { LOG_OUTCOME, LOG_SEQ, LOG_AT, LOG_ACTOR, LOG_KIND, LOG_LANG, LOG_BODY, LOG_HEAD, LOG_MORE };

#define LOG_COLUMNS "outcome, seq, at, actor, kind, lang, body::text, head, more"

const char operations_range_statement[] =
	"select " LOG_COLUMNS " from api.channel_range($1::bigint, $2::bigint, $3::bigint, $4::bigint)";

// There is always a row, for outcome and head; it holds no event if its seq is null.
static int event_rows(const struct operations_rows *rows)
{
	return rows->count == 1 && row_text(rows, 0, LOG_SEQ).n == 0 ? 0 : rows->count;
}

static void put_optional(struct binding *binding, const struct core_ask *ask, const char *field)
{
	const struct envelope_value *value = row_value(ask, field);
	if (value->present)
		binding_put_int(binding, value->number);
	else
		binding_put_null(binding);
}

static void history_bind(struct binding *binding, const struct core_ask *ask, struct operations_asked *asked)
{
	const struct envelope_value *limit = row_value(ask, "limit");
	asked->channel = row_value(ask, "channel")->number;
	binding_put_person(binding, ask->person);
	binding_put_int(binding, asked->channel);
	put_optional(binding, ask, "before");
	put_optional(binding, ask, "after");
	binding_put_int(binding, limit->present ? limit->number : HISTORY_LIMIT);
}

static bool history_finish(const struct operations_asked *asked, const struct operations_rows *rows,
	struct operations_space *space, struct core_answer *answer)
{
	if (!answer_begin(answer, rows, 0, LOG_OUTCOME, NO_COLUMN, space))
		return false;
	if (answer->outcome != OUTCOME_OK)
		return true;
	int count = event_rows(rows);
	struct wire_writer writer = space_writer(space);
	wire_put_map(&writer, 1);
	wire_put_word(&writer, "events");
	wire_put_array(&writer, (uint32_t)count);
	for (int i = 0; i < count; i++) {
		if (!space_put_event(space, &writer, asked->channel, rows, i))
			return answer_problem(answer, space, "history", "an event does not fit the schema");
	}
	answer->reply = space_keep(space, &writer);
	return space->overflowed ? answer_problem(answer, space, "history", "") : true;
}

const struct typed_operation typed_channel_history = {
	.name = "channel.history",
	.arguments = "bigint,bigint,bigint,bigint,bigint",
	.statement = "select " LOG_COLUMNS " from api.channel_history($1::bigint, $2::bigint, $3::bigint, $4::bigint, $5::bigint)",
	.parameter_count = 5,
	.bind = history_bind,
	.finish = history_finish,
};

bool operations_finish_range(
	int64_t channel, const struct operations_rows *rows, struct operations_space *space, struct operations_range *range)
{
	struct core_answer answer;
	operations_space_clear(space);
	bool fits = answer_begin(&answer, rows, 0, LOG_OUTCOME, NO_COLUMN, space);
	*range = (struct operations_range){ .outcome = answer.outcome };
	if (!fits || answer.outcome != OUTCOME_OK)
		return fits;
	range->head = row_int(rows, 0, LOG_HEAD);
	range->more = row_bool(rows, 0, LOG_MORE);
	for (int i = 0; i < event_rows(rows); i++) {
		struct wire_writer writer = space_writer(space);
		bool put = space_put_event(space, &writer, channel, rows, i);
		struct core_event event = { .channel = channel, .seq = row_int(rows, i, LOG_SEQ) };
		event.map = put ? space_keep(space, &writer) : event.map;
		if (put && !space->overflowed && space_event(space, &event))
			continue;
		if (!space->overflowed || i == 0) {
			if (space->overflowed)
				answer_problem(&answer, space, "range", "");
			range->outcome = OUTCOME_INTERNAL;
			return false;
		}
		space->overflowed = false; // what does not fit is fetched next
		range->more = true;
		break;
	}
	range->events = space->events;
	range->event_count = space->event_count;
	return true;
}

// -- the read mark --

static void read_bind(struct binding *binding, const struct core_ask *ask, struct operations_asked *asked)
{
	asked->channel = row_value(ask, "channel")->number;
	binding_put_person(binding, ask->person);
	binding_put_int(binding, asked->channel);
	binding_put_int(binding, row_value(ask, "seq")->number);
}

static bool read_finish(const struct operations_asked *asked, const struct operations_rows *rows, struct operations_space *space,
	struct core_answer *answer)
{
	enum { OUTCOME, DETAIL, READ };
	if (!answer_begin(answer, rows, 0, OUTCOME, DETAIL, space))
		return false;
	if (answer->outcome != OUTCOME_OK)
		return true;
	answer->change = CORE_CHANGE_READ;
	answer->mark = (struct core_mark){ .channel = asked->channel, .seq = row_int(rows, 0, READ) };
	struct wire_writer writer = space_writer(space);
	wire_put_map(&writer, 1);
	wire_put_word(&writer, "read");
	wire_put_int(&writer, answer->mark.seq);
	answer->reply = space_keep(space, &writer);
	return true;
}

const struct typed_operation typed_channel_read = {
	.name = "channel.read",
	.arguments = "bigint,bigint,bigint",
	.statement = "select outcome, detail, read from api.channel_read($1::bigint, $2::bigint, $3::bigint)",
	.parameter_count = 3,
	.bind = read_bind,
	.finish = read_finish,
};
