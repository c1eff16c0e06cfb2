// Must: a promise of the language's own code. Where it is broken the process stops with a line on standard error: the program is
// wrong, and going on would make it say something untrue. It stands here because no floor lies below this one.
#ifndef WAYMARK_MUST_H
#define WAYMARK_MUST_H

#include <stdio.h>
#include <stdlib.h>

#define MUST(condition)                                                                                                          \
	do {                                                                                                                         \
		if (!(condition)) {                                                                                                      \
			fprintf(stderr, "%s:%d: must: %s\n", __FILE__, __LINE__, #condition);                                                \
			abort();                                                                                                             \
		}                                                                                                                        \
	} while (0)

#endif
