// Story: its people, connections, channels and words, found by the names that the file gives them.
#include "tests/stories/story.h"

#include <stdarg.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "protocol/schema.h"

void story_fail(struct story *story, const char *format, ...)
{
	if (story_failed(story))
		return;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(story->problem, sizeof story->problem, format, arguments);
	va_end(arguments);
}

bool story_failed(const struct story *story)
{
	return story->problem[0] != 0;
}

struct story_person *story_person(struct story *story, const char *name)
{
	for (size_t i = 0; i < story->person_count; i++) {
		if (strcmp(story->people[i].name, name) == 0)
			return &story->people[i];
	}
	story_fail(story, "nobody here is called %s", name);
	return NULL;
}

// "ann/phone" is ann's; a name that no person has is nobody's.
static struct story_person *owner(struct story *story, const char *name)
{
	size_t n = strcspn(name, "/");
	for (size_t i = 0; i < story->person_count; i++) {
		if (strlen(story->people[i].name) == n && memcmp(story->people[i].name, name, n) == 0)
			return &story->people[i];
	}
	return NULL;
}

struct story_player *story_player(struct story *story, const char *name)
{
	for (size_t i = 0; i < story->player_count; i++) {
		if (strcmp(story->players[i].name, name) == 0)
			return &story->players[i];
	}
	if (story->player_count == STORY_PLAYERS_MAX) {
		story_fail(story, "there are more than %d connections", STORY_PLAYERS_MAX);
		return NULL;
	}
	struct story_player *player = &story->players[story->player_count++];
	*player = (struct story_player){ .line = -1, .person = owner(story, name) };
	snprintf(player->name, sizeof player->name, "%s", name);
	return player;
}

struct story_channel *story_channel(struct story *story, const char *name)
{
	for (size_t i = 0; i < story->channel_count; i++) {
		if (strcmp(story->channels[i].name, name) == 0)
			return &story->channels[i];
	}
	story_fail(story, "there is no circle %s in this story", name);
	return NULL;
}

int64_t story_channel_id(struct story *story, const struct story_player *player, const char *name)
{
	if (strcmp(name, "inbox") == 0)
		return player->inbox;
	const struct story_channel *channel = story_channel(story, name);
	return channel == NULL ? 0 : channel->channel;
}

struct story_message *story_message(struct story *story, int64_t channel, const char *text)
{
	for (size_t i = story->message_count; i > 0; i--) {
		struct story_message *message = &story->messages[i - 1];
		if (message->channel == channel && strcmp(message->text, text) == 0)
			return message;
	}
	story_fail(story, "nobody said \"%s\" there", text);
	return NULL;
}

void story_remember(struct story *story, int64_t channel, int64_t seq, const char *text, const uint8_t nonce[16])
{
	CHECK(story->message_count < STORY_MESSAGES_MAX);
	struct story_message *message = &story->messages[story->message_count++];
	*message = (struct story_message){ .channel = channel, .seq = seq, .text = strdup(text) };
	CHECK(message->text != NULL);
	memcpy(message->nonce, nonce, sizeof message->nonce);
}

bool story_takes_nonce(const char *operation)
{
	const struct schema_operation *row = schema_operation(slice_of(operation));
	return row != NULL && row->nonce;
}

void story_nonce(struct story *story, uint8_t nonce[16])
{
	// Unlike in every process and at every call: nonces of earlier runs live in the daemon's database.
	static uint64_t count;
	FILE *random = fopen("/dev/urandom", "rb");
	CHECK(random != NULL && fread(nonce, 8, 1, random) == 1);
	fclose(random);
	count++;
	memcpy(nonce + 8, &count, 8);
}

void story_bind(struct story *story, const char *name, json_t *value)
{
	for (size_t i = 0; i < story->name_count; i++) {
		if (strcmp(story->names[i].name, name) == 0) {
			json_decref(story->names[i].value);
			story->names[i].value = json_incref(value);
			return;
		}
	}
	CHECK(story->name_count < STORY_NAMES_MAX);
	struct story_name *row = &story->names[story->name_count++];
	snprintf(row->name, sizeof row->name, "%s", name);
	row->value = json_incref(value);
}

static json_t *bound(const struct story *story, const char *name)
{
	for (size_t i = 0; i < story->name_count; i++) {
		if (strcmp(story->names[i].name, name) == 0)
			return story->names[i].value;
	}
	return NULL;
}

// "@name#": what stands behind the sign in the link that is bound to the name.
static json_t *code_of(struct story *story, const char *text)
{
	char name[STORY_WORD_BYTES_MAX];
	snprintf(name, sizeof name, "%.*s", (int)strlen(text) - 2, text + 1);
	const char *link = json_string_value(bound(story, name));
	const char *sign = link == NULL ? NULL : strchr(link, '#');
	if (sign == NULL)
		story_fail(story, "%s is no link with a code in it", name);
	return json_string(sign == NULL ? "" : sign + 1);
}

json_t *story_resolve(struct story *story, json_t *value)
{
	const char *text = json_string_value(value);
	if (text != NULL && text[0] == '@' && text[strlen(text) - 1] == '#')
		return code_of(story, text);
	if (text != NULL && text[0] == '@') {
		json_t *found = bound(story, text + 1);
		if (found == NULL)
			story_fail(story, "%s is not known yet", text);
		return found == NULL ? json_null() : json_incref(found);
	}
	if (json_is_array(value)) {
		json_t *copy = json_array();
		for (size_t i = 0; i < json_array_size(value); i++)
			json_array_append_new(copy, story_resolve(story, json_array_get(value, i)));
		return copy;
	}
	if (json_is_object(value)) {
		json_t *copy = json_object();
		const char *key;
		json_t *inside;
		json_object_foreach(value, key, inside) json_object_set_new(copy, key, story_resolve(story, inside));
		return copy;
	}
	return json_incref(value);
}

// An expected list is met if each of its elements matches some element: order and others do not matter.
static bool list_matches(struct story *story, json_t *expected, json_t *actual)
{
	if (json_array_size(expected) == 0)
		return json_is_array(actual) && json_array_size(actual) == 0;
	for (size_t i = 0; i < json_array_size(expected); i++) {
		bool found = false;
		for (size_t k = 0; k < json_array_size(actual) && !found; k++)
			found = story_matches(story, json_array_get(expected, i), json_array_get(actual, k));
		if (!found)
			return false;
	}
	return true;
}

bool story_matches(struct story *story, json_t *expected, json_t *actual)
{
	if (json_is_string(expected) && json_string_value(expected)[0] == '@') {
		json_t *found = bound(story, json_string_value(expected) + 1);
		if (found != NULL)
			return json_equal(found, actual);
		if (actual == NULL || json_is_null(actual))
			return false;
		story_bind(story, json_string_value(expected) + 1, actual);
		return true;
	}
	if (json_is_object(expected)) {
		const char *key;
		json_t *inside;
		json_object_foreach(expected, key, inside)
		{
			if (!story_matches(story, inside, json_object_get(actual, key)))
				return false;
		}
		return json_is_object(actual);
	}
	if (json_is_array(expected))
		return list_matches(story, expected, actual);
	if (json_is_null(expected))
		return actual == NULL || json_is_null(actual);
	return json_equal(expected, actual);
}
