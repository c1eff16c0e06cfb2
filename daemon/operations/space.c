// Space: one large block that is cleared and filled again for every request and answer.
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/operations/row.h"

struct operations_space *operations_space_create(void)
{
	struct operations_space *space = calloc(1, sizeof *space);
	CHECK(space != NULL);
	space->bytes = malloc(OPERATIONS_SPACE_BYTES_MAX);
	space->events = malloc(OPERATIONS_EVENTS_MAX * sizeof *space->events);
	CHECK(space->bytes != NULL && space->events != NULL);
	return space;
}

void operations_space_destroy(struct operations_space *space)
{
	if (space == NULL)
		return;
	free(space->bytes);
	free(space->events);
	free(space);
}

void operations_space_clear(struct operations_space *space)
{
	space->used = 0;
	space->event_count = 0;
	space->overflowed = false;
	space->problem[0] = 0;
}

struct wire_writer space_writer(const struct operations_space *space)
{
	CHECK(space->used <= OPERATIONS_SPACE_BYTES_MAX);
	return wire_writer_of(space->bytes + space->used, OPERATIONS_SPACE_BYTES_MAX - space->used);
}

struct slice space_keep(struct operations_space *space, const struct wire_writer *writer)
{
	CHECK(writer->bytes == space->bytes + space->used);
	if (writer->overflowed) {
		space->overflowed = true;
		return (struct slice){ 0 };
	}
	space->used += writer->n;
	return wire_written(writer);
}

bool space_event(struct operations_space *space, const struct core_event *event)
{
	CHECK(event->channel > 0 && event->seq > 0);
	if (space->event_count == OPERATIONS_EVENTS_MAX) {
		space->overflowed = true;
		return false;
	}
	space->events[space->event_count++] = *event;
	return true;
}
