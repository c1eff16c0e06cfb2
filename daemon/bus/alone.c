// Alone: the bus of a service that is one daemon. It holds the contract's checks, so that nothing changes when there are more.
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/bus/bus.h"

struct bus {
	struct bus_listener listener;
};

struct bus *bus_create_alone(const struct bus_listener *listener)
{
	CHECK(listener->head != NULL && listener->revoked != NULL);
	struct bus *bus = calloc(1, sizeof *bus);
	CHECK(bus != NULL);
	bus->listener = *listener;
	return bus;
}

void bus_tell_head(struct bus *bus, int64_t channel, int64_t seq)
{
	CHECK(bus != NULL && channel >= 0 && seq >= 0);
}

void bus_tell_revoked(struct bus *bus, int64_t person, int64_t session)
{
	CHECK(bus != NULL && person > 0 && session >= 0);
}

void bus_destroy(struct bus *bus)
{
	free(bus);
}
