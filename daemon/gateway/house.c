// What every room of the gateway needs of the whole: its clock, its quiet log, its deadlines' timer, its room for sockets.
#include "daemon/gateway/house.h"

#include "daemon/base/check.h"

#define QUIET_MS 1000

uint64_t house_now_ms(const struct gateway *gateway)
{
	return uv_now(gateway->loop);
}

void house_log_quietly(struct gateway *gateway, enum quiet_event event, const char *detail)
{
	static const char *const words[QUIET_COUNT] = { [QUIET_FULL] = "gateway_full", [QUIET_LIBRARY] = "gateway_library" };
	uint64_t now_ms = house_now_ms(gateway);
	CHECK(event < QUIET_COUNT);
	if (now_ms < gateway->quiet_until_ms[event])
		return;
	gateway->quiet_until_ms[event] = now_ms + QUIET_MS;
	gateway->listener.log(gateway->listener.context, words[event], detail);
}

void house_start_ticking(struct gateway *gateway)
{
	// Stopped, it keeps its callback and its interval.
	if (!uv_is_active((uv_handle_t *)&gateway->ticking) && !uv_is_closing((uv_handle_t *)&gateway->ticking))
		CHECK(uv_timer_again(&gateway->ticking) == 0);
}

uint32_t house_connections_max(const struct gateway *gateway)
{
	// Some of the sockets are for requests: so that the next one can be told no, and /live still answers.
	uint32_t kept = gateway->sockets_max / 8 < VISITS_MAX ? gateway->sockets_max / 8 : VISITS_MAX;
	uint32_t room = gateway->sockets_max - kept;
	return gateway->connections_max < room ? gateway->connections_max : room;
}
