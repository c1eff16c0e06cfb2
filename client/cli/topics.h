// Topics: from what a person types, "asset-mapping,12", to topic numbers.
#ifndef WAYMARK_CLI_TOPICS_H
#define WAYMARK_CLI_TOPICS_H

#include "client/cli/cli.h"

#define TOPICS_MAX 30

// Reads a list with commas of slugs and numbers (NULL: none) into topics, of TOPICS_MAX. An exit code.
int topics_read(struct cli *cli, const char *list, int64_t *topics, size_t *count);

#endif
