// Manifest: what a backup holds: the version it was made by, how many rows of each table, and the sums of its files.
#ifndef WAYMARK_OPERATOR_MANIFEST_H
#define WAYMARK_OPERATOR_MANIFEST_H

#include <jansson.h>

#include "daemon/database/operator.h"

#define MANIFEST_NAME "manifest.json"
#define MANIFEST_DUMP "database.dump"
#define MANIFEST_SETTINGS "settings.txt"

// The rows of every table of schema waymark, {"person": 123, ...}, as this connection sees them. NULL with a problem.
json_t *manifest_counts(struct database_operator *database, struct database_problem *problem);

// Compares two such objects. True if equal; else writes the tables that differ into text.
bool manifest_counts_equal(const json_t *expected, const json_t *found, char *text, size_t size);

// {"bytes": ..., "sha256": "..."} of a file. NULL with errno when it cannot be read.
json_t *manifest_sum(const char *path);

#endif
