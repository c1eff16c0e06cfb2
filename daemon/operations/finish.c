// Finish: reading cells, and turning SQL's outcome, JSON reply and JSON events into the core's answer.
#include <stdio.h>

#include "daemon/base/check.h"
#include "daemon/operations/row.h"
#include "protocol/transcode.h"

#define RATE_LIMITED_RETRY_MS 60000 // SQL's own limits count by the hour

struct slice row_text(const struct operations_rows *rows, int row, int column)
{
	struct slice text;
	CHECK(row >= 0 && row < rows->count);
	return rows->cell(rows->rows, row, column, &text) ? text : (struct slice){ 0 };
}

int64_t row_int(const struct operations_rows *rows, int row, int column)
{
	struct slice text = row_text(rows, row, column);
	bool negative = text.n > 0 && text.at[0] == '-';
	uint64_t value = 0;
	for (size_t i = negative ? 1 : 0; i < text.n && text.at[i] >= '0' && text.at[i] <= '9'; i++)
		value = value * 10 + (uint64_t)(text.at[i] - '0');
	return negative ? (int64_t)(0 - value) : (int64_t)value;
}

bool row_bool(const struct operations_rows *rows, int row, int column)
{
	struct slice text = row_text(rows, row, column);
	return text.n > 0 && text.at[0] == 't';
}

bool answer_problem(struct core_answer *answer, struct operations_space *space, const char *where, const char *detail)
{
	snprintf(
		space->problem, sizeof space->problem, "%s: %s", where, space->overflowed ? "larger than the daemon's limits" : detail);
	answer->outcome = OUTCOME_INTERNAL;
	answer->detail = (struct slice){ 0 };
	answer->retry_after_ms = -1;
	answer->reply = (struct slice){ 0 };
	answer->change = CORE_CHANGE_NONE;
	answer->events = space->events;
	answer->event_count = space->event_count;
	return false;
}

bool answer_begin(struct core_answer *answer, const struct operations_rows *rows, int row, int outcome_column, int detail_column,
	struct operations_space *space)
{
	*answer = (struct core_answer){ .outcome = OUTCOME_INTERNAL, .retry_after_ms = -1 };
	if (row >= rows->count)
		return answer_problem(answer, space, "outcome", "there is no row");
	if (!outcome_read(row_text(rows, row, outcome_column), &answer->outcome))
		return answer_problem(answer, space, "outcome", "is not in the list");
	if (detail_column != NO_COLUMN)
		answer->detail = row_text(rows, row, detail_column);
	if (answer->outcome == OUTCOME_UNAVAILABLE)
		answer->retry_after_ms = OPERATIONS_UNAVAILABLE_RETRY_MS;
	if (answer->outcome == OUTCOME_RATE_LIMITED)
		answer->retry_after_ms = RATE_LIMITED_RETRY_MS;
	return true;
}

static void collect_event(void *context, const struct transcode_event *event)
{
	struct operations_space *space = context;
	struct wire_writer writer = space_writer(space);
	wire_put_raw(&writer, event->map);
	struct slice map = space_keep(space, &writer);
	if (space->overflowed)
		return;
	space_event(space, &(struct core_event){ .channel = event->channel,
						   .seq = event->seq,
						   .person = event->person,
						   .left = slice_equal(event->kind, slice_of("left")),
						   .map = map });
}

bool operations_events(struct slice json, struct operations_space *space)
{
	if (json.at == NULL)
		return true;
	struct envelope_problem problem = transcode_events(json, collect_event, space);
	if (problem.outcome == OUTCOME_OK && !space->overflowed)
		return true;
	snprintf(space->problem, sizeof space->problem, "events: %s",
		space->overflowed ? "more than the daemon's limits" : problem.detail);
	return false;
}

// Encodes body by its kind: a kind that this program does not know passes as it is.
static bool put_body(struct operations_space *space, struct wire_writer *writer, struct slice kind, struct slice json)
{
	struct envelope_problem problem = transcode_to_wire(json, schema_event(kind), writer);
	if (problem.outcome == OUTCOME_OK)
		return true;
	snprintf(space->problem, sizeof space->problem, "body of %.*s: %s", (int)kind.n, (const char *)kind.at, problem.detail);
	return false;
}

enum log_column { LOG_OUTCOME, LOG_SEQ, LOG_AT, LOG_ACTOR, LOG_KIND, LOG_LANG, LOG_BODY };

bool space_put_event(
	struct operations_space *space, struct wire_writer *writer, int64_t channel, const struct operations_rows *rows, int row)
{
	static uint8_t body_bytes[1u << 18]; // one body is far smaller; one thread serves
	struct wire_writer body = wire_writer_of(body_bytes, sizeof body_bytes);
	struct slice kind = row_text(rows, row, LOG_KIND);
	if (!put_body(space, &body, kind, row_text(rows, row, LOG_BODY)))
		return false;
	if (body.overflowed) {
		space->overflowed = true;
		return false;
	}
	envelope_put_event(writer, channel, row_int(rows, row, LOG_SEQ), kind, row_int(rows, row, LOG_AT),
		row_int(rows, row, LOG_ACTOR), row_text(rows, row, LOG_LANG), wire_written(&body));
	return true;
}
