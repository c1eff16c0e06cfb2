// Post: the busiest operation. Its event is made here from the request and what the batch's row adds: seq, at, lang, and text
// where the database changed it (normal form C).
#include "daemon/base/check.h"
#include "daemon/operations/row.h"

struct operations_posting operations_bind_post(const struct core_ask *ask, struct operations_asked *asked)
{
	const struct envelope_value *reply_to = row_value(ask, "reply_to");
	const struct envelope_value *lang = row_value(ask, "lang");
	struct operations_posting posting = {
		.person = ask->person,
		.channel = row_value(ask, "channel")->number,
		.reply_to = reply_to->present ? reply_to->number : 0,
		.nonce = row_value(ask, "nonce")->bytes,
		.text = row_value(ask, "text")->bytes,
		.lang = lang->present ? lang->bytes : (struct slice){ 0 },
	};
	CHECK(posting.person > 0 && posting.nonce.n == 16);
	*asked = (struct operations_asked){ .person = ask->person,
		.session = ask->session,
		.channel = posting.channel,
		.reply_to = posting.reply_to,
		.text = posting.text };
	return posting;
}

// {"text", "reply_to"?}, as schema_event("message") orders them.
static void put_body(struct wire_writer *writer, struct slice text, int64_t reply_to)
{
	wire_put_map(writer, reply_to == 0 ? 1 : 2);
	wire_put_word(writer, "text");
	wire_put_text(writer, text);
	if (reply_to != 0) {
		wire_put_word(writer, "reply_to");
		wire_put_int(writer, reply_to);
	}
}

bool operations_finish_post(const struct operations_asked *asked, const struct operations_rows *rows, int row,
	struct operations_space *space, struct core_answer *answer)
{
	enum { ORD, OUTCOME, DETAIL, SEQ, AT, LANG, TEXT };
	operations_space_clear(space);
	if (!answer_begin(answer, rows, row, OUTCOME, DETAIL, space))
		return false;
	if (row_int(rows, row, ORD) != row + 1)
		return answer_problem(answer, space, "channel_post", "a row is out of order");
	if (answer->outcome != OUTCOME_OK)
		return true;
	int64_t seq = row_int(rows, row, SEQ), at = row_int(rows, row, AT);
	struct wire_writer reply = space_writer(space);
	wire_put_map(&reply, 2);
	wire_put_word(&reply, "seq");
	wire_put_int(&reply, seq);
	wire_put_word(&reply, "at");
	wire_put_int(&reply, at);
	answer->reply = space_keep(space, &reply);
	bool repeat = slice_equal(answer->detail, slice_of("repeat"));
	answer->detail = (struct slice){ 0 };
	if (repeat) // its event went out, or was fetched, the first time
		return true;

	struct slice changed = row_text(rows, row, TEXT);
	struct wire_writer body = space_writer(space);
	put_body(&body, changed.at == NULL ? asked->text : changed, asked->reply_to);
	struct slice body_bytes = space_keep(space, &body);
	struct wire_writer map = space_writer(space);
	envelope_put_event(&map, asked->channel, seq, slice_of("message"), at, asked->person, row_text(rows, row, LANG), body_bytes);
	struct core_event event = { .channel = asked->channel, .seq = seq, .map = space_keep(space, &map) };
	if (space->overflowed || seq <= 0)
		return answer_problem(answer, space, "channel_post", "has no position");
	space_event(space, &event);
	answer->events = space->events;
	answer->event_count = space->event_count;
	return true;
}
