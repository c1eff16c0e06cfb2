// Stand: a database room on a loop of its own, against a real PostgreSQL, with every answer noted as text.
//
// The environment's WAYMARK_TEST_PG says how to reach a private cluster as its superuser, in libpq's key words. The suites make
// a database of their own in it, with the whole schema, three people (1, 2, 3) and a circle in which they are.
#ifndef WAYMARK_TEST_STAND_H
#define WAYMARK_TEST_STAND_H

#include <check.h>
#include <uv.h>

#include "daemon/database/database.h"
#include "daemon/database/operator.h"

#define STAND_TRACE_BYTES_MAX 16384

struct stand {
	uv_loop_t loop;
	struct database *database;          // NULL once destroyed
	struct database_operator *operator; // beside it, blocking
	int64_t circle;                     // its channel
	int answers;                        // that came
	bool there;
	char trace[STAND_TRACE_BYTES_MAX]; // "label=cell " or "label=unavailable " or "label=fault ", in the order of the answers
	char log[STAND_TRACE_BYTES_MAX];   // "event: detail\n"
};

// What can be asked. Each takes one text, its label, and gives it back, unless it says otherwise.
extern const struct database_statement stand_echo;   // at once
extern const struct database_statement stand_person; // gives whom row-level security sees
extern const struct database_statement stand_wait;   // once nobody else holds advisory lock 77
extern const struct database_statement stand_flaky;  // twice in three times a deadlock
extern const struct database_statement stand_wrong;  // always divides by zero
extern const struct database_statement stand_keep;   // keeps the label in test.kept, once

// Makes the database that all suites use, in the process that runs them. Fails when WAYMARK_TEST_PG is missing.
void stand_make_database(void);

// Begins; settings.conninfo NULL: the suites' database.
void stand_begin(struct stand *stand, struct database_settings settings);
// The settings that most tests use.
struct database_settings stand_settings(void);
// Closes everything, and checks that the loop is empty then.
void stand_end(struct stand *stand);
// Destroys the database room alone, and runs the loop out.
void stand_destroy(struct stand *stand);

// Asks; the label is static. Fails if it is refused.
void stand_ask(
	struct stand *stand, enum database_lane lane, int64_t person, const struct database_statement *statement, const char *label);
// Posts the label as text to the circle, with a nonce that is made of it.
void stand_post(struct stand *stand, int64_t person, const char *label);
// The same with any text.
void stand_post_text(struct stand *stand, int64_t person, const char *label, struct slice text);

// Runs the loop until so many answers have come in all.
void stand_until(struct stand *stand, int answers);
// Runs the loop until a statement of the operator's gives true.
void stand_until_sql(struct stand *stand, const char *sql);
// Runs the loop until the write connection is there, or gone.
void stand_until_there(struct stand *stand, bool there);
// The operator runs a statement and gives its first cell; good until the next.
const char *stand_sql(struct stand *stand, const char *sql);

#endif
