// Restoring: an archive's content brought into a database and compared with what its manifest promises.
#ifndef WAYMARK_OPERATOR_RESTORING_H
#define WAYMARK_OPERATOR_RESTORING_H

#include <jansson.h>

#include "daemon/operator/operator.h"

// Fills the empty database of url with the archive, counts, then migrates it to this program. Returns the manifest for the caller
// to decref, or NULL with a reason printed; a database that was not empty is left as it was.
json_t *restoring_fill(const struct operator_call *call, const char *url, const char *path);

// As restoring_fill, but into a database of its own beside that of url, which is dropped again.
json_t *restoring_verify(const struct operator_call *call, const char *url, const char *path);

// Prints a manifest: whole with --json, else the words and the rows in all.
void restoring_print(const struct operator_call *call, const json_t *about, const char *words);

#endif
