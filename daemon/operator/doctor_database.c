// What the doctor asks the database.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "daemon/base/check.h"
#include "daemon/operations/operations.h"
#include "daemon/operator/doctor.h"
#include "daemon/operator/migrate.h"

#define CLOCK_US_MAX 2000000
#define POSTGRES_LEAST 150000

static const char migrate[] = "waymarkd migrate";
static const char undefined_table[] = "42P01"; // the SQLSTATE

// One row of one statement for a check; NULL, with the finding filled, when it cannot be had.
static struct database_table *ask(struct database_operator *database, const char *sql, struct doctor_finding *finding)
{
	struct database_problem problem;
	if (database == NULL) {
		doctor_find(finding, DOCTOR_WARN, "", "not looked at: the database cannot be reached");
		return NULL;
	}
	struct database_table *table = database_operator_ask(database, sql, NULL, 0, &problem);
	if (table == NULL && strcmp(problem.sqlstate, undefined_table) == 0)
		doctor_find(finding, DOCTOR_WARN, "", "not looked at: migrations are missing");
	else if (table == NULL)
		doctor_find(finding, DOCTOR_BAD, migrate, "%s", problem.text);
	return table;
}

static void reach(struct database_operator *database, const struct database_problem *problem, const char *setting,
	struct doctor_finding *finding)
{
	char fix[256];
	snprintf(fix, sizeof fix, "systemctl start postgresql; waymarkd config show --origin | grep database.%s", setting);
	if (database != NULL)
		doctor_find(finding, DOCTOR_GOOD, "", "the database answers");
	else
		doctor_find(finding, DOCTOR_BAD, fix, "%s", problem->text);
}

void doctor_daemon_reach(struct doctor *doctor, struct doctor_finding *finding)
{
	// The daemon's role is made by the first migration: the server runs, but does not know it yet.
	if (doctor->daemon == NULL && doctor->owner != NULL)
		doctor_find(finding, DOCTOR_BAD, "waymarkd migrate; waymarkd config show --origin | grep database.url", "%s",
			doctor->daemon_problem.text);
	else
		reach(doctor->daemon, &doctor->daemon_problem, "url", finding);
}

void doctor_owner_reach(struct doctor *doctor, struct doctor_finding *finding)
{
	reach(doctor->owner, &doctor->owner_problem, "owner_url", finding);
}

void doctor_rights(struct doctor *doctor, struct doctor_finding *finding)
{
	struct database_table *table = ask(doctor->daemon,
		"select r.rolname, r.rolsuper or r.rolbypassrls, (select count(*) from pg_class c join pg_namespace n on n.oid = "
		"c.relnamespace "
		"where n.nspname = 'waymark' and c.relkind in ('r', 'p') and (has_table_privilege(c.oid, 'select') or "
		"has_table_privilege(c.oid, 'insert') or has_table_privilege(c.oid, 'update') or has_table_privilege(c.oid, 'delete'))) "
		"from pg_roles r where r.rolname = current_user",
		finding);
	if (table == NULL)
		return;
	const char *role = database_table_text(table, 0, 0);
	if (database_table_bool(table, 0, 1))
		doctor_find(finding, DOCTOR_BAD, "waymarkd config show --origin | grep database.url",
			"the daemon signs in as %s, who may do anything; database.url should name waymark_daemon", role);
	else if (database_table_int64(table, 0, 2) > 0)
		doctor_find(finding, DOCTOR_BAD, migrate, "%s may read or change %" PRId64 " tables; it should only call functions", role,
			database_table_int64(table, 0, 2));
	else
		doctor_find(finding, DOCTOR_GOOD, "", "%s may call functions and read no table", role);
	database_table_release(table);
}

void doctor_migrations(struct doctor *doctor, struct doctor_finding *finding)
{
	struct migrate_state state;
	struct database_problem problem;
	if (doctor->owner == NULL)
		doctor_find(finding, DOCTOR_WARN, "", "not looked at: the database cannot be reached as its owner");
	else if (!migrate_look(doctor->owner, &state, &problem))
		doctor_find(finding, DOCTOR_BAD, migrate, "%s", problem.text);
	else if (state.standing != MIGRATE_FITS)
		doctor_find(finding, DOCTOR_BAD, "waymarkd version", "the database was migrated by another program: %s", state.name);
	else if (state.missing_count > 0 || state.functions_differ)
		doctor_find(finding, DOCTOR_BAD, migrate, "%zu migrations are missing%s", state.missing_count,
			state.functions_differ ? ", and the functions differ" : "");
	else
		doctor_find(finding, DOCTOR_GOOD, "", "all %zu migrations are applied", state.applied);
}

static bool cell(const void *rows, int row, int column, struct slice *text)
{
	*text = slice_of(database_table_text(rows, row, column));
	return true;
}

void doctor_signatures(struct doctor *doctor, struct doctor_finding *finding)
{
	char problem[512];
	struct database_table *table = ask(doctor->daemon, "select name, arguments from api.signatures()", finding);
	if (table == NULL)
		return;
	struct operations *operations = operations_create();
	const struct operations_rows rows = { .rows = table, .count = database_table_rows(table), .cell = cell };
	if (operations_fit(operations, &rows, problem, sizeof problem))
		doctor_find(finding, DOCTOR_GOOD, "", "all %zu operations have their function", operations_count(operations));
	else
		doctor_find(finding, DOCTOR_BAD, migrate, "%s", problem);
	operations_destroy(operations);
	database_table_release(table);
}

void doctor_durable(struct doctor *doctor, struct doctor_finding *finding)
{
	struct database_table *table = ask(doctor->daemon,
		"select current_setting('server_version_num')::bigint, current_setting('fsync') = 'on' and "
		"current_setting('full_page_writes') = "
		"'on' and current_setting('synchronous_commit') not in ('off', 'local'), current_setting('server_version')",
		finding);
	if (table == NULL)
		return;
	if (database_table_int64(table, 0, 0) < POSTGRES_LEAST)
		doctor_find(finding, DOCTOR_BAD, "apt-get install postgresql-15", "PostgreSQL is %s; 15 is the least",
			database_table_text(table, 0, 2));
	else if (!database_table_bool(table, 0, 1))
		doctor_find(finding, DOCTOR_BAD,
			"psql -c 'alter system reset fsync' -c 'alter system reset full_page_writes' -c 'alter system reset "
			"synchronous_commit' -c "
			"'select pg_reload_conf()'",
			"fsync, full_page_writes or synchronous_commit is off: what was acknowledged may be lost in a crash");
	else
		doctor_find(finding, DOCTOR_GOOD, "", "PostgreSQL %s keeps what it acknowledged", database_table_text(table, 0, 2));
	database_table_release(table);
}

void doctor_clock(struct doctor *doctor, struct doctor_finding *finding)
{
	struct timespec now;
	struct database_table *table =
		ask(doctor->daemon, "select (extract(epoch from clock_timestamp()) * 1000000)::bigint", finding);
	if (table == NULL)
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	int64_t apart_us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 - database_table_int64(table, 0, 0);
	database_table_release(table);
	if (apart_us > CLOCK_US_MAX || apart_us < -CLOCK_US_MAX)
		doctor_find(finding, DOCTOR_WARN, "timedatectl set-ntp true", "this machine's clock is %+.1f s from the database's",
			(double)apart_us / 1e6);
	else
		doctor_find(finding, DOCTOR_GOOD, "", "the clocks agree");
}

void doctor_duties(struct doctor *doctor, struct doctor_finding *finding)
{
	struct database_table *table = ask(doctor->owner,
		"select count(*) filter (where role = 'broker'), count(*) filter (where role = 'safeguarding') from waymark.role_held",
		finding);
	if (table == NULL)
		return;
	bool broker = database_table_int64(table, 0, 0) > 0, lead = database_table_int64(table, 0, 1) > 0;
	database_table_release(table);
	if (!broker)
		doctor_find(
			finding, DOCTOR_BAD, "waymarkd person grant ADDRESS broker", "there is no broker: requests would end with nobody");
	else if (!lead)
		doctor_find(finding, DOCTOR_BAD, "waymarkd person grant ADDRESS safeguarding",
			"there is no safeguarding lead: concerns would reach nobody");
	else
		doctor_find(finding, DOCTOR_GOOD, "", "there is a broker and a safeguarding lead");
}

void doctor_jobs(struct doctor *doctor, struct doctor_finding *finding)
{
	struct database_table *table = ask(doctor->owner,
		"select count(*), count(*) filter (where attempts > 3) from waymark.due where at < now() - interval '5 minutes'",
		finding);
	if (table == NULL)
		return;
	int64_t late = database_table_int64(table, 0, 0), failing = database_table_int64(table, 0, 1);
	database_table_release(table);
	if (failing > 0)
		doctor_find(finding, DOCTOR_BAD, "journalctl -u waymarkd -g job", "%" PRId64 " jobs fail again and again", failing);
	else if (late > 0)
		doctor_find(finding, DOCTOR_WARN, "systemctl status waymarkd", "%" PRId64 " jobs are more than five minutes late", late);
	else
		doctor_find(finding, DOCTOR_GOOD, "", "every job is done in time");
}
