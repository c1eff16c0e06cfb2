// Session: hello, which says who a connection is, and end.
#include "daemon/base/check.h"
#include "daemon/operations/row.h"

// The words of the schema's type role, whose order gives role_bits.
static const char *const *role_words(void)
{
	const struct schema_struct *self = schema_struct(slice_of("self"));
	CHECK(self != NULL);
	int index = schema_field(self, slice_of("roles"));
	CHECK(index >= 0 && self->fields[index].type->kind == SCHEMA_LIST && self->fields[index].type->of->kind == SCHEMA_ENUM);
	return self->fields[index].type->of->values;
}

static uint32_t role_bit(struct slice word)
{
	const char *const *words = role_words();
	for (uint32_t i = 0; words[i] != NULL; i++) {
		if (slice_equal(word, slice_of(words[i])))
			return 1u << i;
	}
	return 0;
}

// The next word of a text of words with one space between; empty at the end.
static struct slice next_word(struct slice *text)
{
	struct slice word = { .at = text->at, .n = 0 };
	while (word.n < text->n && text->at[word.n] != ' ')
		word.n++;
	size_t passed = word.n < text->n ? word.n + 1 : word.n;
	text->at += passed;
	text->n -= passed;
	return word;
}

static void put_roles(struct core_session *session, struct slice words, struct operations_space *space)
{
	uint32_t count = 0;
	for (struct slice left = words; next_word(&left).n > 0;)
		count++;
	struct slice word;
	struct wire_writer writer = space_writer(space);
	wire_put_array(&writer, count);
	for (struct slice left = words; (word = next_word(&left)).n > 0;) {
		wire_put_text(&writer, word);
		session->role_bits |= role_bit(word);
	}
	session->roles = space_keep(space, &writer);
}

static void hello_bind(struct binding *binding, const struct core_ask *ask, struct operations_asked *asked)
{
	binding_put_text(binding, ask->token);
}

static bool hello_finish(const struct operations_asked *asked, const struct operations_rows *rows, struct operations_space *space,
	struct core_answer *answer)
{
	enum { OUTCOME, DETAIL, PERSON, SESSION, INBOX, NAME, LANGUAGE, ROLES };
	if (!answer_begin(answer, rows, 0, OUTCOME, DETAIL, space))
		return false;
	if (answer->outcome != OUTCOME_OK)
		return true;
	answer->change = CORE_CHANGE_GREETED;
	answer->session = (struct core_session){
		.person = row_int(rows, 0, PERSON),
		.session = row_int(rows, 0, SESSION),
		.inbox = row_int(rows, 0, INBOX),
		.name = row_text(rows, 0, NAME),
		.language = row_text(rows, 0, LANGUAGE),
	};
	put_roles(&answer->session, row_text(rows, 0, ROLES), space);
	if (space->overflowed || answer->session.person <= 0 || answer->session.session <= 0 || answer->session.inbox <= 0)
		return answer_problem(answer, space, "session", "has no person, session or inbox");
	return true;
}

const struct typed_operation typed_session_hello = {
	.name = "session.hello",
	.arguments = "text",
	.statement = "select outcome, detail, person, session, inbox, name, language, array_to_string(roles, ' ') from "
				 "api.session_hello($1::text)",
	.parameter_count = 1,
	.bind = hello_bind,
	.finish = hello_finish,
};

static void end_bind(struct binding *binding, const struct core_ask *ask, struct operations_asked *asked)
{
	const struct envelope_value *everywhere = row_value(ask, "everywhere");
	asked->flag = everywhere->present && everywhere->number != 0;
	binding_put_person(binding, ask->person);
	binding_put_int(binding, ask->session);
	binding_put_bool(binding, asked->flag);
}

static bool end_finish(const struct operations_asked *asked, const struct operations_rows *rows, struct operations_space *space,
	struct core_answer *answer)
{
	enum { OUTCOME, DETAIL };
	if (!answer_begin(answer, rows, 0, OUTCOME, DETAIL, space))
		return false;
	if (answer->outcome == OUTCOME_OK) {
		answer->change = CORE_CHANGE_ENDED;
		answer->ended = (struct core_ended){ .person = asked->person, .session = asked->flag ? 0 : asked->session };
	}
	return true;
}

const struct typed_operation typed_session_end = {
	.name = "session.end",
	.arguments = "bigint,bigint,boolean",
	.statement = "select outcome, detail from api.session_end($1::bigint, $2::bigint, $3::boolean)",
	.parameter_count = 3,
	.bind = end_bind,
	.finish = end_finish,
};
