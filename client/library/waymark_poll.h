// waymark_poll: libwaymark on poll(2), in three lines of a loop of your own:
//
//   struct pollfd ready = wm_pollfd(client);
//   poll(&ready, 1, wm_timeout_ms(client));
//   if (wm_process_polled(client, &ready) == WM_GONE) ...
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_POLL_H
#define WAYMARK_POLL_H

#include <poll.h>

#include <waymark.h>

// What poll must watch for the client now; without a connection its fd is -1, which poll passes over.
static inline struct pollfd wm_pollfd(const struct wm_client *client)
{
	int events = wm_events(client);
	struct pollfd ready;
	ready.fd = wm_fd(client);
	ready.events = (short)((events & WM_READ ? POLLIN : 0) | (events & WM_WRITE ? POLLOUT : 0));
	ready.revents = 0;
	return ready;
}

// wm_process with what poll found.
static inline int wm_process_polled(struct wm_client *client, const struct pollfd *ready)
{
	int happened = (ready->revents & (POLLIN | POLLERR | POLLHUP) ? WM_READ : 0) | (ready->revents & POLLOUT ? WM_WRITE : 0);
	return wm_process(client, happened);
}

#endif
