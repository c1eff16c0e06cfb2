// waymark completion: what a shell needs to finish commands and options, from the same table as the help.
#include <string.h>

#include "client/cli/arguments.h"
#include "client/cli/help.h"
#include "client/cli/refusals.h"

// Prints the words of --options of a list, each with a space before it.
static void print_options(const struct command_option *options)
{
	for (size_t i = 0; options[i].name; i++)
		printf(" --%s", options[i].name);
}

// True if an earlier row has the same first word.
static bool noun_is_known(const struct cli *cli, size_t row)
{
	size_t n = strcspn(cli->commands[row]->name, " ");
	for (size_t i = 0; i < row; i++)
		if (strcspn(cli->commands[i]->name, " ") == n && strncmp(cli->commands[i]->name, cli->commands[row]->name, n) == 0)
			return true;
	return false;
}

static void print_first_words(const struct cli *cli)
{
	for (size_t i = 0; cli->commands[i]; i++)
		if (!cli->commands[i]->hidden && !noun_is_known(cli, i))
			printf(" %.*s", (int)strcspn(cli->commands[i]->name, " "), cli->commands[i]->name);
}

// The second words of a noun, such as open, get, join of circle.
static void print_second_words(const struct cli *cli, const char *noun, size_t n)
{
	for (size_t i = 0; cli->commands[i]; i++)
		if (strcspn(cli->commands[i]->name, " ") == n && strncmp(cli->commands[i]->name, noun, n) == 0 &&
			cli->commands[i]->name[n])
			printf(" %s", cli->commands[i]->name + n + 1);
}

static void print_bash(const struct cli *cli)
{
	puts("# bash completion of waymark; load it with: source <(waymark completion bash)\n"
		 "_waymark() {\n\tlocal current=\"${COMP_WORDS[COMP_CWORD]}\" words=\"\"\n\tcase \"${COMP_WORDS[*]:1:COMP_CWORD-1}\" in");
	for (size_t i = 0; cli->commands[i]; i++) {
		const char *name = cli->commands[i]->name;
		size_t n = strcspn(name, " ");
		if (name[n] && !noun_is_known(cli, i)) {
			printf("\t\"%.*s\") words=\"", (int)n, name);
			print_second_words(cli, name, n);
			puts("\" ;;");
		}
	}
	for (size_t i = 0; cli->commands[i]; i++) {
		printf("\t\"%s\" | \"%s \"*) words=\"", cli->commands[i]->name, cli->commands[i]->name);
		print_options(cli->commands[i]->options);
		print_options(help_globals);
		puts("\" ;;");
	}
	printf("\t\"\") words=\"");
	print_first_words(cli);
	puts("\" ;;\n\tesac\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\ncomplete -o default -F _waymark waymark");
}

static void print_zsh(const struct cli *cli)
{
	puts("#compdef waymark\n# zsh completion of waymark; load it with: source <(waymark completion zsh)\nautoload -U +X "
		 "bashcompinit && bashcompinit");
	print_bash(cli);
}

static void print_fish(const struct cli *cli)
{
	puts("# fish completion of waymark; load it with: waymark completion fish | source");
	for (size_t i = 0; cli->commands[i]; i++) {
		const char *name = cli->commands[i]->name;
		size_t n = strcspn(name, " ");
		if (cli->commands[i]->hidden)
			continue;
		if (!name[n])
			printf("complete -c waymark -f -n __fish_use_subcommand -a %s -d \"%s\"\n", name, cli->commands[i]->summary);
		else
			printf(
				"complete -c waymark -f -n \"__fish_use_subcommand; or __fish_seen_subcommand_from %.*s\" -a \"%s\" -d \"%s\"\n",
				(int)n, name, noun_is_known(cli, i) ? name + n + 1 : name, cli->commands[i]->summary);
		for (size_t j = 0; cli->commands[i]->options[j].name; j++)
			printf("complete -c waymark -n \"__fish_seen_subcommand_from %s\" -l %s %s-d \"%s\"\n", name[n] ? name + n + 1 : name,
				cli->commands[i]->options[j].name, cli->commands[i]->options[j].value ? "-r " : "",
				cli->commands[i]->options[j].words);
	}
	for (size_t j = 0; help_globals[j].name; j++)
		printf("complete -c waymark -l %s %s\n", help_globals[j].name, help_globals[j].value ? "-r" : "");
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	const char *shell = arguments->words[0];
	if (strcmp(shell, "bash") == 0)
		print_bash(cli);
	else if (strcmp(shell, "zsh") == 0)
		print_zsh(cli);
	else if (strcmp(shell, "fish") == 0)
		print_fish(cli);
	else
		return refusals_usage(cli, "There is completion for bash, zsh and fish, not for %s.", shell);
	return EXIT_OK;
}

const struct command command_completion = {
	.name = "completion",
	.takes = "bash|zsh|fish",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Print what your shell needs to finish commands by itself."),
	.run = run,
};
