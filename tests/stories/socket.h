// Socket: a WebSocket client as small as the tests need: one blocking connection to 127.0.0.1, whole unfragmented messages.
#ifndef WAYMARK_STORIES_SOCKET_H
#define WAYMARK_STORIES_SOCKET_H

#include "protocol/slice.h"

struct socket; // opaque

enum socket_news { SOCKET_NOTHING, SOCKET_MESSAGE, SOCKET_CLOSED };

// Connects and shakes hands. NULL if refused.
struct socket *socket_open(uint16_t port);
void socket_close(struct socket *socket); // NULL is allowed
// Sends one masked message. A connection that is gone is noticed by socket_next.
void socket_send(struct socket *socket, struct slice message, bool text);
// The next message within wait_ms, answering pings meanwhile; good until the next call. A connection that ends without a close
// frame has code 1006.
enum socket_news socket_next(struct socket *socket, int wait_ms, struct slice *message, uint16_t *code);

#endif
