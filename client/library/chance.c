// Time and chance, from the kernel.
// SPDX-License-Identifier: MIT
#include "client/library/chance.h"

#include <errno.h>
#include <sys/random.h>
#include <time.h>

#include "protocol/must.h"

int64_t chance_now_ms(void)
{
	struct timespec now;
	MUST(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void chance_bytes(void *bytes, size_t n)
{
	uint8_t *at = bytes;
	while (n > 0) {
		ssize_t got = getrandom(at, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		MUST(got > 0);
		at += got;
		n -= (size_t)got;
	}
}

int64_t chance_jitter_ms(int64_t ms)
{
	MUST(ms >= 0);
	uint32_t draw;
	chance_bytes(&draw, sizeof draw);
	return ms / 2 + (int64_t)(draw % (uint64_t)(ms / 2 + 1));
}
