// Ending: how a connection loses what it holds, whether the daemon ends it or the socket is gone.
#ifndef WAYMARK_CORE_ENDING_H
#define WAYMARK_CORE_ENDING_H

#include "daemon/core/state.h"

// Why a connection is closed (RFC 6455 section 7.4; those from 4000 are ours).
enum close_code {
	CLOSE_PROTOCOL = 1002,      // what it sent is no request
	CLOSE_POLICY = 1008,        // no hello, no sign of life, or a flood
	CLOSE_RESTART = 1012,       // the daemon stops; come back
	CLOSE_TRY_LATER = 1013,     // no memory is left for its outbox
	CLOSE_SESSION_ENDED = 4001, // signed out, or revoked
};

// Parts with every subscription, forgets every request, and closes with the code and static reason behind what is in the outbox.
// Nothing happens to a connection that is CLOSING already.
void ending_close(struct core *core, struct connection *connection, enum close_code code, const char *reason);
// The same, but what waits in the outbox is dropped: the person may not see it any more.
void ending_revoke(struct core *core, struct connection *connection);
// The socket is gone: everything is given back, and the handle is stale.
void ending_closed(struct core *core, struct connection *connection);

// Nobody is there any more, or a new person is: leaves or joins the person's connections. id 0: nobody. False, and nothing
// changes, if the person has connections_per_person_max.
bool ending_become(struct core *core, struct connection *connection, int64_t id);

// The request was answered: gives it back.
void ending_answered(struct core *core, struct request *request);
// The request is not to be answered any more: the shell is told to forget it, then it is given back.
void ending_forget(struct core *core, struct request *request);

#endif
