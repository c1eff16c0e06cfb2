// Command: rows found by what was typed, or nearly typed.
#include "client/cli/command.h"

#include <stdlib.h>
#include <string.h>

#include "protocol/nearest.h"

#define FAR 1000 // slips: more than any two names can lie apart

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

// How many slips from what was typed to a word of n letters; FAR if it was not meant.
static size_t slips(const char *typed, const char *word, size_t n)
{
	char name[NEAREST_BYTES_MAX + 1];
	struct nearest nearest = nearest_to(slice_of(typed));
	snprintf(name, sizeof name, "%.*s", (int)n, word);
	return nearest_offer(&nearest, name) ? nearest.distance : FAR;
}

const char *command_nearest(const struct cli *cli, const char *first, const char *second)
{
	static char found[2 * NEAREST_BYTES_MAX];
	size_t least = FAR;
	for (size_t i = 0; cli->commands[i]; i++) {
		const char *name = cli->commands[i]->name;
		size_t n = strcspn(name, " "), distance = slips(first, name, n);
		bool two = name[n] && second;
		if (two)
			distance += slips(second, name + n + 1, strlen(name + n + 1));
		if (distance >= least)
			continue;
		least = distance;
		snprintf(found, sizeof found, "%.*s", two ? (int)strlen(name) : (int)n, name);
	}
	return least < FAR ? found : NULL;
}
