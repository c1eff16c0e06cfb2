// Pulse: a beat each second on the loop, which measures how late the loop is and tells the service manager that it lives.
#ifndef WAYMARK_PULSE_H
#define WAYMARK_PULSE_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#define PULSE_MS 1000
#define PULSE_PATIENCE_US "30000000" // until the next beat asks again

struct pulse {
	uv_timer_t timer;
	uint64_t due_ns;    // of the next beat
	int64_t lag_us;     // of the last beat
	int64_t lag_us_max; // since the start
	bool watched;       // the service manager asked for signs of life
	bool starting;      // until the first answer of the database: the service manager is asked for patience
};

// Starts beating on the loop. The caller keeps *pulse until the loop has run out behind pulse_stop.
void pulse_start(struct pulse *pulse, uv_loop_t *loop);
// Closes its handle.
void pulse_stop(struct pulse *pulse);

#endif
