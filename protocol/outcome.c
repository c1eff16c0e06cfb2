// Outcome: the words of the closed list, from the tables.
#include "protocol/outcome.h"

#include "protocol/must.h"
#include "protocol/tables.h"

const char *outcome_code(enum outcome outcome)
{
	MUST((unsigned)outcome < OUTCOME_COUNT);
	return schema_outcome_codes[outcome];
}

const char *outcome_words(enum outcome outcome)
{
	MUST((unsigned)outcome < OUTCOME_COUNT);
	return schema_outcome_words[outcome];
}

bool outcome_read(struct slice word, enum outcome *outcome)
{
	MUST(outcome != NULL);
	for (unsigned i = 0; i < OUTCOME_COUNT; i++) {
		if (slice_equal(word, slice_of(schema_outcome_codes[i]))) {
			*outcome = (enum outcome)i;
			return true;
		}
	}
	*outcome = OUTCOME_INTERNAL;
	return false;
}
