// Steps of plain requests: any operation with any parameters, and bytes that are no request at all.
#include <stdlib.h>

#include "daemon/base/check.h"
#include "protocol/transcode.h"
#include "tests/stories/steps.h"

#define SOON_TRIES_MAX 100
#define BYTES_MAX 4096

// "nonce": "@name" in the parameters is taken out and becomes the nonce; otherwise a fresh one is used where one is needed.
static const uint8_t *choose_nonce(struct story *story, const char *operation, json_t *params, uint8_t nonce[16])
{
	json_t *given = json_object_get(params, "nonce");
	if (given == NULL) {
		story_nonce(story, nonce);
		return story_takes_nonce(operation) ? nonce : NULL;
	}
	// The value that step_nonce bound: a number, spread over sixteen bytes.
	int64_t number = json_integer_value(given);
	memset(nonce, 0, 16);
	memcpy(nonce, &number, sizeof number);
	json_object_del(params, "nonce");
	return nonce;
}

void step_nonce(struct story *story, const struct sentence *sentence)
{
	uint8_t nonce[16];
	int64_t number;
	story_nonce(story, nonce);
	memcpy(&number, nonce, sizeof number);
	json_t *value = json_integer(number);
	story_bind(story, sentence->part[0], value);
	json_decref(value);
}

static json_t *read_params(struct story *story, const char *text)
{
	json_t *raw = json_loads(text, 0, NULL);
	json_t *params = story_resolve(story, raw);
	json_decref(raw);
	return params;
}

void step_calls(struct story *story, const struct sentence *sentence)
{
	uint8_t bytes[16];
	struct story_player *player = story_player(story, sentence->part[0]);
	json_t *params = read_params(story, sentence->part[2]);
	const uint8_t *nonce = choose_nonce(story, sentence->part[1], params, bytes);
	json_t *result =
		player == NULL ? NULL : story_must(story, player, sentence->part[1], params, nonce, sentence->code, sentence->detail);
	if (result != NULL && sentence->expected != NULL && !story_matches(story, sentence->expected, result)) {
		char *got = json_dumps(result, 0), *wanted = json_dumps(sentence->expected, 0);
		story_fail(story, "%s gave %s, which lacks %s", sentence->part[1], got, wanted);
		free(got);
		free(wanted);
	}
	json_decref(result);
	json_decref(params);
}

// For what a job does a little later: asks until the answer fits, at most ten seconds. Each question waits for its own answer.
void step_calls_soon(struct story *story, const struct sentence *sentence)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	json_t *params = read_params(story, sentence->part[2]);
	bool fits = false;
	for (int i = 0; i < SOON_TRIES_MAX && !fits && player != NULL && !story_failed(story); i++) {
		json_t *result = story_must(story, player, sentence->part[1], params, NULL, "ok", "");
		fits = result != NULL && story_matches(story, sentence->expected, result);
		json_decref(result);
		if (!fits)
			story_rest();
	}
	if (!fits)
		story_fail(story, "%s did not come to give what it should within ten seconds", sentence->part[1]);
	json_decref(params);
}

void step_sends_bytes(struct story *story, const struct sentence *sentence)
{
	uint8_t bytes[BYTES_MAX];
	size_t n = 0;
	const char *at = sentence->part[1];
	unsigned byte;
	int used;
	while (n < sizeof bytes && sscanf(at, " %2x%n", &byte, &used) == 1) {
		bytes[n++] = (uint8_t)byte;
		at += used;
	}
	struct story_player *player = story_player(story, sentence->part[0]);
	if (player != NULL && player->line >= 0)
		story->stage->send(story->stage->state, player->line, (struct slice){ .at = bytes, .n = n }, false);
}

void step_sends_text(struct story *story, const struct sentence *sentence)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	if (player != NULL && player->line >= 0)
		story->stage->send(story->stage->state, player->line, slice_of(sentence->part[1]), true);
}

void step_refused(struct story *story, const struct sentence *sentence)
{
	struct story_player *player = story_player(story, sentence->part[0]);
	if (player == NULL)
		return;
	struct story_answer answer = story_answer(story, player);
	if (!story_failed(story) && strcmp(answer.code, sentence->part[1]) != 0)
		story_fail(story, "%s got \"%s %s\", not %s", player->name, answer.code, answer.detail, sentence->part[1]);
	json_decref(answer.answer);
}
