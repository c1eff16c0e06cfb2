// Params: holds one MessagePack map against a shape of the schema. For envelope.c and transcode.c only.
#ifndef WAYMARK_PARAMS_H
#define WAYMARK_PARAMS_H

#include "protocol/envelope.h"

// As envelope_params; values may be NULL, and whole says that a field which is nullable but not optional must be there (as nil).
struct envelope_problem params_check(
	struct slice params, const struct schema_struct *shape, struct envelope_value *values, bool whole);

// Sets the problem, unless there is one already: the outcome, and the words that the format makes, cut to fit.
__attribute__((format(printf, 3, 4))) void params_refuse(
	struct envelope_problem *problem, enum outcome outcome, const char *format, ...);

#endif
