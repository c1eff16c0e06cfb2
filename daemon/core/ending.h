// Ending: how a connection loses what it holds, whether the daemon ends it or the socket is gone.
#ifndef WAYMARK_CORE_ENDING_H
#define WAYMARK_CORE_ENDING_H

#include "daemon/core/state.h"

// Parts with every subscription, forgets every request, and closes with the code and static reason behind what is in the outbox.
// Nothing happens to a connection that is CLOSING already.
void ending_close(struct core *core, struct connection *connection, uint16_t code, const char *reason);
// The same, but what waits in the outbox is dropped: the person may not see it any more.
void ending_revoke(struct core *core, struct connection *connection);
// The socket is gone: everything is given back, and the handle is stale.
void ending_closed(struct core *core, struct connection *connection);

// Nobody is there any more, or a new person is: leaves or joins the person's connections. id 0: nobody. False, and nothing
// changes, if the person has connections_per_person_max.
bool ending_become(struct core *core, struct connection *connection, int64_t id);

// The request is answered, or is no longer to be: gives it back. With forget, the shell is told first.
void ending_request(struct core *core, struct request *request, bool forget);

#endif
