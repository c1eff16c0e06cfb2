// Signals: typing, presence and read marks. They have no position, are never kept, and are the first to be dropped: a connection
// whose outbox is more than half full gets none.
#ifndef WAYMARK_CORE_SIGNALS_H
#define WAYMARK_CORE_SIGNALS_H

#include "daemon/core/state.h"

#define SIGNALS_TYPING_US 3000000   // between two of one person in one channel
#define SIGNALS_PRESENCE_US 1000000 // in which changes gather
#define SIGNALS_PERSONS_MAX 50      // named in a presence signal; above, it only says how many

// Somebody types: tells the channel's other people. NOT_FOUND if the connection does not follow the channel.
enum outcome signals_typing(struct core *core, struct connection *connection, int64_t channel);
// The person's read mark moved: tells their other connections.
void signals_read(struct core *core, struct connection *connection, struct core_mark mark);
// Sends the presence of channels in which it changed a second ago.
void signals_presence(struct core *core);
// When presence next needs an alarm; INT64_MAX: not.
int64_t signals_alarm_us(const struct core *core);

#endif
