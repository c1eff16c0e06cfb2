// Running PostgreSQL's own programs.
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "daemon/base/check.h"
#include "daemon/database/operator.h"
#include "daemon/operator/program.h"

extern char **environ;

static void wipe(char *const *texts, int count)
{
	for (int i = 0; i < count; i++) {
		explicit_bzero(texts[i], strlen(texts[i]));
		free(texts[i]);
	}
}

// Our environment with the database's in place of what it says of the same names; the caller frees the list alone.
static char **merge(char *const *database, int count)
{
	size_t own = 0, used = 0;
	while (environ[own] != NULL)
		own++;
	char **merged = calloc(own + (size_t)count + 1, sizeof *merged);
	CHECK(merged != NULL);
	for (int i = 0; i < count; i++)
		merged[used++] = database[i];
	for (size_t i = 0; i < own; i++) {
		bool replaced = false;
		for (int k = 0; k < count && !replaced; k++)
			replaced = strncmp(environ[i], database[k], strcspn(database[k], "=") + 1) == 0;
		if (!replaced)
			merged[used++] = environ[i];
	}
	return merged;
}

bool program_run(const struct operator_call *call, const char *const *words, const char *conninfo, const char *name)
{
	CHECK(call != NULL && words != NULL && words[0] != NULL && conninfo != NULL);
	char *database[DATABASE_ENVIRONMENT_MAX];
	struct database_problem problem;
	int count = database_environment(conninfo, name, database, &problem);
	if (count < 0) {
		operator_fail(call, "database.owner_url: %s", problem.text);
		return false;
	}
	char **environment = merge(database, count);
	pid_t child;
	int status = 0;
	int failed = posix_spawnp(&child, words[0], NULL, NULL, (char *const *)(uintptr_t)words, environment);
	free(environment);
	wipe(database, count);
	if (failed != 0) {
		operator_fail(call, "cannot run %s (%s); install postgresql-client", words[0], strerror(failed));
		return false;
	}
	if (waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	operator_fail(call, "%s failed; what it said stands above", words[0]);
	return false;
}
