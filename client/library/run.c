// Run: the loop of a simple program, over poll.
// SPDX-License-Identifier: MIT
#include <errno.h>

#include "client/library/chance.h"
#include "client/library/client.h"
#include "client/library/waymark_poll.h"

// How long poll may wait: until the client or the caller's end, whichever is first.
static int wait_ms(const struct wm_client *client, int64_t end_ms)
{
	int wait = wm_timeout_ms(client);
	if (end_ms == NEVER_MS)
		return wait;
	int64_t left = end_ms - chance_now_ms();
	if (left < 0)
		left = 0;
	return wait < 0 || left < wait ? (int)left : wait;
}

int wm_run(struct wm_client *client, int64_t for_ms)
{
	if (!client || client->inside || for_ms > INT32_MAX)
		return WM_INVALID;
	int64_t end_ms = for_ms < 0 ? NEVER_MS : chance_now_ms() + for_ms;
	client->stopped = false;
	for (;;) {
		struct pollfd ready = wm_pollfd(client);
		int n = poll(&ready, 1, wait_ms(client, end_ms));
		if (n < 0 && errno == EINTR)
			return WM_OK; // so that the caller can look at what its signal handler noted
		int code = wm_process_polled(client, &ready);
		if (code == WM_GONE)
			return code;
		if (client->stopped)
			return WM_OK;
		if (code != WM_OK)
			return code;
		if (end_ms != NEVER_MS && chance_now_ms() >= end_ms)
			return WM_TIMEOUT;
	}
}
