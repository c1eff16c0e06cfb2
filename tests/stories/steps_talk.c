// Steps of talk: following a channel, and every way to put something into it.
#include <stdlib.h>

#include "daemon/base/check.h"
#include "tests/stories/steps.h"

#define MANY_TEXT_BYTES 40

json_t *step_must(
	struct story *story, const struct sentence *sentence, struct story_player *player, const char *operation, json_t *params)
{
	uint8_t nonce[16];
	story_nonce(story, nonce);
	return story_must(
		story, player, operation, params, story_takes_nonce(operation) ? nonce : NULL, sentence->code, sentence->detail);
}

// The player and channel that a sentence names first; false with a problem.
static bool find(
	struct story *story, const struct sentence *sentence, int channel_part, struct story_player **player, int64_t *channel)
{
	*player = story_player(story, sentence->part[0]);
	*channel = *player == NULL ? 0 : story_channel_id(story, *player, sentence->part[channel_part]);
	return *player != NULL && *channel != 0;
}

// after < 0: from the head.
static void follow(
	struct story *story, const struct sentence *sentence, struct story_player *player, int64_t channel, int64_t after)
{
	json_t *params = json_pack("{s:I}", "channel", channel);
	if (after >= 0)
		json_object_set_new(params, "after", json_integer(after));
	json_t *result = step_must(story, sentence, player, "channel.subscribe", params);
	if (result != NULL && strcmp(sentence->code, "ok") == 0)
		story_follow(player, channel, after >= 0 ? after : json_integer_value(json_object_get(result, "head")));
	json_decref(params);
	json_decref(result);
}

void step_follows(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	if (find(story, sentence, 1, &player, &channel))
		follow(story, sentence, player, channel, -1);
}

void step_follows_start(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	if (find(story, sentence, 1, &player, &channel))
		follow(story, sentence, player, channel, 0);
}

void step_follows_after(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	if (!find(story, sentence, 1, &player, &channel))
		return;
	const struct story_message *message = story_message(story, channel, sentence->part[2]);
	if (message != NULL)
		follow(story, sentence, player, channel, message->seq);
}

// Where an earlier connection of the same person left off: connecting anew forgets what was followed, so it is remembered by
// name.
void step_follows_on(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	if (!find(story, sentence, 1, &player, &channel))
		return;
	follow(story, sentence, player, channel, story_last_before(player, channel));
}

void step_unfollows(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	if (!find(story, sentence, 1, &player, &channel))
		return;
	json_t *params = json_pack("{s:I}", "channel", channel);
	json_decref(step_must(story, sentence, player, "channel.unsubscribe", params));
	json_decref(params);
	story_unfollow(player, channel);
}

// Says it under this nonce, or a fresh one; remembers where it stands.
static void say(struct story *story, const struct sentence *sentence, struct story_player *player, int64_t channel,
	const char *text, int64_t reply_to)
{
	uint8_t nonce[16];
	json_t *params = json_pack("{s:I, s:s}", "channel", channel, "text", text);
	if (reply_to > 0)
		json_object_set_new(params, "reply_to", json_integer(reply_to));
	story_nonce(story, nonce);
	json_t *result = story_must(story, player, "channel.post", params, nonce, sentence->code, sentence->detail);
	if (result != NULL && strcmp(sentence->code, "ok") == 0)
		story_remember(story, channel, json_integer_value(json_object_get(result, "seq")), text, nonce);
	json_decref(params);
	json_decref(result);
}

void step_says(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	if (find(story, sentence, 2, &player, &channel))
		say(story, sentence, player, channel, sentence->part[1], 0);
}

void step_says_many(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	char text[MANY_TEXT_BYTES];
	if (!find(story, sentence, 2, &player, &channel))
		return;
	for (int i = 1; i <= atoi(sentence->part[1]); i++) {
		snprintf(text, sizeof text, "thing %d", i);
		say(story, sentence, player, channel, text, 0);
	}
}

// One text of so many bytes. One that is larger than a message may be ends the connection, which a later sentence looks at.
void step_says_long(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	size_t n = (size_t)atoi(sentence->part[1]);
	if (!find(story, sentence, 2, &player, &channel))
		return;
	char *text = malloc(n + 1);
	CHECK(text != NULL);
	memset(text, 'o', n);
	text[n] = 0;
	say(story, sentence, player, channel, text, 0);
	free(text);
}

void step_answers(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	if (!find(story, sentence, 3, &player, &channel))
		return;
	const struct story_message *message = story_message(story, channel, sentence->part[1]);
	if (message != NULL)
		say(story, sentence, player, channel, sentence->part[2], message->seq);
}

// The same words under the same nonce: the answer must be the first one's.
void step_repeats(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	if (!find(story, sentence, 2, &player, &channel))
		return;
	const struct story_message *message = story_message(story, channel, sentence->part[1]);
	if (message == NULL)
		return;
	json_t *params = json_pack("{s:I, s:s}", "channel", channel, "text", message->text);
	json_t *result = story_must(story, player, "channel.post", params, message->nonce, sentence->code, sentence->detail);
	if (result != NULL && strcmp(sentence->code, "ok") == 0 && json_integer_value(json_object_get(result, "seq")) != message->seq)
		story_fail(story, "the repeat of \"%s\" was kept a second time", message->text);
	json_decref(params);
	json_decref(result);
}

// An operation about the message whose words are part[1]; extra is given to it, and released.
static void touch(struct story *story, const struct sentence *sentence, int channel_part, const char *operation, json_t *extra)
{
	struct story_player *player;
	int64_t channel;
	const struct story_message *message = NULL;
	if (find(story, sentence, channel_part, &player, &channel))
		message = story_message(story, channel, sentence->part[1]);
	if (message != NULL) {
		json_object_set_new(extra, "channel", json_integer(channel));
		json_object_set_new(extra, "seq", json_integer(message->seq));
		json_decref(step_must(story, sentence, player, operation, extra));
	}
	json_decref(extra);
}

void step_edits(struct story *story, const struct sentence *sentence)
{
	touch(story, sentence, 3, "channel.edit", json_pack("{s:s}", "text", sentence->part[2]));
	struct story_player *player;
	int64_t channel;
	if (story_failed(story) || strcmp(sentence->code, "ok") != 0 || !find(story, sentence, 3, &player, &channel))
		return;
	const struct story_message *message = story_message(story, channel, sentence->part[1]);
	story_remember(story, channel, message->seq, sentence->part[2], message->nonce);
}

void step_retracts(struct story *story, const struct sentence *sentence)
{
	touch(story, sentence, 2, "channel.retract", json_object());
}

void step_marks(struct story *story, const struct sentence *sentence)
{
	touch(story, sentence, 3, "channel.react", json_pack("{s:s}", "mark", sentence->part[2]));
}

void step_unmarks(struct story *story, const struct sentence *sentence)
{
	touch(story, sentence, 3, "channel.react", json_pack("{s:s, s:b}", "mark", sentence->part[2], "off", 1));
}

void step_reads(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	if (!find(story, sentence, 1, &player, &channel))
		return;
	const struct story_message *message = story_message(story, channel, sentence->part[2]);
	if (message == NULL)
		return;
	json_t *params = json_pack("{s:I, s:I}", "channel", channel, "seq", message->seq);
	json_decref(step_must(story, sentence, player, "channel.read", params));
	json_decref(params);
}

void step_types(struct story *story, const struct sentence *sentence)
{
	struct story_player *player;
	int64_t channel;
	if (!find(story, sentence, 1, &player, &channel))
		return;
	json_t *params = json_pack("{s:I}", "channel", channel);
	json_decref(step_must(story, sentence, player, "channel.typing", params));
	json_decref(params);
}

// An operation on a circle of the story; person may be NULL.
static void move(
	struct story *story, const struct sentence *sentence, const char *circle, const char *person, const char *operation)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	const struct story_channel *channel = story_channel(story, circle);
	const struct story_person *whom = person == NULL ? NULL : story_person(story, person);
	if (player == NULL || channel == NULL || (person != NULL && whom == NULL))
		return;
	json_t *params = json_pack("{s:I}", "circle", channel->circle);
	if (whom != NULL)
		json_object_set_new(params, "person", json_integer(whom->id));
	json_decref(step_must(story, sentence, player, operation, params));
	json_decref(params);
}

void step_asks_in(struct story *story, const struct sentence *sentence)
{
	move(story, sentence, sentence->part[2], sentence->part[1], "circle.invite");
}

void step_joins(struct story *story, const struct sentence *sentence)
{
	move(story, sentence, sentence->part[1], NULL, "circle.join");
}

void step_leaves(struct story *story, const struct sentence *sentence)
{
	move(story, sentence, sentence->part[1], NULL, "circle.leave");
}

void step_takes_out(struct story *story, const struct sentence *sentence)
{
	move(story, sentence, sentence->part[2], sentence->part[1], "circle.leave");
}
