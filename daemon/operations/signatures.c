// Signatures: is the database the one that this program was written for? Asked before anything else is.
#include <stdio.h>

#include "daemon/operations/row.h"

// What the daemon asks besides operations.
static const struct {
	const char *function, *arguments;
} beside[] = {
	{ "channel_range", "bigint,bigint,bigint,bigint" },
	{ "jobs", "integer" },
};

static bool fits(const char *function, const char *arguments, const struct operations_rows *rows, char *problem, size_t size)
{
	for (int i = 0; i < rows->count; i++) {
		if (!slice_equal(row_text(rows, i, 0), slice_of(function)))
			continue;
		struct slice there = row_text(rows, i, 1);
		if (slice_equal(there, slice_of(arguments)))
			return true;
		snprintf(problem, size, "api.%s takes (%.*s) in the database and (%s) in this program", function, (int)there.n,
			(const char *)there.at, arguments);
		return false;
	}
	snprintf(problem, size, "api.%s(%s) is not in the database", function, arguments);
	return false;
}

bool operations_fit(const struct operations *operations, const struct operations_rows *rows, char *problem, size_t size)
{
	for (size_t i = 0; i < operations_count(operations); i++) {
		const struct operation *operation = operations_at(operations, i);
		if (!fits(operation->function, operation->arguments, rows, problem, size))
			return false;
	}
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
		if (!fits(beside[i].function, beside[i].arguments, rows, problem, size))
			return false;
	}
	return true;
}
