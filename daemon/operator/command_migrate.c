// waymarkd migrate: the database brought up to this program.
#include <jansson.h>
#include <stdio.h>

#include "daemon/base/check.h"
#include "daemon/operator/migrate.h"
#include "daemon/operator/operator.h"

static void print_json(const struct migrate_state *state, bool dry)
{
	json_t *names = json_array();
	for (size_t i = 0; i < state->missing_count; i++)
		json_array_append_new(names, json_string(state->missing[i]));
	json_t *report = json_pack("{s:s, s:b, s:I, s:o, s:b}", "outcome", "ok", "dry_run", (int)dry, "before",
		(json_int_t)state->applied, "migrations", names, "functions", (int)state->functions_differ);
	CHECK(report != NULL);
	json_dumpf(report, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(report);
}

static void print_plain(const struct migrate_state *state, bool dry)
{
	for (size_t i = 0; i < state->missing_count; i++)
		printf("%s %s\n", dry ? "would apply" : "applied", state->missing[i]);
	if (state->functions_differ)
		puts(dry ? "would make the functions anew" : "made the functions anew");
	if (state->missing_count == 0 && !state->functions_differ)
		puts("The database is up to date.");
}

static int refuse(const struct operator_call *call, const struct migrate_state *state)
{
	if (state->standing == MIGRATE_NEWER)
		return operator_fail(call,
			"the database is newer than this program: it has had %s. Nothing was done; use the waymarkd that "
			"migrated it, or a newer one.",
			state->name);
	return operator_fail(call,
		"%s is not what it was when this database had it. Nothing was done; use the waymarkd that migrated it, or "
		"a newer one.",
		state->name);
}

int operator_migrate(struct operator_call *call)
{
	CHECK(call != NULL);
	struct migrate_state state;
	struct database_problem problem;
	bool dry = operator_flag(call, "--dry-run");
	if (!operator_words(call, 0))
		return OPERATOR_USAGE;
	const char *url = operator_owner_url(call);
	if (url == NULL)
		return OPERATOR_FAILED;
	struct database_operator *database = database_operator_open(url, NULL, &problem);
	if (database == NULL)
		return operator_fail(call, "the database cannot be reached: %s", problem.text);
	bool good = dry ? migrate_look(database, &state, &problem) : migrate_run(database, &state, &problem);
	database_operator_close(database);
	if (!good && problem.text[0] != '\0')
		return operator_fail(call, "%s", problem.text);
	if (state.standing != MIGRATE_FITS)
		return refuse(call, &state);
	if (call->json)
		print_json(&state, dry);
	else
		print_plain(&state, dry);
	return OPERATOR_DONE;
}
