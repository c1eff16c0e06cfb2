// Ask: the sub-commands that are one question to the running daemon, as a table.
#ifndef WAYMARK_OPERATOR_ASK_H
#define WAYMARK_OPERATOR_ASK_H

#include "daemon/operator/operator.h"

#define ASK_PARAMETERS_MAX 8

enum ask_kind {
	ASK_NONE,   // behind the last parameter of a row
	ASK_PERSON, // a word: an address becomes field "email", a number the field itself
	ASK_WORD,   // a word that must be there
	ASK_NUMBER, // an option with a whole number
	ASK_TEXT,   // an option with a value
	ASK_LIST,   // an option that may stand several times
};

struct ask_parameter {
	enum ask_kind kind;
	const char *option; // "--name"; "" for a word
	const char *field;  // of the call's object
	bool needed;        // of an option
};

struct ask {
	const char *noun, *verb;
	const char *call;
	struct ask_parameter parameters[ASK_PARAMETERS_MAX];
};

// The row of this noun and verb, or NULL.
const struct ask *ask_find(const char *noun, const char *verb);
// The noun's verb that is nearest to this word; NULL if none is near.
const char *ask_nearest(const char *noun, const char *word);

#endif
