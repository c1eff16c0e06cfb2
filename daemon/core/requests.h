// Requests: one object each, with one wait, for the database.
//
//   frame -> DECODED -> ADMITTED -> ASKED - - (the only wait) - - ANSWERED -> REPLIED
//               |          |          |
//               +----------+----------+--> refused: an error at once, or when answer_us_max has passed
//
// Only ASKED is remembered (struct request); the others are passed through within one step.
#ifndef WAYMARK_CORE_REQUESTS_H
#define WAYMARK_CORE_REQUESTS_H

#include "daemon/core/state.h"

// A whole message arrived.
void requests_frame(struct core *core, struct connection *connection, struct slice frame);
// The database answered. An answer that nobody waits for any more still delivers its events.
void requests_answered(struct core *core, core_request handle, const struct core_answer *answer);
// Answers those that have waited for answer_us_max: unavailable, and the shell forgets them.
void requests_expire(struct core *core);
// When they next need an alarm; INT64_MAX: not.
int64_t requests_alarm_us(const struct core *core);

#endif
