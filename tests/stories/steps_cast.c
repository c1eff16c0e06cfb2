// Steps of the cast: people, circles, connections, and what befalls the daemon.
#include <stdlib.h>

#include "daemon/base/check.h"
#include "tests/stories/steps.h"

static void add_person(struct story *story, const char *name)
{
	CHECK(story->person_count < STORY_PEOPLE_MAX);
	struct story_person *person = &story->people[story->person_count++];
	char label[200];
	snprintf(person->name, sizeof person->name, "%s", name);
	snprintf(label, sizeof label, "%s.%s", name, story->label);
	if (!story->stage->person(story->stage->state, label, &person->id, person->token))
		story_fail(story, "no account could be made for %s", name);
	json_t *id = json_integer(person->id);
	story_bind(story, name, id);
	json_decref(id);
}

void step_people(struct story *story, const struct sentence *sentence)
{
	for (char *rest, *name = strtok_r(sentence->part[0], ", ", &rest); name != NULL; name = strtok_r(NULL, ", ", &rest))
		add_person(story, name);
}

static struct story_player *hands_of(struct story *story, const char *person)
{
	char name[STORY_WORD_BYTES_MAX + 8];
	snprintf(name, sizeof name, "%s/hands", person);
	struct story_player *player = story_player(story, name);
	if (player != NULL && player->line < 0) {
		story_connect(story, player);
		story_hello(story, player, true, "ok");
	}
	return player;
}

static void bind_circle(struct story *story, const struct story_channel *channel)
{
	char name[STORY_WORD_BYTES_MAX + 16];
	json_t *circle_id = json_integer(channel->circle), *channel_id = json_integer(channel->channel);
	story_bind(story, channel->name, circle_id);
	snprintf(name, sizeof name, "%s.channel", channel->name);
	story_bind(story, name, channel_id);
	json_decref(circle_id);
	json_decref(channel_id);
}

static struct story_channel *open_circle(struct story *story, const char *name, const char *host)
{
	uint8_t nonce[16];
	struct story_player *player = hands_of(story, host);
	CHECK(story->channel_count < STORY_CHANNELS_MAX);
	story_nonce(story, nonce);
	json_t *params = json_pack("{s:s, s:s, s:[], s:i}", "title", name, "purpose", "A circle of a story.", "topics", "seats", 12);
	json_t *result = story_must(story, player, "circle.open", params, nonce, "ok", "");
	struct story_channel *channel = &story->channels[story->channel_count++];
	*channel = (struct story_channel){ .channel = json_integer_value(json_object_get(result, "channel")),
		.circle = json_integer_value(json_object_get(result, "circle")) };
	snprintf(channel->name, sizeof channel->name, "%s", name);
	bind_circle(story, channel);
	json_decref(params);
	json_decref(result);
	return channel;
}

static void bring_in(struct story *story, struct story_channel *channel, const char *host, const char *name)
{
	uint8_t nonce[16];
	const struct story_person *person = story_person(story, name);
	if (person == NULL)
		return;
	json_t *invite = json_pack("{s:I, s:I}", "circle", channel->circle, "person", person->id);
	json_t *join = json_pack("{s:I}", "circle", channel->circle);
	story_nonce(story, nonce);
	json_decref(story_must(story, hands_of(story, host), "circle.invite", invite, nonce, "ok", ""));
	story_nonce(story, nonce);
	json_decref(story_must(story, hands_of(story, name), "circle.join", join, nonce, "ok", ""));
	json_decref(invite);
	json_decref(join);
}

static void let_hands_go(struct story *story)
{
	for (size_t i = 0; i < story->player_count; i++) {
		if (strstr(story->players[i].name, "/hands") != NULL)
			story_hang_up(story, &story->players[i]);
	}
}

void step_circle(struct story *story, const struct sentence *sentence)
{
	struct story_channel *channel = open_circle(story, sentence->part[0], sentence->part[1]);
	for (char *rest, *name = strtok_r(sentence->part[2], ", ", &rest); name != NULL; name = strtok_r(NULL, ", ", &rest))
		bring_in(story, channel, sentence->part[1], name);
	let_hands_go(story);
}

void step_circle_alone(struct story *story, const struct sentence *sentence)
{
	open_circle(story, sentence->part[0], sentence->part[1]);
	let_hands_go(story);
}

void step_connects(struct story *story, const struct sentence *sentence)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	if (player != NULL)
		story_connect(story, player);
}

void step_greets(struct story *story, const struct sentence *sentence)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	if (player == NULL)
		return;
	story_connect(story, player);
	story_hello(story, player, false, sentence->code);
}

void step_signs_in(struct story *story, const struct sentence *sentence)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	if (player == NULL)
		return;
	story_connect(story, player);
	story_hello(story, player, true, sentence->code);
}

void step_hangs_up(struct story *story, const struct sentence *sentence)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	if (player != NULL)
		story_hang_up(story, player);
}

void step_closed(struct story *story, const struct sentence *sentence)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	if (player != NULL)
		story_closed(story, player, (uint16_t)atoi(sentence->part[1]));
}

void step_ends_sessions(struct story *story, const struct sentence *sentence)
{
	const struct story_person *person = story_person(story, sentence->part[0]);
	if (person != NULL && !story->stage->end_sessions(story->stage->state, person->id))
		story_fail(story, "the operator could not end the sessions of %s", person->name);
}

void step_gives_role(struct story *story, const struct sentence *sentence)
{
	const struct story_person *person = story_person(story, sentence->part[0]);
	if (person == NULL)
		return;
	json_t *with = json_pack("{s:I, s:s}", "person", person->id, "role", sentence->part[1]);
	json_t *reply = story->stage->admin(story->stage->state, "person.grant", with);
	if (reply == NULL)
		story_fail(story, "%s could not be made a %s", person->name, sentence->part[1]);
	json_decref(reply);
}

// Binds it to @link.
void step_makes_link(struct story *story, const struct sentence *sentence)
{
	const struct story_person *person = story_person(story, sentence->part[0]);
	json_t *reply = NULL;
	if (person != NULL)
		reply = story->stage->admin(story->stage->state, "link.make", json_pack("{s:I}", "person", person->id));
	if (reply == NULL)
		story_fail(story, "no link could be made for %s", sentence->part[0]);
	else
		story_bind(story, "link", json_object_get(reply, "link"));
	json_decref(reply);
}

// Binds it to @link.
void step_mailed_link(struct story *story, const struct sentence *sentence)
{
	json_t *reply = story->stage->admin(story->stage->state, "mail.list", json_object());
	json_t *mails = json_object_get(reply, "mails"), *link = NULL;
	for (size_t i = 0; i < json_array_size(mails); i++) {
		json_t *mail = json_array_get(mails, i);
		const char *email = json_string_value(json_object_get(mail, "email"));
		if (email != NULL && strcmp(email, sentence->part[0]) == 0)
			link = json_object_get(json_object_get(mail, "params"), "link");
	}
	if (link == NULL)
		story_fail(story, "no link was mailed to %s", sentence->part[0]);
	else
		story_bind(story, "link", link);
	json_decref(reply);
}

void step_command(struct story *story, const struct sentence *sentence)
{
	if (!story->stage->command(story->stage->state, sentence->part[0]))
		story_fail(story, "%s: that could not be done", sentence->part[0]);
}

void step_sql(struct story *story, const struct sentence *sentence)
{
	char command[STORY_PROBLEM_BYTES_MAX];
	json_t *text = json_string(sentence->part[0]);
	snprintf(command, sizeof command, "sql %s", json_string_value(text));
	json_decref(text);
	if (!story->stage->command(story->stage->state, command))
		story_fail(story, "the database refused: %s", sentence->part[0]);
}
