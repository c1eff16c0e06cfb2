// Command: rows found by what was typed, or nearly typed.
#include "client/cli/command.h"

#include <stdlib.h>
#include <string.h>

#include "protocol/nearest.h"

// How many words of argv the name takes, or 0 if they are not it.
static int match(const char *name, int argc, char *const *argv)
{
	int words = 0;
	while (*name) {
		size_t n = strcspn(name, " ");
		if (words == argc || strlen(argv[words]) != n || strncmp(argv[words], name, n) != 0)
			return 0;
		words++;
		name += n + (name[n] == ' ');
	}
	return words;
}

const struct command *command_find(const struct cli *cli, int argc, char *const *argv, int *words)
{
	const struct command *best = NULL;
	*words = 0;
	for (size_t i = 0; cli->commands[i]; i++) {
		int n = match(cli->commands[i]->name, argc, argv);
		if (n > *words) {
			*words = n;
			best = cli->commands[i];
		}
	}
	return best;
}

const char *command_nearest(const struct cli *cli, const char *first, const char *second)
{
	static char noun[NEAREST_BYTES_MAX + 1];
	char both[2 * NEAREST_BYTES_MAX];
	snprintf(both, sizeof both, "%s %s", first, second ? second : "");
	struct nearest whole = nearest_to(slice_of(both)), one = nearest_to(slice_of(first));
	for (size_t i = 0; cli->commands[i]; i++) {
		const char *name = cli->commands[i]->name;
		size_t n = strcspn(name, " ");
		char word[sizeof noun];
		snprintf(word, sizeof word, "%.*s", (int)n, name);
		if (name[n] && second)
			nearest_offer(&whole, name);
		// Behind a name of one word the second was something to do it with; a right noun with a wrong verb is no slip of the
		// noun.
		if (!(name[n] && second && strcmp(word, first) == 0) && nearest_offer(&one, word))
			memcpy(noun, word, sizeof noun);
	}
	return whole.name ? whole.name : one.name ? noun : NULL;
}
