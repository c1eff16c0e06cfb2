// Refusals: why a request is answered without asking the database.
#ifndef WAYMARK_CORE_REFUSALS_H
#define WAYMARK_CORE_REFUSALS_H

#include "daemon/core/state.h"

struct refusal {
	enum outcome outcome;   // OUTCOME_OK: none
	int64_t retry_after_ms; // < 0: none
	char detail[ENVELOPE_DETAIL_BYTES_MAX];
};

// Looks at a request as far as it can be judged here: the operation exists, hello was said, somebody is signed in, the parameters
// are right. Sets *operation when it exists, and fills core->values.
struct refusal refusals_of(struct core *core, const struct connection *connection, const struct envelope *envelope,
	const struct schema_operation **operation);
// Looks at whether the database can be asked this now for this connection.
struct refusal refusals_to_ask(
	const struct core *core, const struct connection *connection, const struct schema_operation *operation);
// A refusal with plain words.
struct refusal refusals_make(enum outcome outcome, const char *detail, int64_t retry_after_ms);
struct refusal refusals_none(void);

#endif
