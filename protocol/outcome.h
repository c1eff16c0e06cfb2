// Outcomes: the closed list of what an operation can come to, the same on the wire, in SQL and in C.
#ifndef WAYMARK_OUTCOME_H
#define WAYMARK_OUTCOME_H

#include "protocol/slice.h"

enum outcome {
	OUTCOME_OK,
	OUTCOME_UNAUTHENTICATED,
	OUTCOME_DENIED,
	OUTCOME_NOT_FOUND,
	OUTCOME_INVALID,
	OUTCOME_TOO_LARGE,
	OUTCOME_CONFLICT,
	OUTCOME_RATE_LIMITED,
	OUTCOME_UNAVAILABLE,
	OUTCOME_INTERNAL,
};

#define OUTCOME_COUNT 10

// The outcome's word on the wire ("ok" for OUTCOME_OK, which is never sent). Never NULL.
const char *outcome_code(enum outcome outcome);

// The English msgid of the words for a person; translate with gettext. Never NULL.
const char *outcome_words(enum outcome outcome);

// Reads a word into *outcome. False if it is not in the list; *outcome is then OUTCOME_INTERNAL.
bool outcome_read(struct slice word, enum outcome *outcome);

#endif
