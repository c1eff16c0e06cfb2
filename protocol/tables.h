// Tables: the rows that protocol/generate writes and schema.c, outcome.c and words.c read. Nobody else includes this.
#ifndef WAYMARK_TABLES_H
#define WAYMARK_TABLES_H

#include "protocol/schema.h"

// A shape by a name. Sorted by name.
struct schema_named {
	const char *name;
	const struct schema_struct *shape;
};

// English words by a name. Sorted by name.
struct schema_words {
	const char *name;
	const char *words;
};

extern const struct schema_named schema_structs[], schema_events[], schema_notifications[];
extern const size_t schema_structs_count, schema_events_count, schema_notifications_count;
extern const struct schema_words schema_reasons[], schema_states[], schema_labels[];
extern const size_t schema_reasons_count, schema_states_count, schema_labels_count;
extern const char *const schema_outcome_codes[], *const schema_outcome_words[]; // by enum outcome

#define WORDS_FORMS_MAX 6 // plural forms of Welsh: zero, one, two, three, six, other

// One entry of a language's catalogue: forms[0] is the translation; the others are NULL unless it has a plural.
struct words_entry {
	const char *msgid;
	const char *forms[WORDS_FORMS_MAX];
};

// Welsh, sorted by msgid.
extern const struct words_entry words_cy[];
extern const size_t words_cy_count;

#endif
