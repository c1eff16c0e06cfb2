// One blocking connection for an operator's commands.
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/database/operator.h"

#define CONNECT_S_MAX "10"

struct database_operator {
	PGconn *connection;
};

struct database_table {
	PGresult *result;
};

static void set_problem(struct database_problem *problem, const char *text, const char *sqlstate)
{
	snprintf(problem->text, sizeof problem->text, "%s", text);
	snprintf(problem->sqlstate, sizeof problem->sqlstate, "%s", sqlstate == NULL ? "" : sqlstate);
	for (size_t end = strlen(problem->text); end > 0 && problem->text[end - 1] == '\n'; end--)
		problem->text[end - 1] = '\0';
}

// Notices say what a script was asked for anyway ("already exists, skipping").
static void ignore_notice(void *context, const PGresult *result)
{
}

struct database_operator *database_operator_open(const char *conninfo, const char *name, struct database_problem *problem)
{
	CHECK(conninfo != NULL && problem != NULL);
	static const char *const names[] = { "connect_timeout", "application_name", "client_encoding", "dbname", "dbname", NULL };
	const char *const values[] = { CONNECT_S_MAX, "waymarkd", "UTF8", conninfo, name,
		NULL }; // only the first dbname may be a conninfo
	struct database_operator *database = calloc(1, sizeof *database);
	CHECK(database != NULL);
	database->connection = PQconnectdbParams(names, values, 1); // an empty dbname is as none
	CHECK(database->connection != NULL);
	if (PQstatus(database->connection) != CONNECTION_OK) {
		set_problem(problem, PQerrorMessage(database->connection), NULL);
		database_operator_close(database);
		return NULL;
	}
	PQsetNoticeReceiver(database->connection, ignore_notice, NULL);
	return database;
}

void database_operator_close(struct database_operator *database)
{
	if (database == NULL)
		return;
	PQfinish(database->connection);
	free(database);
}

// True if PostgreSQL did what it was asked; else the problem says what it answered.
static bool went_well(struct database_operator *database, const PGresult *result, struct database_problem *problem)
{
	switch (PQresultStatus(result)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
	case PGRES_EMPTY_QUERY:
		return true;
	default:
		set_problem(problem, result == NULL ? PQerrorMessage(database->connection) : PQresultErrorMessage(result),
			result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE));
		return false;
	}
}

bool database_operator_run(struct database_operator *database, const char *script, struct database_problem *problem)
{
	CHECK(database != NULL && script != NULL && problem != NULL);
	PGresult *result = PQexec(database->connection, script);
	bool good = went_well(database, result, problem);
	PQclear(result);
	return good;
}

struct database_table *database_operator_ask(struct database_operator *database, const char *sql, const char *const *parameters,
	int parameter_count, struct database_problem *problem)
{
	CHECK(database != NULL && sql != NULL && problem != NULL);
	CHECK(parameter_count == 0 || parameters != NULL);
	PGresult *result = PQexecParams(database->connection, sql, parameter_count, NULL, parameters, NULL, NULL, 0);
	if (!went_well(database, result, problem)) {
		PQclear(result);
		return NULL;
	}
	struct database_table *table = calloc(1, sizeof *table);
	CHECK(table != NULL);
	table->result = result;
	return table;
}

void database_table_release(struct database_table *table)
{
	if (table == NULL)
		return;
	PQclear(table->result);
	free(table);
}

int database_table_rows(const struct database_table *table)
{
	CHECK(table != NULL);
	return PQntuples(table->result);
}

const char *database_table_text(const struct database_table *table, int row, int column)
{
	CHECK(table != NULL && row >= 0 && row < PQntuples(table->result));
	CHECK(column >= 0 && column < PQnfields(table->result));
	return PQgetvalue(table->result, row, column); // "" for a null, says libpq
}

int64_t database_table_int64(const struct database_table *table, int row, int column)
{
	return strtoll(database_table_text(table, row, column), NULL, 10);
}

bool database_table_bool(const struct database_table *table, int row, int column)
{
	return database_table_text(table, row, column)[0] == 't';
}

int database_environment(
	const char *conninfo, const char *name, char *environment[DATABASE_ENVIRONMENT_MAX], struct database_problem *problem)
{
	CHECK(conninfo != NULL && environment != NULL && problem != NULL);
	char *reason = NULL;
	int count = 0;
	PQconninfoOption *options = PQconninfoParse(conninfo, &reason);
	if (options == NULL) {
		set_problem(problem, reason == NULL ? "out of memory" : reason, NULL);
		PQfreemem(reason);
		return -1;
	}
	for (const PQconninfoOption *option = options; option->keyword != NULL; option++) {
		bool database = strcmp(option->keyword, "dbname") == 0;
		const char *value = database && name != NULL ? name : option->val;
		if (value == NULL || option->envvar == NULL)
			continue;
		CHECK(count < DATABASE_ENVIRONMENT_MAX);
		int length = asprintf(&environment[count++], "%s=%s", option->envvar, value);
		CHECK(length > 0);
	}
	PQconninfoFree(options);
	return count;
}
