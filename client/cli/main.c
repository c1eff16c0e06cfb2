// waymark: the command line of Waymark. Finds the command, reads what stands behind it, runs it.
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/arguments.h"
#include "client/cli/commands.h"
#include "client/cli/connection.h"
#include "client/cli/help.h"
#include "client/cli/refusals.h"

// Global options may stand before the command too: they are moved behind it, so that one place reads them.
static int move_globals(const struct cli *cli, int argc, char **argv, char **moved)
{
	static const char *const with_value[] = { "--url", "--token", "--context", "--timeout" };
	int first = 1, n = 0;
	while (first < argc && strncmp(argv[first], "--", 2) == 0 && argv[first][2] && strcmp(argv[first], "--help") != 0 &&
		   strcmp(argv[first], "--version") != 0) {
		int words = 1;
		for (size_t i = 0; i < sizeof with_value / sizeof *with_value; i++)
			if (strcmp(argv[first], with_value[i]) == 0 && first + 1 < argc)
				words = 2;
		first += words;
	}
	for (int i = first; i < argc; i++)
		moved[n++] = argv[i];
	int behind = 1; // the command's name is at most two words, and options may stand behind the first
	const struct command *command = command_find(cli, n, moved, &behind);
	if (!command)
		behind = n;
	memmove(moved + behind + (first - 1), moved + behind, sizeof *moved * (size_t)(n - behind));
	for (int i = 1; i < first; i++)
		moved[behind + i - 1] = argv[i];
	return argc - 1;
}

// True if a switch stands anywhere before "--".
static bool stands_in(int argc, char *const *argv, const char *word)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], word) == 0)
			return true;
	return false;
}

static int unknown(struct cli *cli, int argc, char *const *argv)
{
	if (argc > 0 && argv[0][0] != '-')
		return help_unknown(cli, argv[0], argc > 1 && argv[1][0] != '-' ? argv[1] : NULL);
	help_all(cli, stderr);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "");
	setlocale(LC_TIME, "");
	static struct cli cli = { .commands = commands, .groups = command_groups };
	static char **moved; // as long as the program runs
	moved = calloc((size_t)argc + 1, sizeof *moved);
	if (!moved)
		return EXIT_FAILED;
	int n = move_globals(&cli, argc, argv, moved), words = 0;
	if (n > 0 && strcmp(moved[0], "--version") == 0) {
		printf("waymark %s\n", wm_version());
		return EXIT_OK;
	}
	cli_choose_language(&cli);
	cli.json = stands_in(n, moved, "--json"); // known before anything can go wrong
	const struct command *command = command_find(&cli, n, moved, &words);
	if (stands_in(n, moved, "--help") || stands_in(n, moved, "-h")) {
		if (command)
			help_one(&cli, stdout, command);
		else if (n == 0 || !help_some(&cli, stdout, moved[0]))
			help_all(&cli, stdout);
		return EXIT_OK;
	}
	int code = EXIT_OK;
	struct arguments arguments;
	if (command)
		code = arguments_read(&arguments, &cli, command, n - words, moved + words);
	if (code == EXIT_OK)
		code = connection_begin(&cli);
	if (code == EXIT_OK)
		code = command ? command->run(&cli, &arguments) : unknown(&cli, n, moved);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		cli_note(&cli, "The answer could not be written: %s", strerror(errno));
		code = code == EXIT_OK ? EXIT_FAILED : code;
	}
	connection_end(&cli);
	return connection_interrupted() ? EXIT_INTERRUPTED : code;
}
