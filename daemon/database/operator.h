// Operator's connection: one blocking connection to PostgreSQL for the commands that an operator runs beside the daemon (migrate,
// doctor, backup). Never used while serving.
#ifndef WAYMARK_DATABASE_OPERATOR_H
#define WAYMARK_DATABASE_OPERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATABASE_PROBLEM_BYTES_MAX 1024
#define DATABASE_ENVIRONMENT_MAX 48 // libpq knows fewer

struct database_operator;

// Why something went wrong, in one or more lines without an end; never holds a password.
struct database_problem {
	char sqlstate[6]; // "" when PostgreSQL itself gave no answer
	char text[DATABASE_PROBLEM_BYTES_MAX];
};

// Connects, waiting at most 10 s. conninfo: libpq key words or an address; "" for the libpq environment. name: another database
// of that server, or NULL. NULL with a problem when it cannot. The caller closes it.
struct database_operator *database_operator_open(const char *conninfo, const char *name, struct database_problem *problem);
void database_operator_close(struct database_operator *database); // NULL is allowed

// Runs a script of any number of statements, without parameters. False with a problem when one of them fails.
bool database_operator_run(struct database_operator *database, const char *script, struct database_problem *problem);

// The rows that a statement gave, all in memory.
struct database_table;

// Runs one statement with text parameters (a NULL is a null). NULL with a problem when it fails; else the caller releases it.
struct database_table *database_operator_ask(struct database_operator *database, const char *sql, const char *const *parameters,
	int parameter_count, struct database_problem *problem);
void database_table_release(struct database_table *table); // NULL is allowed
int database_table_rows(const struct database_table *table);
// The text of a field, "" for a null; borrowed from the table.
const char *database_table_text(const struct database_table *table, int row, int column);
int64_t database_table_int64(const struct database_table *table, int row, int column); // 0 for a null
bool database_table_bool(const struct database_table *table, int row, int column);     // false for a null

// The environment by which PostgreSQL's own programs reach what conninfo names: PGHOST=... and so on, for another database of
// that server when name is not NULL. environment gets at most DATABASE_ENVIRONMENT_MAX texts that the caller frees; returns how
// many, or -1 with a problem when conninfo cannot be read. A password is in it: hand it to a program, never to a log.
int database_environment(
	const char *conninfo, const char *name, char *environment[DATABASE_ENVIRONMENT_MAX], struct database_problem *problem);

#endif
