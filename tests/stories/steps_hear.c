// Steps of hearing: the next thing that somebody hears must be this.
#include <stdlib.h>

#include "tests/stories/steps.h"

#define MANY_TEXT_BYTES 40

// Fails the story with what was heard instead.
static void instead(struct story *story, const struct story_player *player, json_t *heard, json_t *expected)
{
	char *got = json_dumps(heard, JSON_SORT_KEYS), *wanted = json_dumps(expected, JSON_SORT_KEYS | JSON_ENCODE_ANY);
	story_fail(story, "%s heard %s instead of %s", player->name, got == NULL ? "nothing" : got, wanted);
	free(got);
	free(wanted);
}

// The next thing in the channel must have all of expected, which is released.
static void expect(struct story *story, const char *who, const char *channel, json_t *expected)
{
	struct story_player *player = story_player(story, who);
	int64_t id = player == NULL ? 0 : story_channel_id(story, player, channel);
	json_t *heard = id == 0 ? NULL : story_heard(story, player, id);
	if (heard != NULL && !story_matches(story, expected, heard))
		instead(story, player, heard, expected);
	json_decref(heard);
	json_decref(expected);
}

static int64_t person_id(struct story *story, const char *name)
{
	const struct story_person *person = story_person(story, name);
	return person == NULL ? 0 : person->id;
}

// The position of words said in the channel.
static int64_t position(struct story *story, const char *who, const char *channel, const char *text)
{
	const struct story_player *player = story_player(story, who);
	int64_t id = player == NULL ? 0 : story_channel_id(story, player, channel);
	const struct story_message *message = id == 0 ? NULL : story_message(story, id, text);
	return message == NULL ? 0 : message->seq;
}

// An event of a kind with a body, which is taken over, by the person of part[1].
static void expect_event(struct story *story, const struct sentence *sentence, int channel_part, const char *kind, json_t *body)
{
	json_t *expected = json_pack("{s:s, s:I, s:o}", "kind", kind, "actor", person_id(story, sentence->part[1]), "body", body);
	expect(story, sentence->part[0], sentence->part[channel_part], expected);
}

void step_hears_say(struct story *story, const struct sentence *sentence)
{
	int64_t seq = position(story, sentence->part[0], sentence->part[3], sentence->part[2]);
	json_t *body = json_pack("{s:s}", "text", sentence->part[2]);
	json_t *expected = json_pack(
		"{s:s, s:I, s:I, s:o}", "kind", "message", "actor", person_id(story, sentence->part[1]), "seq", seq, "body", body);
	expect(story, sentence->part[0], sentence->part[3], expected);
}

void step_hears_many(struct story *story, const struct sentence *sentence)
{
	char text[MANY_TEXT_BYTES];
	for (int i = 1; i <= atoi(sentence->part[2]) && !story_failed(story); i++) {
		snprintf(text, sizeof text, "thing %d", i);
		expect_event(story, sentence, 3, "message", json_pack("{s:s}", "text", text));
	}
}

void step_hears_answer(struct story *story, const struct sentence *sentence)
{
	int64_t seq = position(story, sentence->part[0], sentence->part[4], sentence->part[2]);
	expect_event(story, sentence, 4, "message", json_pack("{s:s, s:I}", "text", sentence->part[3], "reply_to", seq));
}

void step_hears_edit(struct story *story, const struct sentence *sentence)
{
	int64_t seq = position(story, sentence->part[0], sentence->part[4], sentence->part[2]);
	expect_event(story, sentence, 4, "edited", json_pack("{s:s, s:I}", "text", sentence->part[3], "seq", seq));
}

void step_hears_retract(struct story *story, const struct sentence *sentence)
{
	int64_t seq = position(story, sentence->part[0], sentence->part[3], sentence->part[2]);
	expect_event(story, sentence, 3, "retracted", json_pack("{s:I}", "seq", seq));
}

void step_hears_mark(struct story *story, const struct sentence *sentence)
{
	int64_t seq = position(story, sentence->part[0], sentence->part[4], sentence->part[2]);
	expect_event(story, sentence, 4, "reaction", json_pack("{s:I, s:s}", "seq", seq, "mark", sentence->part[3]));
}

void step_hears_unmark(struct story *story, const struct sentence *sentence)
{
	int64_t seq = position(story, sentence->part[0], sentence->part[4], sentence->part[2]);
	expect_event(story, sentence, 4, "reaction", json_pack("{s:I, s:s, s:b}", "seq", seq, "mark", sentence->part[3], "off", 1));
}

static void expect_move(struct story *story, const struct sentence *sentence, const char *kind)
{
	json_t *body = json_pack("{s:I}", "person", person_id(story, sentence->part[1]));
	expect(story, sentence->part[0], sentence->part[2], json_pack("{s:s, s:o}", "kind", kind, "body", body));
}

void step_hears_join(struct story *story, const struct sentence *sentence)
{
	expect_move(story, sentence, "joined");
}

void step_hears_leave(struct story *story, const struct sentence *sentence)
{
	expect_move(story, sentence, "left");
}

void step_hears_kind(struct story *story, const struct sentence *sentence)
{
	json_t *body = json_loads(sentence->part[2], 0, NULL);
	expect(story, sentence->part[0], sentence->part[3], json_pack("{s:s, s:o}", "kind", sentence->part[1], "body", body));
}

void step_hears_gap(struct story *story, const struct sentence *sentence)
{
	expect(story, sentence->part[0], sentence->part[1], json_pack("{s:s}", "notification", "skipped"));
}

void step_hears_goaway(struct story *story, const struct sentence *sentence)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	json_t *expected = json_pack("{s:s}", "notification", "goaway");
	json_t *heard = player == NULL ? NULL : story_heard(story, player, 0);
	if (heard != NULL && !story_matches(story, expected, heard))
		instead(story, player, heard, expected);
	json_decref(heard);
	json_decref(expected);
}

void step_hears_nothing(struct story *story, const struct sentence *sentence)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	if (player == NULL)
		return;
	story_settle(story, player);
	if (player->heard_count > 0)
		instead(story, player, player->heard[0], json_null());
}

void step_notices_typing(struct story *story, const struct sentence *sentence)
{
	json_t *expected = json_pack(
		"{s:s, s:s, s:[I]}", "notification", "signal", "kind", "typing", "persons", person_id(story, sentence->part[1]));
	expect(story, sentence->part[0], sentence->part[2], expected);
}

void step_notices_read(struct story *story, const struct sentence *sentence)
{
	int64_t seq = position(story, sentence->part[0], sentence->part[2], sentence->part[1]);
	json_t *expected = json_pack("{s:s, s:s, s:I}", "notification", "signal", "kind", "read", "seq", seq);
	expect(story, sentence->part[0], sentence->part[2], expected);
}
