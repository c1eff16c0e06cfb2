// Shutdown: everyone is told, what was asked is answered, then everyone is closed.
#ifndef WAYMARK_CORE_SHUTDOWN_H
#define WAYMARK_CORE_SHUTDOWN_H

#include "daemon/core/state.h"

// Says goaway to all; closes at once those that wait for no answer. Nothing happens the second time.
void shutdown_begin(struct core *core);
// Closes the rest when half of drain_us_max has passed, so that the other half is left for their outboxes.
void shutdown_expire(struct core *core);
// True if nothing is left to do: no connection, or drain_us_max has passed.
bool shutdown_finished(const struct core *core);
// When it next needs an alarm; INT64_MAX: not.
int64_t shutdown_alarm_us(const struct core *core);

#endif
