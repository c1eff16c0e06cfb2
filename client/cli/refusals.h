// Refusals: what is said when the service refuses, or the command line was typed wrongly; in words or in JSON.
#ifndef WAYMARK_CLI_REFUSALS_H
#define WAYMARK_CLI_REFUSALS_H

#include "client/cli/cli.h"

// Tells a refusal in plain words, or as {"error": ...} with --json, and gives the exit code that belongs to the library's code.
// message NULL or "": the code's own words. detail may be NULL.
int refusals_tell(const struct cli *cli, int code, const char *message, const char *detail);
// Tells a mistake in the command line and gives EXIT_USAGE. The format is the msgid.
__attribute__((format(printf, 2, 3))) int refusals_usage(const struct cli *cli, const char *format, ...);

// Words for a refusal of the next question, in place of the service's: those that name what the person named. Counts for this
// code of the library, and for a detail that begins so (which must live until then) or, with NULL, for any. The format is the
// msgid. At most four; the first that fits is said.
__attribute__((format(printf, 4, 5))) void refusals_expect(
	const struct cli *cli, int code, const char *detail, const char *format, ...);
// Forgets what refusals_expect noted: the question that it was for has been answered.
void refusals_forget(void);

#endif
