// Topics: from what a person types, "asset-mapping,12", to topic numbers.
#ifndef WAYMARK_CLI_TOPICS_H
#define WAYMARK_CLI_TOPICS_H

#include "client/cli/cli.h"

#define TOPICS_MAX 30

// Reads a list with commas of slugs and numbers (NULL: none) into topics, of TOPICS_MAX. An exit code.
int topics_read(struct cli *cli, const char *list, int64_t *topics, size_t *count);
// Prints the labels of a list of topic numbers, with commas, and ends the line; a topic that is in no list by its number.
void topics_print(struct cli *cli, const struct wm_value *topics);

#endif
