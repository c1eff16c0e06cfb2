// Story: one file of steps, the people in it, what each of them has heard, and the names that it has given to things.
//
// Every event that arrives is checked, whatever the story asks for: positions of a followed channel rise by one, only skipped
// ones are left out, and nothing comes from a channel that is not followed. A problem is sticky: the first one counts.
#ifndef WAYMARK_STORIES_STORY_H
#define WAYMARK_STORIES_STORY_H

#include <jansson.h>

#include "tests/stories/stage.h"

#define STORY_PEOPLE_MAX 12
#define STORY_PLAYERS_MAX 24 // a person may have several connections
#define STORY_CHANNELS_MAX 8
#define STORY_MESSAGES_MAX 128
#define STORY_HEARD_MAX 512
#define STORY_NAMES_MAX 64
#define STORY_WORD_BYTES_MAX 64
#define STORY_PROBLEM_BYTES_MAX 1000

struct story_person {
	char name[STORY_WORD_BYTES_MAX];
	int64_t id;
	char token[STAGE_TOKEN_BYTES_MAX];
};

struct story_channel {
	char name[STORY_WORD_BYTES_MAX];
	int64_t channel, circle;
};

// Words that were said, so that a later step can point at them.
struct story_message {
	int64_t channel, seq;
	char *text;
	uint8_t nonce[16];
};

struct story_follow {
	int64_t channel, last; // channel 0: none
};

// One connection: "ann", or another of hers, "ann/phone".
struct story_player {
	char name[STORY_WORD_BYTES_MAX];
	struct story_person *person; // NULL: nobody's
	int line;                    // of the stage; -1: not connected
	int64_t inbox;
	uint32_t next_id;
	bool closed;
	uint16_t close_code;
	struct story_follow follows[STORY_CHANNELS_MAX];
	struct story_follow before[STORY_CHANNELS_MAX]; // where the connection before this one left off
	json_t *heard[STORY_HEARD_MAX];                 // notifications that no step has asked for yet: {"kind", ...}
	size_t heard_count;
};

// A name that an answer bound: "@seq".
struct story_name {
	char name[STORY_WORD_BYTES_MAX];
	json_t *value;
};

struct story {
	const char *file;
	int line;          // being played
	const char *label; // of the story, for names that must not clash
	struct stage *stage;
	struct story_person people[STORY_PEOPLE_MAX];
	size_t person_count;
	struct story_player players[STORY_PLAYERS_MAX];
	size_t player_count;
	struct story_channel channels[STORY_CHANNELS_MAX];
	size_t channel_count;
	struct story_message messages[STORY_MESSAGES_MAX];
	size_t message_count;
	struct story_name names[STORY_NAMES_MAX];
	size_t name_count;
	char problem[STORY_PROBLEM_BYTES_MAX]; // empty: none
};

// How a request ended: OK with a result, a refusal, or the end of the connection ("closed", and its code as detail). All borrowed
// from answer, which the caller releases with json_decref.
struct story_answer {
	json_t *answer;
	json_t *result;
	const char *code;   // "ok", or the refusal's
	const char *detail; // "" if there is none
};

// Notes a problem, unless there is one already.
void story_fail(struct story *story, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool story_failed(const struct story *story);

// The person of this name; NULL with a problem if the story has none.
struct story_person *story_person(struct story *story, const char *name);
// The player of this name ("ann", "ann/phone", "guest"), made if it is new; NULL with a problem if there are too many.
struct story_player *story_player(struct story *story, const char *name);
// A channel's id by its name; "inbox" is the player's own. 0 with a problem if it is unknown.
int64_t story_channel_id(struct story *story, const struct story_player *player, const char *name);
struct story_channel *story_channel(struct story *story, const char *name);
// The message with these words in a channel, the last one said; NULL with a problem.
struct story_message *story_message(struct story *story, int64_t channel, const char *text);
void story_remember(struct story *story, int64_t channel, int64_t seq, const char *text, const uint8_t nonce[16]);

// Connects, unless it is connected already.
void story_connect(struct story *story, struct story_player *player);
void story_hang_up(struct story *story, struct story_player *player);
// Says hello with the person's token, or without one; the answer must be code.
void story_hello(struct story *story, struct story_player *player, bool with_token, const char *code);

// Asks and waits for the answer; what arrives meanwhile is kept. params: JSON object, borrowed; nonce: 16 bytes, or NULL for
// none.
struct story_answer story_ask(
	struct story *story, struct story_player *player, const char *operation, json_t *params, const uint8_t *nonce);
// The same, where the answer must be code (and detail, if not empty); returns the result, to be released, or NULL with a problem.
json_t *story_must(struct story *story, struct story_player *player, const char *operation, json_t *params, const uint8_t *nonce,
	const char *code, const char *detail);
// Waits for the next answer, to whatever was asked; the same as story_ask's.
struct story_answer story_answer(struct story *story, struct story_player *player);
// Does the operation take a nonce?
bool story_takes_nonce(const char *operation);
// A fresh nonce.
void story_nonce(struct story *story, uint8_t nonce[16]);

void story_follow(struct story_player *player, int64_t channel, int64_t last);
void story_unfollow(struct story_player *player, int64_t channel);
// The last position that the player's connection before this one had; 0 if it did not follow the channel.
int64_t story_last_before(const struct story_player *player, int64_t channel);

// The next notification that concerns this channel (0: any), waited for; NULL with a problem if none comes. To be released.
json_t *story_heard(struct story *story, struct story_player *player, int64_t channel);
// Makes sure that everything sent to the player so far has arrived.
void story_settle(struct story *story, struct story_player *player);
// Waits for the close; a problem if another code comes, or none.
void story_closed(struct story *story, struct story_player *player, uint16_t code);

// Binds a name to a value; a later one replaces it.
void story_bind(struct story *story, const char *name, json_t *value);
// A copy of value in which texts "@name" are replaced by what they are bound to. To be released.
json_t *story_resolve(struct story *story, json_t *value);
// True if actual has everything that expected has; unbound "@name" of expected are bound on the way.
bool story_matches(struct story *story, json_t *expected, json_t *actual);

// A tenth of a second, between two looks at something that a job does.
void story_rest(void);

// Plays one file on a stage. Returns true if it went as told; otherwise prints where and why.
bool story_play(const char *file, struct stage *stage, const char *label);

#endif
