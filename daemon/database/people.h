// People: a small mask of who takes part in a question, so that "do these two touch the same person?" costs nothing.
//
// A person is one of 1024 bits. Two people may share a bit: then one question waits for the other without need, which is
// harmless.
#ifndef WAYMARK_PEOPLE_H
#define WAYMARK_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define PEOPLE_WORDS 16

struct people {
	uint64_t words[PEOPLE_WORDS];
};

// Nobody.
static inline void people_clear(struct people *people)
{
	memset(people, 0, sizeof *people);
}

// Adds a person; 0 is nobody and changes nothing.
static inline void people_add(struct people *people, int64_t person)
{
	if (person != 0) {
		// Fibonacci hashing: ids are dense, and neighbours shall not share a word's fate.
		uint64_t bit = ((uint64_t)person * 0x9e3779b97f4a7c15u) >> 54;
		people->words[bit / 64] |= (uint64_t)1 << (bit % 64);
	}
}

// Adds all of another's.
static inline void people_join(struct people *people, const struct people *others)
{
	for (int i = 0; i < PEOPLE_WORDS; i++)
		people->words[i] |= others->words[i];
}

// True if somebody may be in both.
static inline bool people_meet(const struct people *a, const struct people *b)
{
	uint64_t both = 0;
	for (int i = 0; i < PEOPLE_WORDS; i++)
		both |= a->words[i] & b->words[i];
	return both != 0;
}

#endif
