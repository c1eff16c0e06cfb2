// Time and chance: the only two things that the library takes from the machine besides bytes.
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_CHANCE_H
#define WAYMARK_LIBRARY_CHANCE_H

#include <stddef.h>
#include <stdint.h>

#define NEVER_MS INT64_MAX

// Milliseconds of a clock that never moves back.
int64_t chance_now_ms(void);
// Fills bytes with unforeseeable ones. Stops the process if the kernel has none, since nonces and masks hang on it.
void chance_bytes(void *bytes, size_t n);
// A wait between half of ms and ms, so that clients that broke together do not come back together.
int64_t chance_jitter_ms(int64_t ms);

#endif
