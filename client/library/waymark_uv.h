// waymark_uv: libwaymark on a libuv loop.
//
//   struct wm_uv adapter;
//   wm_uv_start(&adapter, loop, client);     the client now lives on the loop
//   ...
//   wm_uv_stop(&adapter, stopped);           before the client is destroyed; the adapter is free when stopped() is called
//
// Destroying the client in one of its own callbacks is legal: the adapter then stops by itself.
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_UV_H
#define WAYMARK_UV_H

#include <stdlib.h>

#include <uv.h>

#include <waymark.h>

struct wm_uv {
	struct wm_client *client; // NULL once stopped
	uv_loop_t *loop;
	uv_prepare_t prepare; // before the loop waits, it asks the client what to wait for
	uv_timer_t timer;
	uv_poll_t *poll; // of the descriptor that it has now; NULL if none
	int fd;
	int open; // handles that are not closed yet
	void (*stopped)(struct wm_uv *adapter);
	void *user; // yours
};

static inline void wm_uv_closed(uv_handle_t *handle)
{
	struct wm_uv *adapter = (struct wm_uv *)handle->data;
	if (--adapter->open == 0 && adapter->stopped)
		adapter->stopped(adapter);
}

static inline void wm_uv_poll_closed(uv_handle_t *handle)
{
	free(handle);
}

static inline void wm_uv_drop_poll(struct wm_uv *adapter)
{
	if (!adapter->poll)
		return;
	uv_poll_stop(adapter->poll);
	uv_close((uv_handle_t *)adapter->poll, wm_uv_poll_closed);
	adapter->poll = NULL;
	adapter->fd = -1;
}

// Lets go of the client. stopped may be NULL.
static inline void wm_uv_stop(struct wm_uv *adapter, void (*stopped)(struct wm_uv *adapter))
{
	if (!adapter->client)
		return;
	adapter->client = NULL;
	adapter->stopped = stopped;
	wm_uv_drop_poll(adapter);
	uv_close((uv_handle_t *)&adapter->prepare, wm_uv_closed);
	uv_close((uv_handle_t *)&adapter->timer, wm_uv_closed);
}

static inline void wm_uv_process(struct wm_uv *adapter, int happened)
{
	struct wm_client *client = adapter->client;
	// A descriptor must leave the loop before it is closed: so it is watched anew in each turn, and not while the client works.
	if (adapter->poll)
		uv_poll_stop(adapter->poll);
	if (client && wm_process(client, happened) == WM_GONE)
		wm_uv_stop(adapter, adapter->stopped);
}

static inline void wm_uv_on_poll(uv_poll_t *poll, int status, int events)
{
	wm_uv_process(
		(struct wm_uv *)poll->data, (events & UV_READABLE || status < 0 ? WM_READ : 0) | (events & UV_WRITABLE ? WM_WRITE : 0));
}

static inline void wm_uv_on_timer(uv_timer_t *timer)
{
	wm_uv_process((struct wm_uv *)timer->data, 0);
}

static inline void wm_uv_watch(struct wm_uv *adapter)
{
	int fd = wm_fd(adapter->client);
	int events = wm_events(adapter->client);
	if (adapter->poll && adapter->fd != fd)
		wm_uv_drop_poll(adapter);
	if (fd < 0)
		return;
	if (!adapter->poll) {
		adapter->poll = (uv_poll_t *)malloc(sizeof *adapter->poll);
		if (!adapter->poll)
			return; // the timer still drives the client
		if (uv_poll_init(adapter->loop, adapter->poll, fd) != 0) {
			free(adapter->poll);
			adapter->poll = NULL;
			return;
		}
		adapter->poll->data = adapter;
		adapter->fd = fd;
	}
	uv_poll_start(adapter->poll, (events & WM_READ ? UV_READABLE : 0) | (events & WM_WRITE ? UV_WRITABLE : 0), wm_uv_on_poll);
}

static inline void wm_uv_on_prepare(uv_prepare_t *prepare)
{
	struct wm_uv *adapter = (struct wm_uv *)prepare->data;
	int timeout = wm_timeout_ms(adapter->client);
	wm_uv_watch(adapter);
	if (timeout < 0)
		uv_timer_stop(&adapter->timer);
	else
		uv_timer_start(&adapter->timer, wm_uv_on_timer, (uint64_t)timeout, 0);
}

// Puts the client on the loop. The adapter is yours, and must stay where it is until it has stopped. 0, or libuv's error.
static inline int wm_uv_start(struct wm_uv *adapter, uv_loop_t *loop, struct wm_client *client)
{
	adapter->client = client;
	adapter->loop = loop;
	adapter->poll = NULL;
	adapter->fd = -1;
	adapter->open = 2;
	adapter->stopped = NULL;
	uv_prepare_init(loop, &adapter->prepare);
	uv_timer_init(loop, &adapter->timer);
	adapter->prepare.data = adapter->timer.data = adapter;
	return uv_prepare_start(&adapter->prepare, wm_uv_on_prepare);
}

#endif
