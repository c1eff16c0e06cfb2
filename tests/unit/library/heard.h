// Heard: what a client under test was told, written down in order, so that an assertion reads as the story of what happened.
#ifndef WAYMARK_TESTS_HEARD_H
#define WAYMARK_TESTS_HEARD_H

#include "client/library/waymark.h"

struct heard {
	char text[8000]; // "ok:5 ", "event:3 ", "skipped:4-6 "...: one word for each thing
	int count;
	bool destroys; // the next callback destroys the client
	bool destroyed;
};

// A reply: "ok:SEQ" by its result's seq (or head), or the code's word, with the detail behind a slash.
void heard_reply(struct wm_client *client, const struct wm_reply *reply, void *heard);
// A notice: "following:HEAD", "event:SEQ", "skipped:FROM-TO", "lagged:SEQ", "signal:KIND", "ended:CODE".
void heard_notice(struct wm_client *client, const struct wm_notice *notice, void *heard);
// A state: "waiting", "ready", "ended"; connecting is left out.
void heard_state(struct wm_client *client, enum wm_state state, int code, void *heard);

#endif
