// Applying the embedded SQL under one lock.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/operator/migrate.h"
#include "sql/embedded.h"

#define FUNCTION_PREFIX "function:"

// The embedded file that a row of the ledger speaks of, or NULL.
static const struct sql_file *file_of(const char *name)
{
	size_t prefix = strncmp(name, FUNCTION_PREFIX, strlen(FUNCTION_PREFIX)) == 0 ? strlen(FUNCTION_PREFIX) : 0;
	enum sql_kind kind = prefix > 0 ? SQL_FUNCTION : SQL_MIGRATION;
	for (size_t i = 0; i < sql_file_count; i++)
		if (sql_files[i].kind == kind && strcmp(sql_files[i].name, name + prefix) == 0)
			return &sql_files[i];
	return NULL;
}

size_t migrate_known(void)
{
	size_t count = 0;
	for (size_t i = 0; i < sql_file_count; i++)
		count += sql_files[i].kind == SQL_MIGRATION;
	return count;
}

// Takes one row of the ledger into account.
static void take_row(struct migrate_state *state, bool *had, const char *name, const char *sha256)
{
	const struct sql_file *file = file_of(name);
	bool function = strncmp(name, FUNCTION_PREFIX, strlen(FUNCTION_PREFIX)) == 0;
	bool same = file != NULL && strcmp(file->sha256, sha256) == 0;
	if (file != NULL)
		had[file - sql_files] = true;
	if (function) {
		state->functions_differ = state->functions_differ || !same;
		return;
	}
	state->applied++;
	if (same || state->standing != MIGRATE_FITS)
		return;
	state->standing = file == NULL ? MIGRATE_NEWER : MIGRATE_CHANGED;
	snprintf(state->name, sizeof state->name, "%s", name);
}

bool migrate_look(struct database_operator *database, struct migrate_state *state, struct database_problem *problem)
{
	CHECK(database != NULL && state != NULL && problem != NULL);
	*state = (struct migrate_state){ .standing = MIGRATE_FITS };
	bool *had = calloc(sql_file_count, sizeof *had);
	CHECK(had != NULL);
	struct database_table *table =
		database_operator_ask(database, "select to_regclass('waymark.migration') is not null", NULL, 0, problem);
	bool ledger = table != NULL && database_table_bool(table, 0, 0);
	if (ledger) {
		database_table_release(table);
		table = database_operator_ask(database, "select name, sha256 from waymark.migration order by name", NULL, 0, problem);
		for (int row = 0; table != NULL && row < database_table_rows(table); row++)
			take_row(state, had, database_table_text(table, row, 0), database_table_text(table, row, 1));
	}
	for (size_t i = 0; i < sql_file_count; i++) {
		if (sql_files[i].kind == SQL_FUNCTION && !had[i])
			state->functions_differ = true;
		if (sql_files[i].kind == SQL_MIGRATION && !had[i]) {
			CHECK(state->missing_count < MIGRATE_MIGRATIONS_MAX);
			state->missing[state->missing_count++] = sql_files[i].name;
		}
	}
	free(had);
	bool good = table != NULL;
	database_table_release(table);
	return good;
}

// Puts the file's name before a problem.
static bool name_file(struct database_problem *problem, const struct sql_file *file)
{
	char text[DATABASE_PROBLEM_BYTES_MAX];
	snprintf(text, sizeof text, "%s: %.*s", file->name, (int)(sizeof text - 260), problem->text);
	memcpy(problem->text, text, sizeof text);
	return false;
}

// What is run every time: roles and the ledger.
static bool prepare(struct database_operator *database, struct database_problem *problem)
{
	for (size_t i = 0; i < sql_file_count; i++)
		if (sql_files[i].kind == SQL_ALWAYS && !database_operator_run(database, sql_files[i].text, problem))
			return name_file(problem, &sql_files[i]);
	return true;
}

bool migrate_roles(struct database_operator *database, struct database_problem *problem)
{
	CHECK(database != NULL && problem != NULL);
	for (size_t i = 0; i < sql_file_count; i++)
		if (strcmp(sql_files[i].name, "roles.sql") == 0)
			return database_operator_run(database, sql_files[i].text, problem) || name_file(problem, &sql_files[i]);
	CHECK(false); // it is always embedded
	return false;
}

// Runs one file and writes its row, both inside the caller's transaction.
static bool apply(struct database_operator *database, const struct sql_file *file, struct database_problem *problem)
{
	char name[256];
	const char *const row[] = { name, file->sha256 };
	int length = snprintf(name, sizeof name, "%s%s", file->kind == SQL_FUNCTION ? FUNCTION_PREFIX : "", file->name);
	CHECK(length > 0 && (size_t)length < sizeof name);
	if (!database_operator_run(database, file->text, problem))
		return name_file(problem, file);
	struct database_table *table =
		database_operator_ask(database, "insert into waymark.migration (name, sha256) values ($1, $2)", row, 2, problem);
	bool good = table != NULL;
	database_table_release(table);
	return good || name_file(problem, file);
}

// Ends a transaction as it went; a failed commit fails it.
static bool finish(struct database_operator *database, bool good, struct database_problem *problem)
{
	struct database_problem ignored;
	if (good)
		return database_operator_run(database, "commit", problem);
	database_operator_run(database, "rollback", &ignored);
	return false;
}

static bool run_migrations(
	struct database_operator *database, const struct migrate_state *state, struct database_problem *problem)
{
	for (size_t i = 0; i < state->missing_count; i++) {
		const struct sql_file *file = file_of(state->missing[i]);
		CHECK(file != NULL);
		if (!database_operator_run(database, "begin", problem) || !finish(database, apply(database, file, problem), problem))
			return false;
	}
	return true;
}

static bool run_functions(struct database_operator *database, struct database_problem *problem)
{
	bool good = database_operator_run(database, "begin; delete from waymark.migration where name like 'function:%'", problem);
	for (size_t i = 0; good && i < sql_file_count; i++)
		if (sql_files[i].kind == SQL_FUNCTION)
			good = apply(database, &sql_files[i], problem);
	return finish(database, good, problem);
}

bool migrate_run(struct database_operator *database, struct migrate_state *state, struct database_problem *problem)
{
	CHECK(database != NULL && state != NULL && problem != NULL);
	*problem = (struct database_problem){ .text = "" };
	// The lock is the session's: it goes with the connection, whatever happens.
	if (!database_operator_run(
			database, "set lock_timeout = '" MIGRATE_LOCK_S_MAX "s'; select pg_advisory_lock(" MIGRATE_LOCK ")", problem) ||
		!migrate_look(database, state, problem))
		return false;
	if (state->standing != MIGRATE_FITS)
		return false;
	return prepare(database, problem) && run_migrations(database, state, problem) &&
		   ((!state->functions_differ && state->missing_count == 0) || run_functions(database, problem)) &&
		   database_operator_run(database, "select pg_advisory_unlock(" MIGRATE_LOCK "); reset lock_timeout", problem);
}
