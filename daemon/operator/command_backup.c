// waymarkd backup and restore: everything in one file, and back. The dump and the counts are taken in one snapshot, so they agree
// while people talk.
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/operator/folder.h"
#include "daemon/operator/manifest.h"
#include "daemon/operator/migrate.h"
#include "daemon/operator/operator.h"
#include "daemon/operator/program.h"
#include "daemon/operator/restoring.h"
#include "daemon/operator/tar.h"
#include "protocol/nearest.h"

struct backup {
	const struct operator_call *call;
	const char *url, *out;
	struct folder folder;
	char dump[FOLDER_PATH_BYTES_MAX], settings[FOLDER_PATH_BYTES_MAX], manifest[FOLDER_PATH_BYTES_MAX],
		tar[FOLDER_PATH_BYTES_MAX];
	struct database_operator *database;
	json_t *about; // the manifest
};

// Holds a snapshot open and gives its name; counts what it shows.
static bool take_snapshot(struct backup *backup, char *snapshot, size_t size)
{
	struct database_problem problem;
	struct migrate_state state;
	struct database_table *table = NULL;
	backup->database = database_operator_open(backup->url, NULL, &problem);
	bool good = backup->database != NULL && migrate_look(backup->database, &state, &problem) &&
				database_operator_run(backup->database, "begin isolation level repeatable read read only", &problem);
	if (good)
		table = database_operator_ask(
			backup->database, "select pg_export_snapshot(), current_setting('server_version')", NULL, 0, &problem);
	json_t *counts = table == NULL ? NULL : manifest_counts(backup->database, &problem);
	if (counts == NULL) {
		database_table_release(table);
		operator_fail(backup->call, "%s", problem.text);
		return false;
	}
	snprintf(snapshot, size, "%s", database_table_text(table, 0, 0));
	backup->about =
		json_pack("{s:s, s:s, s:I, s:I, s:o}", "waymark", WAYMARK_VERSION, "postgresql", database_table_text(table, 0, 1),
			"migrations", (json_int_t)state.applied, "made_at", (json_int_t)time(NULL) * 1000000, "counts", counts);
	CHECK(backup->about != NULL);
	database_table_release(table);
	if (state.applied == 0)
		operator_fail(backup->call, "there is nothing to back up: this database was never migrated");
	return state.applied > 0;
}

static bool write_dump(struct backup *backup, const char *snapshot)
{
	char word[128];
	snprintf(word, sizeof word, "--snapshot=%s", snapshot);
	const char *const words[] = { "pg_dump", "--format=custom", "--no-password", word, "--file", backup->dump, NULL };
	return program_run(backup->call, words, backup->url, NULL);
}

static bool write_settings(const struct backup *backup)
{
	FILE *file = fopen(backup->settings, "wxe");
	if (file == NULL)
		return false;
	settings_print(backup->call->settings, file, SETTINGS_WITH_ORIGINS);
	return fclose(file) == 0;
}

static bool write_manifest(struct backup *backup)
{
	json_t *dump = manifest_sum(backup->dump), *settings = manifest_sum(backup->settings);
	if (dump == NULL || settings == NULL) {
		json_decref(dump);
		json_decref(settings);
		return false;
	}
	json_object_set_new(backup->about, "files", json_pack("{s:o, s:o}", MANIFEST_DUMP, dump, MANIFEST_SETTINGS, settings));
	return json_dump_file(backup->about, backup->manifest, JSON_INDENT(1)) == 0;
}

// Writes the archive in full before it gets its name.
static bool write_tar(struct backup *backup)
{
	long long now = (long long)time(NULL);
	FILE *tar = fopen(backup->tar, "wxe");
	if (tar == NULL)
		return false;
	bool good = tar_append(tar, MANIFEST_NAME, backup->manifest, now) &&
				tar_append(tar, MANIFEST_SETTINGS, backup->settings, now) && tar_append(tar, MANIFEST_DUMP, backup->dump, now) &&
				tar_finish(tar);
	return fclose(tar) == 0 && good && rename(backup->tar, backup->out) == 0;
}

static bool make(struct backup *backup)
{
	char snapshot[64];
	if (!folder_make(&backup->folder, backup->out)) {
		operator_fail(backup->call, "%s: %s", backup->out, strerror(errno));
		return false;
	}
	folder_file(&backup->folder, MANIFEST_DUMP, backup->dump);
	folder_file(&backup->folder, MANIFEST_SETTINGS, backup->settings);
	folder_file(&backup->folder, MANIFEST_NAME, backup->manifest);
	folder_file(&backup->folder, "backup.tar", backup->tar);
	if (!take_snapshot(backup, snapshot, sizeof snapshot) || !write_dump(backup, snapshot))
		return false;
	if (write_settings(backup) && write_manifest(backup) && write_tar(backup))
		return true;
	operator_fail(backup->call, "%s: %s", backup->out, strerror(errno));
	return false;
}

static int verify(struct operator_call *call, const char *url, const char *path)
{
	json_t *about = restoring_verify(call, url, path);
	if (about == NULL)
		return OPERATOR_FAILED;
	restoring_print(call, about, "The backup is whole: restored, migrated and counted.");
	json_decref(about);
	return OPERATOR_DONE;
}

int operator_backup(struct operator_call *call)
{
	CHECK(call != NULL);
	bool verifying = call->count > 0 && strcmp(call->words[0], "verify") == 0;
	struct nearest verb = nearest_to(slice_of(call->count == 2 ? call->words[0] : ""));
	if (!verifying && nearest_offer(&verb, "verify"))
		return operator_unknown(call, call->words[0], verb.name);
	if (!operator_words(call, verifying ? 2 : 1))
		return OPERATOR_USAGE;
	const char *url = operator_owner_url(call);
	if (url == NULL)
		return OPERATOR_FAILED;
	if (verifying)
		return verify(call, url, call->words[1]);
	umask(0077); // people's words: for this user alone
	struct backup backup = { .call = call, .url = url, .out = call->words[0] };
	bool good = make(&backup);
	if (good)
		restoring_print(call, backup.about, "The backup is written; waymarkd backup verify proves it.");
	json_decref(backup.about);
	database_operator_close(backup.database);
	folder_remove(&backup.folder);
	return good ? OPERATOR_DONE : OPERATOR_FAILED;
}

int operator_restore(struct operator_call *call)
{
	CHECK(call != NULL);
	if (!operator_words(call, 1))
		return OPERATOR_USAGE;
	const char *url = operator_owner_url(call);
	json_t *about = url == NULL ? NULL : restoring_fill(call, url, call->words[0]);
	if (about == NULL)
		return OPERATOR_FAILED;
	restoring_print(call, about, "Restored and migrated.");
	json_decref(about);
	return OPERATOR_DONE;
}
