// Model: the log that the memory stage has instead of a database: people, circles and their channels, as plainly as can be.
//
// It answers the operations of sessions, channels and circles that stories use. It is written from the promises, not from the
// SQL, so that a story that goes well on both stages says something about each.
#ifndef WAYMARK_STORIES_MODEL_H
#define WAYMARK_STORIES_MODEL_H

#include <jansson.h>

#include "daemon/core/core.h"

#define MODEL_PEOPLE_MAX 64
#define MODEL_CHANNELS_MAX 128
#define MODEL_MEMBERS_MAX 32
#define MODEL_EVENTS_MAX 2048 // of one channel
#define MODEL_COMMANDS_MAX 4096
#define MODEL_CAUSED_MAX 8 // events of one operation
#define MODEL_TOKEN_BYTES 40

struct model_person {
	int64_t id, inbox;
	char name[64], token[MODEL_TOKEN_BYTES];
	bool ended; // its sessions were
};

struct model_member {
	int64_t person, from, until; // sees positions above from, up to until; until 0: a member now
	bool facilitator;
};

struct model_channel {
	int64_t id, circle; // circle 0: an inbox
	int64_t head;
	json_t *events; // array; position 1 is element 0
	struct model_member members[MODEL_MEMBERS_MAX];
	size_t member_count;
	int64_t invited[MODEL_MEMBERS_MAX];
	size_t invited_count;
};

// What was done under a nonce: asked anew, it is answered the same and not done again.
struct model_command {
	char *key, *content; // owned
	json_t *reply;
};

struct model {
	struct model_person people[MODEL_PEOPLE_MAX];
	size_t person_count;
	struct model_channel channels[MODEL_CHANNELS_MAX];
	size_t channel_count;
	struct model_command commands[MODEL_COMMANDS_MAX];
	size_t command_count;
	int64_t at; // the time of the next event, microseconds
};

// The answer to one question, as JSON; released with model_answer_release.
struct model_answer {
	enum outcome outcome;
	const char *detail; // static
	json_t *reply;
	json_t *caused[MODEL_CAUSED_MAX]; // events
	size_t caused_count;
	enum core_change change;
	struct core_session session; // its texts are the model's
	struct core_subscription subscription;
	struct core_mark mark;
	struct core_ended ended;
};

struct model *model_create(void);
void model_destroy(struct model *model);
struct model_person *model_person_add(struct model *model, const char *name);

// Does what an effect CORE_ASK asks for.
struct model_answer model_ask(struct model *model, const struct core_ask *ask);
void model_answer_release(struct model_answer *answer);

// The events of a channel behind after that the person sees, at most limit: a new array. NULL if the person is no member now.
json_t *model_range(
	struct model *model, int64_t person, int64_t channel, int64_t after, uint32_t limit, int64_t *head, bool *more);

// -- between the files of the model ---------------------------------------------------------------------------------------------

// The value of a field of the operation; absent if it has none of that name.
struct envelope_value model_value(const struct core_ask *ask, const char *field);
struct model_person *model_person(struct model *model, int64_t person);
struct model_channel *model_channel(struct model *model, int64_t channel);
struct model_channel *model_circle(struct model *model, int64_t circle);
struct model_channel *model_channel_add(struct model *model, int64_t circle);
// The person's present membership, or NULL.
struct model_member *model_member(struct model_channel *channel, int64_t person);
// Puts an event into the log and among those that the answer caused; body is taken over. Returns its position.
int64_t model_append(struct model *model, struct model_answer *answer, struct model_channel *channel, const char *kind,
	int64_t actor, json_t *body);
// A refusal.
void model_refuse(struct model_answer *answer, enum outcome outcome, const char *detail);

void model_circle_open(struct model *model, const struct core_ask *ask, struct model_answer *answer);
void model_circle_invite(struct model *model, const struct core_ask *ask, struct model_answer *answer);
void model_circle_join(struct model *model, const struct core_ask *ask, struct model_answer *answer);
void model_circle_leave(struct model *model, const struct core_ask *ask, struct model_answer *answer);

#endif
