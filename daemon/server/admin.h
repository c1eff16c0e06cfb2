// Admin: the unix socket through which the operator's commands reach the running daemon.
//
// One JSON object a line in, {"call": "person_add", "with": {...}}; one a line out, {"outcome": "ok", "reply": {...}} or
// {"outcome": "invalid", "detail": "..."}, in the order of the questions. "status" is answered here; every other call is asked of
// admin.call in the database. Each client has one question under way and is not read meanwhile, so nothing queues up.
#ifndef WAYMARK_ADMIN_H
#define WAYMARK_ADMIN_H

#include <uv.h>

#include "daemon/server/server.h"

#define ADMIN_CLIENTS_MAX 8
#define ADMIN_LINE_BYTES_MAX (4 * 1024 * 1024)
#define ADMIN_BACKLOG 8

struct admin;

// Listens at path, which only this user may open; a socket that a dead daemon left there is removed. NULL, with a reason in
// *problem (own text, good until the next call), when it cannot: also when another daemon answers there.
struct admin *admin_create(uv_loop_t *loop, struct server *server, const char *path, const char **problem);
// Open connections.
size_t admin_clients(const struct admin *admin);
// Stops listening, removes the socket's file, closes every connection. The memory goes when the last handle is closed and the
// last answer has come. NULL is allowed.
void admin_destroy(struct admin *admin);

#endif
