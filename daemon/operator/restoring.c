// Bringing an archive into a database.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/operator/folder.h"
#include "daemon/operator/manifest.h"
#include "daemon/operator/migrate.h"
#include "daemon/operator/program.h"
#include "daemon/operator/restoring.h"
#include "daemon/operator/tar.h"

#define DIFFERENCES_BYTES_MAX 1024

struct restoring {
	const struct operator_call *call;
	const char *url, *name; // name: of another database on that server, or NULL
	struct folder folder;
	char dump[FOLDER_PATH_BYTES_MAX];
	struct database_operator *database;
	json_t *about;
};

// True if a file of the archive is what the manifest says.
static bool sum_fits(const struct restoring *restoring, const char *name)
{
	char path[FOLDER_PATH_BYTES_MAX];
	folder_file(&restoring->folder, name, path);
	json_t *found = manifest_sum(path);
	bool fits = found != NULL && json_equal(found, json_object_get(json_object_get(restoring->about, "files"), name)) == 1;
	json_decref(found);
	if (!fits)
		operator_fail(restoring->call, "%s is not as it was written: the backup is damaged; use another", name);
	return fits;
}

static bool unpack(struct restoring *restoring, const char *path)
{
	static const char *const names[] = { MANIFEST_NAME, MANIFEST_SETTINGS, MANIFEST_DUMP, NULL };
	char problem[TAR_PROBLEM_BYTES_MAX], manifest[FOLDER_PATH_BYTES_MAX];
	json_error_t error;
	if (!folder_make(&restoring->folder, "")) {
		operator_fail(restoring->call, "cannot make a folder to unpack in: %s", strerror(errno));
		return false;
	}
	folder_file(&restoring->folder, MANIFEST_DUMP, restoring->dump);
	folder_file(&restoring->folder, MANIFEST_NAME, manifest);
	if (!tar_extract(path, restoring->folder.path, names, problem)) {
		operator_fail(restoring->call, "%s: %s", path, problem);
		return false;
	}
	restoring->about = json_load_file(manifest, 0, &error);
	if (!json_is_object(restoring->about) || !json_is_object(json_object_get(restoring->about, "counts"))) {
		operator_fail(restoring->call, "%s: its manifest is damaged", path);
		return false;
	}
	if ((size_t)json_integer_value(json_object_get(restoring->about, "migrations")) > migrate_known()) {
		operator_fail(restoring->call, "%s was made by a newer waymarkd (%s); restore it with that or a newer one", path,
			json_string_value(json_object_get(restoring->about, "waymark")));
		return false;
	}
	return sum_fits(restoring, MANIFEST_DUMP) && sum_fits(restoring, MANIFEST_SETTINGS);
}

// Roles stand outside every database, so they are made first. False, printed, when the database holds something.
static bool prepare(struct restoring *restoring)
{
	struct database_problem problem;
	restoring->database = database_operator_open(restoring->url, restoring->name, &problem);
	struct database_table *table =
		restoring->database == NULL
			? NULL
			: database_operator_ask(restoring->database,
				  "select exists (select from pg_namespace where nspname in ('waymark', 'operation', 'api', 'admin'))", NULL, 0,
				  &problem);
	if (table == NULL) {
		operator_fail(restoring->call, "%s", problem.text);
		return false;
	}
	bool empty = !database_table_bool(table, 0, 0);
	database_table_release(table);
	if (!empty)
		operator_fail(restoring->call, "the database is not empty; nothing was done. Make a new one (createdb) and name it in "
									   "database.owner_url");
	else if (!migrate_roles(restoring->database, &problem)) {
		operator_fail(restoring->call, "%s", problem.text);
		return false;
	}
	return empty;
}

// Compares the rows with the manifest's.
static bool count(const struct restoring *restoring)
{
	struct database_problem problem;
	char differences[DIFFERENCES_BYTES_MAX];
	json_t *found = manifest_counts(restoring->database, &problem);
	if (found == NULL) {
		operator_fail(restoring->call, "%s", problem.text);
		return false;
	}
	bool equal = manifest_counts_equal(json_object_get(restoring->about, "counts"), found, differences, sizeof differences);
	json_decref(found);
	if (!equal)
		operator_fail(restoring->call, "what was restored is not what was written: %s", differences);
	return equal;
}

static bool bring_up(const struct restoring *restoring)
{
	struct database_problem problem;
	struct migrate_state state;
	bool good = migrate_run(restoring->database, &state, &problem);
	if (!good && problem.text[0] == '\0')
		operator_fail(restoring->call,
			"%s is unknown to this program or differs from it; restore with the waymarkd that made the backup, or "
			"a newer one",
			state.name);
	else if (!good || !database_operator_run(restoring->database, "analyze", &problem)) {
		operator_fail(restoring->call, "%s", problem.text);
		good = false;
	}
	return good;
}

// Fills the database. Whatever fails, nothing of ours is left open or on the disk.
static json_t *fill(struct restoring *restoring, const char *path)
{
	const char *const words[] = { "pg_restore", "--exit-on-error", "--single-transaction", "--no-password",
		"--dbname=" /* the environment's */, restoring->dump, NULL };
	bool good = unpack(restoring, path) && prepare(restoring) &&
				program_run(restoring->call, words, restoring->url, restoring->name) && count(restoring) && bring_up(restoring);
	database_operator_close(restoring->database);
	folder_remove(&restoring->folder);
	if (good)
		return restoring->about;
	json_decref(restoring->about);
	return NULL;
}

json_t *restoring_fill(const struct operator_call *call, const char *url, const char *path)
{
	CHECK(call != NULL && url != NULL && path != NULL);
	struct restoring restoring = { .call = call, .url = url };
	return fill(&restoring, path);
}

json_t *restoring_verify(const struct operator_call *call, const char *url, const char *path)
{
	CHECK(call != NULL && url != NULL && path != NULL);
	char name[64], script[256];
	struct database_problem problem;
	struct restoring restoring = { .call = call, .url = url, .name = name };
	snprintf(name, sizeof name, "waymark_verify_%ld", (long)getpid());
	snprintf(script, sizeof script, "create database %s template template0 encoding 'UTF8'", name);
	struct database_operator *server = database_operator_open(url, NULL, &problem);
	if (server == NULL || !database_operator_run(server, script, &problem)) {
		operator_fail(call, "cannot make a database to try the backup in: %s", problem.text);
		database_operator_close(server);
		return NULL;
	}
	json_t *about = fill(&restoring, path);
	snprintf(script, sizeof script, "drop database %s with (force)", name);
	if (!database_operator_run(server, script, &problem))
		operator_fail(call, "the database %s is left over; drop it: dropdb %s (%s)", name, name, problem.text);
	database_operator_close(server);
	return about;
}

void restoring_print(const struct operator_call *call, const json_t *about, const char *words)
{
	const char *name;
	json_t *count;
	json_int_t rows = 0;
	CHECK(call != NULL && about != NULL && words != NULL);
	if (call->json) {
		json_dumpf(about, stdout, JSON_INDENT(1));
		putchar('\n');
		return;
	}
	json_t *counts = json_object_get(about, "counts");
	json_object_foreach(counts, name, count) rows += json_integer_value(count);
	printf("%s %lld rows in %zu tables.\n", words, (long long)rows, json_object_size(counts));
}
