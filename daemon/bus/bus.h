// Bus: how this daemon tells other daemons of the same service what they cannot see. It carries only hints: a lost one costs
// latency, never an event, because positions show the gap and the database fills it.
#ifndef WAYMARK_BUS_H
#define WAYMARK_BUS_H

#include <stdint.h>

struct bus;

// What others said. Called from the loop's thread, never from inside a call of this header.
struct bus_listener {
	void *context;
	// The channel is at least at this position; channel 0: any channel may be further than was told.
	void (*head)(void *context, int64_t channel, int64_t seq);
	void (*revoked)(void *context, int64_t person, int64_t session); // session 0: all of the person's
};

// The bus of a single daemon: there is nobody to tell, and nothing to hear. Never NULL.
struct bus *bus_create_alone(const struct bus_listener *listener);
// Never blocks; what cannot be sent is dropped. channel 0: any channel may be further than was told.
void bus_tell_head(struct bus *bus, int64_t channel, int64_t seq);
void bus_tell_revoked(struct bus *bus, int64_t person, int64_t session);
void bus_destroy(struct bus *bus); // NULL is allowed

#endif
