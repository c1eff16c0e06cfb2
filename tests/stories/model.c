// Model: sessions and channels, and what is remembered of nonces.
#include "tests/stories/model.h"

#include <stdlib.h>

#include "daemon/base/check.h"

#define FIRST_TIME_US 1800000000000000 // any; stories never look at times
#define KEY_BYTES 64
#define MEMBER_ROLE_BIT 1u

struct model *model_create(void)
{
	struct model *model = calloc(1, sizeof *model);
	CHECK(model != NULL);
	model->at = FIRST_TIME_US;
	return model;
}

void model_destroy(struct model *model)
{
	if (model == NULL)
		return;
	for (size_t i = 0; i < model->channel_count; i++)
		json_decref(model->channels[i].events);
	for (size_t i = 0; i < model->command_count; i++) {
		free(model->commands[i].key);
		free(model->commands[i].content);
		json_decref(model->commands[i].reply);
	}
	free(model);
}

struct model_channel *model_channel_add(struct model *model, int64_t circle)
{
	CHECK(model->channel_count < MODEL_CHANNELS_MAX);
	struct model_channel *channel = &model->channels[model->channel_count++];
	*channel = (struct model_channel){ .id = (int64_t)model->channel_count, .circle = circle, .events = json_array() };
	return channel;
}

struct model_person *model_person_add(struct model *model, const char *name)
{
	CHECK(model->person_count < MODEL_PEOPLE_MAX);
	struct model_person *person = &model->people[model->person_count++];
	person->id = (int64_t)model->person_count;
	snprintf(person->name, sizeof person->name, "%s", name);
	snprintf(person->token, sizeof person->token, "token-of-person-%zu", model->person_count);
	struct model_channel *inbox = model_channel_add(model, 0);
	inbox->members[inbox->member_count++] = (struct model_member){ .person = person->id };
	person->inbox = inbox->id;
	return person;
}

struct model_person *model_person(struct model *model, int64_t person)
{
	return person >= 1 && person <= (int64_t)model->person_count ? &model->people[person - 1] : NULL;
}

struct model_channel *model_channel(struct model *model, int64_t channel)
{
	return channel >= 1 && channel <= (int64_t)model->channel_count ? &model->channels[channel - 1] : NULL;
}

struct model_channel *model_circle(struct model *model, int64_t circle)
{
	for (size_t i = 0; i < model->channel_count; i++) {
		if (model->channels[i].circle == circle && circle != 0)
			return &model->channels[i];
	}
	return NULL;
}

struct model_member *model_member(struct model_channel *channel, int64_t person)
{
	for (size_t i = 0; i < channel->member_count; i++) {
		if (channel->members[i].person == person && channel->members[i].until == 0)
			return &channel->members[i];
	}
	return NULL;
}

// Does the person see this position, as a member now or then?
static bool sees(const struct model_channel *channel, int64_t person, int64_t seq)
{
	for (size_t i = 0; i < channel->member_count; i++) {
		const struct model_member *member = &channel->members[i];
		if (member->person == person && seq > member->from && (member->until == 0 || seq <= member->until))
			return true;
	}
	return false;
}

struct envelope_value model_value(const struct core_ask *ask, const char *field)
{
	int index = schema_field(ask->operation->takes, slice_of(field));
	return index < 0 ? (struct envelope_value){ 0 } : ask->values[index];
}

void model_refuse(struct model_answer *answer, enum outcome outcome, const char *detail)
{
	answer->outcome = outcome;
	answer->detail = detail;
}

int64_t model_append(struct model *model, struct model_answer *answer, struct model_channel *channel, const char *kind,
	int64_t actor, json_t *body)
{
	CHECK(channel->head < MODEL_EVENTS_MAX && answer->caused_count < MODEL_CAUSED_MAX);
	channel->head++;
	json_t *event = json_pack("{s:I, s:I, s:s, s:I, s:I, s:o}", "channel", channel->id, "seq", channel->head, "kind", kind, "at",
		model->at++, "actor", actor, "body", body);
	json_array_append(channel->events, event);
	answer->caused[answer->caused_count++] = json_deep_copy(event);
	json_decref(event);
	return channel->head;
}

json_t *model_range(struct model *model, int64_t person, int64_t id, int64_t after, uint32_t limit, int64_t *head, bool *more)
{
	struct model_channel *channel = model_channel(model, id);
	if (channel == NULL || model_member(channel, person) == NULL)
		return NULL;
	json_t *range = json_array();
	*head = channel->head;
	*more = false;
	for (int64_t seq = after < 0 ? 1 : after + 1; seq <= channel->head; seq++) {
		if (!sees(channel, person, seq))
			continue;
		if (json_array_size(range) == limit) {
			*more = true;
			break;
		}
		json_array_append_new(range, json_deep_copy(json_array_get(channel->events, (size_t)seq - 1)));
	}
	return range;
}

static void hello(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	static const uint8_t member_only[] = { 0x91, 0xa6, 'm', 'e', 'm', 'b', 'e', 'r' };
	for (size_t i = 0; i < model->person_count; i++) {
		struct model_person *person = &model->people[i];
		if (!slice_equal(slice_of(person->token), ask->token) || person->ended)
			continue;
		answer->change = CORE_CHANGE_GREETED;
		answer->session = (struct core_session){ .person = person->id,
			.session = person->id + 500,
			.inbox = person->inbox,
			.name = slice_of(person->name),
			.language = slice_of("en"),
			.roles = { member_only, sizeof member_only },
			.role_bits = MEMBER_ROLE_BIT };
		return;
	}
	model_refuse(answer, OUTCOME_UNAUTHENTICATED, "");
}

static void end(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	model_person(model, ask->person)->ended = true;
	answer->change = CORE_CHANGE_ENDED;
	answer->ended =
		(struct core_ended){ .person = ask->person, .session = model_value(ask, "everywhere").number ? 0 : ask->session };
}

// The channel that the request names, if the person is in it now; a refusal and NULL if not.
static struct model_channel *channel_of(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	struct model_channel *channel = model_channel(model, model_value(ask, "channel").number);
	if (channel != NULL && model_member(channel, ask->person) != NULL)
		return channel;
	model_refuse(answer, OUTCOME_NOT_FOUND, "");
	return NULL;
}

static void subscribe(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	struct model_channel *channel = channel_of(model, ask, answer);
	if (channel == NULL)
		return;
	struct envelope_value after = model_value(ask, "after");
	int64_t from = !after.present || after.number > channel->head ? channel->head : after.number;
	answer->change = CORE_CHANGE_SUBSCRIBED;
	answer->subscription = (struct core_subscription){
		.channel = channel->id, .head = channel->head, .after = from, .presence = model_value(ask, "presence").number != 0
	};
}

static json_t *text_of(struct envelope_value value)
{
	return json_stringn((const char *)value.bytes.at, value.bytes.n);
}

static void post(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	struct model_channel *channel = channel_of(model, ask, answer);
	struct envelope_value reply_to = model_value(ask, "reply_to");
	if (channel == NULL)
		return;
	json_t *body = json_pack("{s:o}", "text", text_of(model_value(ask, "text")));
	if (reply_to.present)
		json_object_set_new(body, "reply_to", json_integer(reply_to.number));
	int64_t seq = model_append(model, answer, channel, "message", ask->person, body);
	answer->reply = json_pack("{s:I, s:I}", "seq", seq, "at", model->at);
}

// Did everybody who is in the channel now see this position, when it came?
static bool all_saw(const struct model_channel *channel, int64_t seq)
{
	for (size_t i = 0; i < channel->member_count; i++) {
		if (channel->members[i].until == 0 && !sees(channel, channel->members[i].person, seq))
			return false;
	}
	return true;
}

// Edit, retract and react: an event about an earlier message, which the first two also change in place.
static void touch(struct model *model, const struct core_ask *ask, struct model_answer *answer, const char *kind)
{
	struct model_channel *channel = channel_of(model, ask, answer);
	int64_t seq = model_value(ask, "seq").number;
	if (channel == NULL)
		return;
	json_t *message = json_array_get(channel->events, (size_t)seq - 1);
	const char *what = json_string_value(json_object_get(message, "kind"));
	if (what == NULL || strcmp(what, "message") != 0 || !sees(channel, ask->person, seq)) {
		model_refuse(answer, OUTCOME_NOT_FOUND, "");
		return;
	}
	json_t *old = json_object_get(message, "body");
	bool own = json_integer_value(json_object_get(message, "actor")) == ask->person, reaction = strcmp(kind, "reaction") == 0;
	bool host = model_member(channel, ask->person)->facilitator && strcmp(kind, "retracted") == 0;
	if (!own && !reaction && !host) {
		model_refuse(answer, OUTCOME_DENIED, "");
		return;
	}
	if (json_object_size(old) == 0) {
		model_refuse(answer, OUTCOME_CONFLICT, "retracted");
		return;
	}
	json_t *body = json_pack("{s:I}", "seq", seq);
	if (strcmp(kind, "edited") == 0) {
		json_object_set_new(old, "text", text_of(model_value(ask, "text")));
		if (all_saw(channel, seq))
			json_object_set(body, "text", json_object_get(old, "text"));
		json_object_set_new(old, "edited", json_true());
	} else if (reaction) {
		json_object_set_new(body, "mark", text_of(model_value(ask, "mark")));
		if (model_value(ask, "off").number)
			json_object_set_new(body, "off", json_true());
	} else {
		json_object_clear(old);
	}
	answer->reply = json_pack("{s:I}", "seq", model_append(model, answer, channel, kind, ask->person, body));
}

static void read_mark(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	struct model_channel *channel = channel_of(model, ask, answer);
	if (channel == NULL)
		return;
	answer->change = CORE_CHANGE_READ;
	answer->mark = (struct core_mark){ .channel = channel->id, .seq = model_value(ask, "seq").number };
	answer->reply = json_pack("{s:I}", "read", answer->mark.seq);
}

static void history(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	struct model_channel *channel = model_channel(model, model_value(ask, "channel").number);
	struct envelope_value after = model_value(ask, "after"), before = model_value(ask, "before"),
						  limit = model_value(ask, "limit");
	int64_t most = limit.present ? limit.number : 50, below = before.present ? before.number : INT64_MAX;
	json_t *events = json_array();
	for (int64_t seq = 1; channel != NULL && seq <= channel->head; seq++) {
		if (sees(channel, ask->person, seq) && seq < below && (!after.present || seq > after.number))
			json_array_append_new(events, json_deep_copy(json_array_get(channel->events, (size_t)seq - 1)));
		if ((int64_t)json_array_size(events) > most && !after.present)
			json_array_remove(events, 0);
	}
	while ((int64_t)json_array_size(events) > most)
		json_array_remove(events, json_array_size(events) - 1);
	bool ever = false;
	for (size_t i = 0; channel != NULL && i < channel->member_count; i++)
		ever = ever || channel->members[i].person == ask->person;
	if (!ever)
		model_refuse(answer, OUTCOME_NOT_FOUND, "");
	answer->reply = json_pack("{s:o}", "events", events);
}

static void dispatch(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	const char *name = ask->operation->name;
	if (strcmp(name, "session.hello") == 0)
		hello(model, ask, answer);
	else if (strcmp(name, "session.end") == 0)
		end(model, ask, answer);
	else if (strcmp(name, "channel.subscribe") == 0)
		subscribe(model, ask, answer);
	else if (strcmp(name, "channel.post") == 0)
		post(model, ask, answer);
	else if (strcmp(name, "channel.edit") == 0)
		touch(model, ask, answer, "edited");
	else if (strcmp(name, "channel.retract") == 0)
		touch(model, ask, answer, "retracted");
	else if (strcmp(name, "channel.react") == 0)
		touch(model, ask, answer, "reaction");
	else if (strcmp(name, "channel.read") == 0)
		read_mark(model, ask, answer);
	else if (strcmp(name, "channel.history") == 0)
		history(model, ask, answer);
	else if (strcmp(name, "circle.open") == 0)
		model_circle_open(model, ask, answer);
	else if (strcmp(name, "circle.invite") == 0)
		model_circle_invite(model, ask, answer);
	else if (strcmp(name, "circle.join") == 0)
		model_circle_join(model, ask, answer);
	else if (strcmp(name, "circle.leave") == 0)
		model_circle_leave(model, ask, answer);
	else
		model_refuse(answer, OUTCOME_INTERNAL, "the model does not know this operation");
}

// The nonce and who used it.
static void make_key(const struct core_ask *ask, char key[KEY_BYTES])
{
	struct slice nonce = model_value(ask, "nonce").bytes;
	int n = snprintf(key, KEY_BYTES, "%lld.", (long long)ask->person);
	for (size_t i = 0; i < nonce.n && i < 16; i++)
		n += snprintf(key + n, KEY_BYTES - (size_t)n, "%02x", nonce.at[i]);
}

// Everything that was asked for but the nonce, as one text.
static char *make_content(const struct core_ask *ask)
{
	char *content = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&content, &size);
	CHECK(out != NULL);
	fprintf(out, "%s", ask->operation->name);
	for (size_t i = 1; i < ask->operation->takes->field_count; i++) {
		const struct envelope_value *value = &ask->values[i];
		fprintf(out, "|%d %lld %.*s", value->present, (long long)value->number, (int)value->bytes.n,
			value->bytes.n == 0 ? "" : (const char *)value->bytes.at);
	}
	fclose(out);
	return content;
}

struct model_answer model_ask(struct model *model, const struct core_ask *ask)
{
	struct model_answer answer = { .outcome = OUTCOME_OK, .detail = "" };
	if (!ask->operation->nonce) {
		dispatch(model, ask, &answer);
		return answer;
	}
	char key[KEY_BYTES];
	make_key(ask, key);
	char *content = make_content(ask);
	for (size_t i = 0; i < model->command_count; i++) {
		const struct model_command *command = &model->commands[i];
		if (strcmp(command->key, key) != 0)
			continue;
		if (strcmp(command->content, content) == 0)
			answer.reply = json_incref(command->reply);
		else
			model_refuse(&answer, OUTCOME_CONFLICT, "nonce_reused");
		free(content);
		return answer;
	}
	dispatch(model, ask, &answer);
	if (answer.outcome == OUTCOME_OK) {
		CHECK(model->command_count < MODEL_COMMANDS_MAX);
		model->commands[model->command_count++] =
			(struct model_command){ .key = strdup(key), .content = content, .reply = json_incref(answer.reply) };
	} else {
		free(content);
	}
	return answer;
}

void model_answer_release(struct model_answer *answer)
{
	json_decref(answer->reply);
	for (size_t i = 0; i < answer->caused_count; i++)
		json_decref(answer->caused[i]);
	*answer = (struct model_answer){ 0 };
}
