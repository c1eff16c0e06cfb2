// Circles: from what a person types (a title or its beginning, a circle's number, or #channel) to the channel and circle meant.
#ifndef WAYMARK_CLI_CIRCLES_H
#define WAYMARK_CLI_CIRCLES_H

#include "client/cli/cli.h"

#define CIRCLES_TITLE_BYTES 412

struct place_of_talk {
	int64_t channel; // 0: not a member (yet)
	int64_t circle;  // 0: not a circle's
	int64_t head;    // of the channel
	char title[CIRCLES_TITLE_BYTES];
};

// What a channel of channel.list is called: its title, or for one without (the inbox) its kind.
const char *circles_title(const struct cli *cli, const struct wm_value *channel);
// A channel that you are in: by "#12", circle number, "inbox", whole title or its unambiguous beginning. An exit code; what is
// wrong is told, with the titles that fit.
int circles_find_channel(struct cli *cli, const char *text, struct place_of_talk *found);
// The same, and only a circle.
int circles_find_mine(struct cli *cli, const char *text, struct place_of_talk *found);
// A circle, also one that you were only asked into: by number, or by title among those you are in, then those you are asked into.
int circles_find(struct cli *cli, const char *text, struct place_of_talk *found);
// The same for joining: those you are asked into come first.
int circles_find_asked(struct cli *cli, const char *text, struct place_of_talk *found);

#endif
