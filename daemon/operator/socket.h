// Socket: a command's talk with the running daemon, one JSON object a line, over its admin socket.
#ifndef WAYMARK_OPERATOR_SOCKET_H
#define WAYMARK_OPERATOR_SOCKET_H

#include <jansson.h>

#include "daemon/operator/operator.h"

#define SOCKET_LINE_BYTES_MAX (4 * 1024 * 1024)
#define SOCKET_ANSWER_S_MAX 60

struct operator_socket;

// Connects to the daemon of the settings. NULL when none answers there; what to do about it is then printed.
struct operator_socket *operator_socket_open(const struct operator_call *call);
void operator_socket_close(struct operator_socket *daemon); // NULL is allowed

// Asks one question and waits, at most SOCKET_ANSWER_S_MAX, for its answer: {"outcome", "detail"?, "reply"?}, which the caller
// decrefs. name: "person_add". with is the caller's. NULL when the daemon went away or said nothing, with a reason printed.
json_t *operator_socket_ask(struct operator_socket *daemon, const char *name, json_t *with);

// True if an answer says ok; else its outcome and detail are printed.
bool operator_socket_good(const struct operator_call *call, const json_t *answer);

#endif
