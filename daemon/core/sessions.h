// Sessions: who a connection is, from hello to the end of the session.
#ifndef WAYMARK_CORE_SESSIONS_H
#define WAYMARK_CORE_SESSIONS_H

#include "daemon/core/state.h"

// Hello without a token: the connection is nobody from now on. Replies.
void sessions_greet_nobody(struct core *core, struct connection *connection, uint32_t id);
// Hello with a token that the database knows: the connection is that person. Replies, with an error if the person has
// connections_per_person_max already, or the session ended while the hello was in flight.
void sessions_greet(
	struct core *core, struct connection *connection, const struct request *hello, const struct core_session *session);
// The token of the cookie is of no use any more.
void sessions_wipe_token(struct connection *connection);
// Closes all connections of a session, or of all the person's, and refuses its hellos that are in flight; except may be NULL, and
// keeps what waits in its outbox.
void sessions_end(struct core *core, struct core_ended ended, struct connection *except);

#endif
