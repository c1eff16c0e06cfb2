// Stage: where a story is played. The memory stage is the core with a model log; the daemon stage is a real waymarkd.
#ifndef WAYMARK_STORIES_STAGE_H
#define WAYMARK_STORIES_STAGE_H

#include <stdio.h>

#include <jansson.h>

#include "protocol/slice.h"

#define STAGE_TOKEN_BYTES_MAX 128
#define STAGE_LINES_MAX 64 // connections of one story, over its whole length

enum stage_news { STAGE_NOTHING, STAGE_MESSAGE, STAGE_CLOSED };

struct stage {
	void *state; // the stage's own
	// Makes a person of this name who has an account; sets who they are and a token for session.hello. False if it could not.
	bool (*person)(void *state, const char *name, int64_t *person, char token[STAGE_TOKEN_BYTES_MAX]);
	// Opens a connection; the number of its line, or -1 if it was refused.
	int (*open)(void *state);
	// Sends one message, binary or as a text frame.
	void (*send)(void *state, int line, struct slice message, bool text);
	// The next message of a line, or its close code. With wait, waits for it a bounded time; STAGE_NOTHING when that ends.
	// The message is good until the next call.
	enum stage_news (*next)(void *state, int line, bool wait, struct slice *message, uint16_t *code);
	void (*hang_up)(void *state, int line);
	// The operator ends all sessions of a person. False if that failed.
	bool (*end_sessions)(void *state, int64_t person);
	// "database lost", "database back", "daemon killed", "daemon back", or "sql ..." . False if it failed or cannot be done here.
	bool (*command)(void *state, const char *what);
	// A call of the operator's; with is taken over. Its reply, to be released, or NULL if it failed or cannot be done here.
	json_t *(*admin)(void *state, const char *call, json_t *with);
	void (*destroy)(void *state);
};

// The core in memory with a model log, from a seed.
struct stage stage_memory(uint64_t seed);

// A daemon that runs at 127.0.0.1:port, with its admin socket. The environment variable WAYMARK_STORY_COMMAND names a program
// that carries out command(): it gets the words as one argument.
struct stage stage_daemon(uint16_t port, const char *admin_socket);

#endif
