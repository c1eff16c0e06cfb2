// Migrate: bringing a database up to the SQL that is embedded in this program (sql/embedded.h says by which rules).
#ifndef WAYMARK_OPERATOR_MIGRATE_H
#define WAYMARK_OPERATOR_MIGRATE_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/database/operator.h"

#define MIGRATE_LOCK "7305805139274527091" // the advisory lock of everyone who migrates
#define MIGRATE_LOCK_S_MAX "60"            // how long to wait for it, or for a table
#define MIGRATE_MIGRATIONS_MAX 1024

enum migrate_standing {
	MIGRATE_FITS,    // nothing to do, or only forward
	MIGRATE_NEWER,   // the database has had a migration that this program does not know: name
	MIGRATE_CHANGED, // a migration is not what it was when it was applied: name
};

// How a database stands to this program.
struct migrate_state {
	enum migrate_standing standing;
	char name[256]; // of the migration that is in the way, else ""
	size_t applied; // migrations that it has had
	size_t missing_count;
	const char *missing[MIGRATE_MIGRATIONS_MAX]; // their names, in order; static
	bool functions_differ;                       // functions are to be made anew
};

// Reads the ledger; changes nothing. A database without one has had nothing. False with a problem when it cannot be read.
bool migrate_look(struct database_operator *database, struct migrate_state *state, struct database_problem *problem);

// Makes the roles, which belong to the whole cluster, where they are missing; nothing else. False with a problem.
bool migrate_roles(struct database_operator *database, struct database_problem *problem);

// Migrations that this program holds.
size_t migrate_known(void);

// Takes the lock, applies what is missing, each migration in a transaction of its own, and the functions in one. *state is as
// migrate_look found it under the lock. False with a problem, in which the file is named, when something failed: everything
// before it stays; and when the standing is not MIGRATE_FITS: then nothing was done and the problem is empty.
bool migrate_run(struct database_operator *database, struct migrate_state *state, struct database_problem *problem);

#endif
