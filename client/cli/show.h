// Show: what people wrote, on a terminal that must not obey it; and times, events and names in words.
#ifndef WAYMARK_CLI_SHOW_H
#define WAYMARK_CLI_SHOW_H

#include "client/cli/cli.h"

// The local time of microseconds since 1970: "14:03" today, else "2026-11-21 14:03". Writes into text and returns it.
#define SHOW_TIME_BYTES 24
const char *show_time(int64_t at_us, char text[SHOW_TIME_BYTES]);

// The words of an enum's value ("role", "member"); the value itself if there are none.
const char *show_label(const struct cli *cli, const char *type, const char *value);
// A language by the name that it has for itself; a tag that is not known here as it is.
const char *show_language(const char *tag);
// The words of a life-cycle's state; the state's own word if there are none.
const char *show_state_words(const struct cli *cli, const char *state);

struct names;

// One line for an event: its number, time, name and words. event is the whole map. Kinds that are not known are passed over.
void show_event(const struct cli *cli, const struct names *names, const struct wm_value *event);

#endif
