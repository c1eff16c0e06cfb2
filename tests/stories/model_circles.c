// Model of circles: who is asked in, who joins, who leaves.
#include "tests/stories/model.h"

#include "daemon/base/check.h"

static void join(struct model *model, struct model_answer *answer, struct model_channel *channel,
	const struct model_person *person, bool facilitator)
{
	CHECK(channel->member_count < MODEL_MEMBERS_MAX);
	struct model_member *member = &channel->members[channel->member_count++];
	*member = (struct model_member){ .person = person->id, .from = channel->head, .facilitator = facilitator };
	json_t *body =
		json_pack("{s:I, s:s, s:s}", "person", person->id, "name", person->name, "role", facilitator ? "facilitator" : "member");
	model_append(model, answer, channel, "joined", person->id, body);
}

void model_circle_open(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	struct model_channel *channel = model_channel_add(model, (int64_t)model->channel_count + 1000);
	join(model, answer, channel, model_person(model, ask->person), true);
	answer->reply = json_pack("{s:I, s:I}", "circle", channel->circle, "channel", channel->id);
}

static bool is_invited(const struct model_channel *channel, int64_t person)
{
	for (size_t i = 0; i < channel->invited_count; i++) {
		if (channel->invited[i] == person)
			return true;
	}
	return false;
}

void model_circle_invite(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	struct model_channel *channel = model_circle(model, model_value(ask, "circle").number);
	struct model_person *whom = model_person(model, model_value(ask, "person").number);
	if (channel == NULL || whom == NULL || model_member(channel, ask->person) == NULL) {
		model_refuse(answer, OUTCOME_NOT_FOUND, "");
		return;
	}
	if (model_member(channel, whom->id) != NULL) {
		model_refuse(answer, OUTCOME_CONFLICT, "already_member");
		return;
	}
	CHECK(channel->invited_count < MODEL_MEMBERS_MAX);
	if (!is_invited(channel, whom->id))
		channel->invited[channel->invited_count++] = whom->id;
	json_t *body = json_pack("{s:I, s:s, s:I, s:s}", "circle", channel->circle, "title", "circle", "by", ask->person, "name",
		model_person(model, ask->person)->name);
	model_append(model, answer, model_channel(model, whom->inbox), "invited", ask->person, body);
	answer->reply = json_pack("{s:s}", "state", "invited");
}

void model_circle_join(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	struct model_channel *channel = model_circle(model, model_value(ask, "circle").number);
	if (channel == NULL || (!is_invited(channel, ask->person) && model_member(channel, ask->person) == NULL)) {
		model_refuse(answer, OUTCOME_NOT_FOUND, "");
		return;
	}
	if (model_member(channel, ask->person) != NULL) {
		model_refuse(answer, OUTCOME_CONFLICT, "already_member");
		return;
	}
	join(model, answer, channel, model_person(model, ask->person), false);
	for (size_t i = 0; i < channel->invited_count; i++) {
		if (channel->invited[i] == ask->person)
			channel->invited[i] = 0;
	}
	answer->reply = json_pack("{s:s, s:I}", "state", "member", "channel", channel->id);
}

void model_circle_leave(struct model *model, const struct core_ask *ask, struct model_answer *answer)
{
	struct model_channel *channel = model_circle(model, model_value(ask, "circle").number);
	struct model_member *member = channel == NULL ? NULL : model_member(channel, ask->person);
	struct envelope_value named = model_value(ask, "person");
	if (member == NULL) {
		model_refuse(answer, OUTCOME_NOT_FOUND, "");
		return;
	}
	if (named.present && named.number != ask->person) {
		if (!member->facilitator) {
			model_refuse(answer, OUTCOME_DENIED, "");
			return;
		}
		member = model_member(channel, named.number);
		if (member == NULL) {
			model_refuse(answer, OUTCOME_NOT_FOUND, "");
			return;
		}
	}
	int64_t seq = model_append(model, answer, channel, "left", ask->person, json_pack("{s:I}", "person", member->person));
	member->until = seq;
	answer->reply = json_pack("{s:s}", "state", "left");
}
