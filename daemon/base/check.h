// Check: assertions that stay on in production. A bug stops the process; the supervisor starts it again and clients resume.
#ifndef WAYMARK_CHECK_H
#define WAYMARK_CHECK_H

// Writes one line to the standard error stream, "check failed: FILE:LINE: CONDITION", and aborts. Safe at any time.
_Noreturn void check_failed(const char *file, int line, const char *condition);

// Stops the process unless the condition holds. The condition is always evaluated, and must have no effect.
#define CHECK(condition) ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition))

#endif
