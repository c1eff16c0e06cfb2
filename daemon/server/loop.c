// What every room of the loop needs of the whole: its clock, its log, its end.
#include "daemon/server/loop.h"

int64_t loop_now_us(void)
{
	return (int64_t)(uv_hrtime() / 1000);
}

void loop_log(const struct server *server, enum server_level level, const char *room, const char *event, const char *detail)
{
	server->watch->log(server->watch->context, level, room, event, detail);
}

void loop_finish(struct server *server)
{
	// From the loop, not from in here: this may be a callback of the gateway's or a step of the core's.
	uv_async_send(&server->ending); // cannot fail
}
