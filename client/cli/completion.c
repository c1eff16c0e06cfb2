// waymark completion: what a shell needs to finish commands and options, from the same table as the help.
#include <string.h>

#include "client/cli/cli.h"
#include "client/cli/help.h"

// Prints the words of --options of a list, each with a space before it.
static void print_options(const struct command_option *options)
{
	for (size_t i = 0; options[i].name; i++)
		printf(" --%s", options[i].name);
}

// True if an earlier row has the same first word.
static bool noun_is_known(size_t row)
{
	size_t n = strcspn(commands[row]->name, " ");
	for (size_t i = 0; i < row; i++)
		if (strcspn(commands[i]->name, " ") == n && strncmp(commands[i]->name, commands[row]->name, n) == 0)
			return true;
	return false;
}

static void print_first_words(void)
{
	for (size_t i = 0; commands[i]; i++)
		if (!commands[i]->hidden && !noun_is_known(i))
			printf(" %.*s", (int)strcspn(commands[i]->name, " "), commands[i]->name);
}

// The second words of a noun, such as open, get, join of circle.
static void print_second_words(const char *noun, size_t n)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcspn(commands[i]->name, " ") == n && strncmp(commands[i]->name, noun, n) == 0 && commands[i]->name[n])
			printf(" %s", commands[i]->name + n + 1);
}

static void print_bash(void)
{
	puts("# bash completion of waymark; load it with: source <(waymark completion bash)\n"
		 "_waymark() {\n\tlocal current=\"${COMP_WORDS[COMP_CWORD]}\" words=\"\"\n\tcase \"${COMP_WORDS[*]:1:COMP_CWORD-1}\" in");
	for (size_t i = 0; commands[i]; i++) {
		const char *name = commands[i]->name;
		size_t n = strcspn(name, " ");
		if (name[n] && !noun_is_known(i)) {
			printf("\t\"%.*s\") words=\"", (int)n, name);
			print_second_words(name, n);
			puts("\" ;;");
		}
	}
	for (size_t i = 0; commands[i]; i++) {
		printf("\t\"%s\" | \"%s \"*) words=\"", commands[i]->name, commands[i]->name);
		print_options(commands[i]->options);
		print_options(help_globals);
		puts("\" ;;");
	}
	printf("\t\"\") words=\"");
	print_first_words();
	puts("\" ;;\n\tesac\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\ncomplete -o default -F _waymark waymark");
}

static void print_zsh(void)
{
	puts("#compdef waymark\n# zsh completion of waymark; load it with: source <(waymark completion zsh)\nautoload -U +X "
		 "bashcompinit && bashcompinit");
	print_bash();
}

static void print_fish(void)
{
	puts("# fish completion of waymark; load it with: waymark completion fish | source");
	for (size_t i = 0; commands[i]; i++) {
		const char *name = commands[i]->name;
		size_t n = strcspn(name, " ");
		if (commands[i]->hidden)
			continue;
		if (!name[n])
			printf("complete -c waymark -f -n __fish_use_subcommand -a %s -d \"%s\"\n", name, commands[i]->summary);
		else
			printf(
				"complete -c waymark -f -n \"__fish_use_subcommand; or __fish_seen_subcommand_from %.*s\" -a \"%s\" -d \"%s\"\n",
				(int)n, name, noun_is_known(i) ? name + n + 1 : name, commands[i]->summary);
		for (size_t j = 0; commands[i]->options[j].name; j++)
			printf("complete -c waymark -n \"__fish_seen_subcommand_from %s\" -l %s %s-d \"%s\"\n", name[n] ? name + n + 1 : name,
				commands[i]->options[j].name, commands[i]->options[j].value ? "-r " : "", commands[i]->options[j].words);
	}
	for (size_t j = 0; help_globals[j].name; j++)
		printf("complete -c waymark -l %s %s\n", help_globals[j].name, help_globals[j].value ? "-r" : "");
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	const char *shell = arguments->words[0];
	if (strcmp(shell, "bash") == 0)
		print_bash();
	else if (strcmp(shell, "zsh") == 0)
		print_zsh();
	else if (strcmp(shell, "fish") == 0)
		print_fish();
	else
		return cli_usage(cli, "There is completion for bash, zsh and fish, not for %s.", shell);
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
