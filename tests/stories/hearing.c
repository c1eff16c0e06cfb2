// Hearing: what a player asks and what arrives: requests and their answers, notifications in their order, closes.
#include <stdlib.h>

#include "daemon/base/check.h"
#include "protocol/envelope.h"
#include "protocol/transcode.h"
#include "tests/stories/story.h"

#define MESSAGE_BYTES_MAX (1u << 20)
#define SETTLE_OPERATION "session.hello" // a second one is refused by the core at once, behind everything that was queued before

void story_connect(struct story *story, struct story_player *player)
{
	if (player->line >= 0)
		return;
	player->line = story->stage->open(story->stage->state);
	player->closed = false;
	memcpy(player->before, player->follows, sizeof player->before);
	memset(player->follows, 0, sizeof player->follows);
	if (player->line < 0)
		story_fail(story, "%s could not connect", player->name);
}

void story_hang_up(struct story *story, struct story_player *player)
{
	if (player->line >= 0)
		story->stage->hang_up(story->stage->state, player->line);
	player->line = -1;
}

void story_follow(struct story_player *player, int64_t channel, int64_t last)
{
	story_unfollow(player, channel);
	for (size_t i = 0; i < STORY_CHANNELS_MAX; i++) {
		if (player->follows[i].channel == 0) {
			player->follows[i] = (struct story_follow){ .channel = channel, .last = last };
			return;
		}
	}
	CHECK(!"a player follows too many channels");
}

static struct story_follow *followed(const struct story_player *player, int64_t channel)
{
	for (size_t i = 0; i < STORY_CHANNELS_MAX; i++) {
		if (player->follows[i].channel == channel && channel != 0)
			return (struct story_follow *)&player->follows[i];
	}
	return NULL;
}

void story_unfollow(struct story_player *player, int64_t channel)
{
	struct story_follow *follow = followed(player, channel);
	if (follow != NULL)
		*follow = (struct story_follow){ 0 };
}

int64_t story_last_before(const struct story_player *player, int64_t channel)
{
	for (size_t i = 0; i < STORY_CHANNELS_MAX; i++) {
		if (player->before[i].channel == channel)
			return player->before[i].last;
	}
	return 0;
}

static int64_t integer(json_t *map, const char *key)
{
	return json_integer_value(json_object_get(map, key));
}

static const char *word(json_t *map, const char *key)
{
	const char *text = json_string_value(json_object_get(map, key));
	return text == NULL ? "" : text;
}

// Keeps a notification for the step that asks for it.
static void keep(struct story *story, struct story_player *player, json_t *map)
{
	if (player->heard_count == STORY_HEARD_MAX) {
		story_fail(story, "%s has heard more than %d things that the story does not mention", player->name, STORY_HEARD_MAX);
		return;
	}
	player->heard[player->heard_count++] = json_incref(map);
}

// The promise of every subscription: each position once, in order, and what is left out is announced.
static void hear_event(struct story *story, struct story_player *player, json_t *map)
{
	int64_t channel = integer(map, "channel"), seq = integer(map, "seq");
	struct story_follow *follow = followed(player, channel);
	if (follow == NULL) {
		story_fail(story, "%s got position %lld of channel %lld, which %s does not follow", player->name, (long long)seq,
			(long long)channel, player->name);
		return;
	}
	if (seq != follow->last + 1) {
		story_fail(story, "%s got position %lld of channel %lld after %lld", player->name, (long long)seq, (long long)channel,
			(long long)follow->last);
		return;
	}
	follow->last = seq;
	const char *kind = word(map, "kind");
	if (strcmp(kind, "state") != 0)
		keep(story, player, map);
	if (strcmp(kind, "left") == 0 && player->person != NULL &&
		integer(json_object_get(map, "body"), "person") == player->person->id)
		story_unfollow(player, channel);
}

static void hear_skipped(struct story *story, struct story_player *player, json_t *map)
{
	struct story_follow *follow = followed(player, integer(map, "channel"));
	if (follow == NULL || integer(map, "from") != follow->last + 1 || integer(map, "to") < integer(map, "from")) {
		story_fail(story, "%s was told of skipped positions that do not follow what %s had", player->name, player->name);
		return;
	}
	follow->last = integer(map, "to");
	keep(story, player, map);
}

static void hear_notification(struct story *story, struct story_player *player, const char *name, json_t *maps)
{
	for (size_t i = 0; i < json_array_size(maps); i++) {
		json_t *map = json_array_get(maps, i);
		json_object_set_new(map, "notification", json_string(name));
		if (strcmp(name, "event") == 0)
			hear_event(story, player, map);
		else if (strcmp(name, "skipped") == 0)
			hear_skipped(story, player, map);
		else
			keep(story, player, map);
	}
}

// Takes one message or close from the stage. Returns a response to be released; NULL for anything else. *news says what came.
static json_t *hear_one(struct story *story, struct story_player *player, bool wait, enum stage_news *news)
{
	struct slice message;
	if (player->closed) {
		*news = STAGE_CLOSED;
		return NULL;
	}
	*news = story->stage->next(story->stage->state, player->line, wait, &message, &player->close_code);
	if (*news == STAGE_CLOSED)
		player->closed = true;
	if (*news != STAGE_MESSAGE)
		return NULL;
	char *text = transcode_to_json(message);
	json_t *array = text == NULL ? NULL : json_loads(text, 0, NULL);
	free(text);
	json_t *response = NULL;
	if (json_integer_value(json_array_get(array, 0)) == 1 && json_array_size(array) == 4)
		response = json_incref(array);
	else if (json_integer_value(json_array_get(array, 0)) == 2 && json_array_size(array) == 3)
		hear_notification(story, player, json_string_value(json_array_get(array, 1)), json_array_get(array, 2));
	else
		story_fail(story, "%s got a message that is no MessagePack-RPC", player->name);
	json_decref(array);
	return response;
}

static void write_value(struct wire_writer *writer, json_t *value)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	CHECK(text != NULL);
	struct envelope_problem problem = transcode_to_wire(slice_of(text), NULL, writer);
	CHECK(problem.outcome == OUTCOME_OK);
	free(text);
}

static void send_request(
	struct story *story, struct story_player *player, uint32_t id, const char *operation, json_t *params, const uint8_t *nonce)
{
	static uint8_t inner[MESSAGE_BYTES_MAX], outer[MESSAGE_BYTES_MAX];
	struct wire_writer map = wire_writer_of(inner, sizeof inner), whole = wire_writer_of(outer, sizeof outer);
	const char *key;
	json_t *value;
	wire_put_map(&map, (uint32_t)json_object_size(params) + (nonce != NULL));
	if (nonce != NULL) {
		wire_put_word(&map, "nonce");
		wire_put_bytes(&map, (struct slice){ .at = nonce, .n = 16 });
	}
	json_object_foreach(params, key, value)
	{
		wire_put_word(&map, key);
		write_value(&map, value);
	}
	envelope_put_request(&whole, id, operation, wire_written(&map));
	CHECK(!map.overflowed && !whole.overflowed);
	story->stage->send(story->stage->state, player->line, wire_written(&whole), false);
}

// A connection that ends instead of an answer: code "closed", detail the close code. It can be connected anew.
static struct story_answer closed_answer(struct story *story, struct story_player *player)
{
	static char detail[8];
	snprintf(detail, sizeof detail, "%u", player->close_code);
	story_hang_up(story, player);
	return (struct story_answer){ .code = "closed", .detail = detail };
}

// Waits for the answer with this id; with 0, for the next one.
static struct story_answer await(struct story *story, struct story_player *player, uint32_t id, const char *what)
{
	while (!story_failed(story)) {
		enum stage_news news;
		json_t *response = hear_one(story, player, true, &news);
		if (response != NULL && (id == 0 || json_integer_value(json_array_get(response, 1)) == id)) {
			json_t *error = json_array_get(response, 2);
			bool refused = json_is_object(error);
			return (struct story_answer){ .answer = response,
				.result = json_array_get(response, 3),
				.code = refused ? word(error, "code") : "ok",
				.detail = refused ? word(error, "detail") : "" };
		}
		json_decref(response);
		if (news == STAGE_CLOSED)
			return closed_answer(story, player);
		if (news == STAGE_NOTHING)
			story_fail(story, "%s got no answer to %s", player->name, what);
	}
	return (struct story_answer){ .code = "", .detail = "" };
}

struct story_answer story_answer(struct story *story, struct story_player *player)
{
	return await(story, player, 0, "something");
}

struct story_answer story_ask(
	struct story *story, struct story_player *player, const char *operation, json_t *params, const uint8_t *nonce)
{
	if (!story_failed(story) && player->line < 0)
		story_fail(story, "%s is not connected", player->name);
	if (story_failed(story))
		return (struct story_answer){ .code = "", .detail = "" };
	uint32_t id = ++player->next_id;
	send_request(story, player, id, operation, params, nonce);
	return await(story, player, id, operation);
}

json_t *story_must(struct story *story, struct story_player *player, const char *operation, json_t *params, const uint8_t *nonce,
	const char *code, const char *detail)
{
	struct story_answer answer = story_ask(story, player, operation, params, nonce);
	json_t *result = NULL;
	if (!story_failed(story) && (strcmp(answer.code, code) != 0 || strstr(answer.detail, detail) == NULL))
		story_fail(
			story, "%s: %s gave \"%s %s\", not \"%s %s\"", player->name, operation, answer.code, answer.detail, code, detail);
	else if (!story_failed(story))
		result = json_incref(answer.result);
	json_decref(answer.answer);
	return result;
}

void story_hello(struct story *story, struct story_player *player, bool with_token, const char *code)
{
	json_t *params = json_pack("{s:s}", "client", "stories 1");
	if (with_token && player->person != NULL)
		json_object_set_new(params, "token", json_string(player->person->token));
	json_t *result = story_must(story, player, "session.hello", params, NULL, code, "");
	player->inbox = integer(result, "inbox");
	json_decref(result);
	json_decref(params);
}

static json_t *take_heard(struct story_player *player, int64_t channel)
{
	for (size_t i = 0; i < player->heard_count; i++) {
		json_t *map = player->heard[i];
		if (channel != 0 && integer(map, "channel") != channel)
			continue;
		memmove(player->heard + i, player->heard + i + 1, (player->heard_count - i - 1) * sizeof player->heard[0]);
		player->heard_count--;
		return map;
	}
	return NULL;
}

json_t *story_heard(struct story *story, struct story_player *player, int64_t channel)
{
	while (!story_failed(story)) {
		json_t *map = take_heard(player, channel);
		if (map != NULL)
			return map;
		enum stage_news news;
		json_decref(hear_one(story, player, true, &news));
		if (news == STAGE_CLOSED)
			story_fail(story, "%s was closed with %u instead of hearing anything", player->name, player->close_code);
		else if (news == STAGE_NOTHING)
			story_fail(story, "%s heard nothing", player->name);
	}
	return NULL;
}

void story_settle(struct story *story, struct story_player *player)
{
	json_t *params = json_pack("{s:s}", "client", "stories settle");
	if (player->line >= 0 && !player->closed)
		json_decref(story_ask(story, player, SETTLE_OPERATION, params, NULL).answer);
	json_decref(params);
}

void story_closed(struct story *story, struct story_player *player, uint16_t code)
{
	while (!story_failed(story)) {
		enum stage_news news;
		json_decref(hear_one(story, player, true, &news));
		if (news == STAGE_NOTHING)
			story_fail(story, "%s was not closed", player->name);
		if (news == STAGE_CLOSED)
			break;
	}
	if (player->close_code != code)
		story_fail(story, "%s was closed with %u, not %u", player->name, player->close_code, code);
	story_hang_up(story, player);
}
