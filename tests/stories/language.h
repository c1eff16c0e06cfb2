// Language: the sentences of a story file, and what each of them does.
//
// A story is a text file. Its first line is a comment: the one thing it is about. Every other line is empty, a comment, or one
// sentence of the table in language.c. In a pattern WHO is a connection (ann, ann/phone, guest), PERSON a person, CHANNEL a
// circle of the story or inbox, TEXT words in double quotes, JSON a JSON value, LIST names with commas, WORD and NUMBER what they
// say. Where a sentence does something that can be refused, it may end in "-> code" or "-> code detail"; without that it must
// succeed. In JSON,
// "@name" stands for a value: of an earlier answer, or given to this one; @ann is a person, @chat a circle, @chat.channel its
// channel. "@link#" is the part of a link behind its sign: the code in it.
#ifndef WAYMARK_STORIES_LANGUAGE_H
#define WAYMARK_STORIES_LANGUAGE_H

#include "tests/stories/story.h"

#define LANGUAGE_ARGUMENTS_MAX 6

// A sentence as read: the parts that the capital words of its pattern stand for, in their order.
struct sentence {
	char *part[LANGUAGE_ARGUMENTS_MAX]; // owned
	size_t part_count;
	const char *code;   // what must come of it; "ok" if the line does not say
	const char *detail; // a part of the refusal's detail; "" for any
	json_t *expected;   // after "-> ok": what the answer must have; NULL for anything
};

struct pattern {
	const char *words;
	void (*play)(struct story *story, const struct sentence *sentence);
};

// All sentences, ended by a pattern without words.
extern const struct pattern language_patterns[];

// Reads one line and plays it. Lines that fit no pattern are a problem.
void language_play(struct story *story, const char *line);

#endif
