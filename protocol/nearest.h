// Nearest: which known name somebody meant who typed another one, for "did you mean".
#ifndef WAYMARK_NEAREST_H
#define WAYMARK_NEAREST_H

#include "protocol/slice.h"

#define NEAREST_BYTES_MAX 64 // of a name that is compared; what stands behind is not looked at

// How many slips lie between two names: a letter put in, left out or changed, or two neighbours swapped, is one.
size_t nearest_distance(struct slice one, struct slice other);

// A search: begun, offered every known name, then read.
struct nearest {
	struct slice typed;
	const char *name; // the nearest of those offered, borrowed; NULL while none is near enough to have been meant
	size_t distance;  // of that name; before there is one, the first that is too far
};

// Begins a search. A name is near enough with at most one slip for every three letters typed.
struct nearest nearest_to(struct slice typed);
// Offers one known name; of two that are equally near the first counts. True if it is now the nearest.
bool nearest_offer(struct nearest *nearest, const char *name);

#endif
