// Timers: what happens because time passed. Nothing here costs more for a connection than taking it out of one ring and putting
// it into another.
#ifndef WAYMARK_CORE_TIMERS_H
#define WAYMARK_CORE_TIMERS_H

#include "daemon/core/state.h"

// The connection said hello: from now on its heart is listened to.
void timers_greeted(struct core *core, struct connection *connection);
// The connection gave a sign of life.
void timers_alive(struct core *core, struct connection *connection);

// Closes who did not say hello in time; pings who is silent and closes who stays so.
void timers_connections(struct core *core);
// When they next need an alarm; INT64_MAX: not.
int64_t timers_alarm_us(const struct core *core);

#endif
