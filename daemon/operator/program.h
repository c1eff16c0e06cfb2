// Program: PostgreSQL's own programs (pg_dump, pg_restore), run as children.
#ifndef WAYMARK_OPERATOR_PROGRAM_H
#define WAYMARK_OPERATOR_PROGRAM_H

#include <stdbool.h>

#include "daemon/operator/operator.h"

// Runs words[0] (found by PATH; words end with NULL) and waits for it. It reaches the database of conninfo, or another of the
// same server when name is not NULL, by its environment, so no secret stands in its arguments. Its errors go to ours. True if it
// ended well; else the reason is printed.
bool program_run(const struct operator_call *call, const char *const *words, const char *conninfo, const char *name);

#endif
