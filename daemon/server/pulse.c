// The loop's pulse.
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/server/notify.h"
#include "daemon/server/pulse.h"

#define NS_PER_US 1000
#define NS_PER_MS 1000000

static void beat(uv_timer_t *timer)
{
	struct pulse *pulse = timer->data;
	uint64_t now_ns = uv_hrtime();
	pulse->lag_us = now_ns > pulse->due_ns ? (int64_t)((now_ns - pulse->due_ns) / NS_PER_US) : 0;
	if (pulse->lag_us > pulse->lag_us_max)
		pulse->lag_us_max = pulse->lag_us;
	pulse->due_ns = now_ns + (uint64_t)PULSE_MS * NS_PER_MS;
	if (pulse->starting)
		notify_send("EXTEND_TIMEOUT_USEC=" PULSE_PATIENCE_US "\nSTATUS=Waiting for the database");
	if (pulse->watched)
		notify_send("WATCHDOG=1");
}

void pulse_start(struct pulse *pulse, uv_loop_t *loop)
{
	CHECK(pulse != NULL && loop != NULL);
	*pulse = (struct pulse){ .watched = getenv("WATCHDOG_USEC") != NULL, .starting = true };
	pulse->due_ns = uv_hrtime() + (uint64_t)PULSE_MS * NS_PER_MS;
	int made = uv_timer_init(loop, &pulse->timer);
	CHECK(made == 0);
	pulse->timer.data = pulse;
	int started = uv_timer_start(&pulse->timer, beat, PULSE_MS, PULSE_MS);
	CHECK(started == 0);
}

void pulse_stop(struct pulse *pulse)
{
	CHECK(pulse != NULL && pulse->timer.data == pulse);
	uv_close((uv_handle_t *)&pulse->timer, NULL);
}
