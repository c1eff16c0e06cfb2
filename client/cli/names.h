// Names: what the people of one channel are called.
#ifndef WAYMARK_CLI_NAMES_H
#define WAYMARK_CLI_NAMES_H

#include "client/cli/cli.h"

struct names {
	const struct wm_value *members; // of channel.members, kept; NULL if unknown
	struct names_newcomer {
		int64_t person;
		char *name;
	} * newcomers; // who joined since
	size_t newcomer_count;
};

// Asks for the members of a channel; without them (an inbox, or you left) names are numbers. An exit code.
int names_load(struct names *names, struct cli *cli, int64_t channel);
// Learns from an event: who joined, with their name.
void names_learn(struct names *names, const struct wm_value *event);
// What a person is called; for the service itself and for unknown people, words. Borrowed until the next call.
const char *names_of(const struct names *names, const struct cli *cli, int64_t person);
void names_release(struct names *names);

#endif
