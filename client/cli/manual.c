// waymark manual: the manual page waymark(1) in the language of scdoc, from the same table as the help.
#include <string.h>

#include "client/cli/command.h"
#include "client/cli/help.h"

// Writes text with the marks of scdoc made harmless.
static void print_escaped(const char *text)
{
	for (; *text; text++) {
		if (strchr("_*\\#<>[]|", *text))
			putchar('\\');
		putchar(*text);
	}
}

static void print_option(const struct command_option *option)
{
	printf("*--%s*", option->name);
	if (option->value) {
		fputs(" _", stdout);
		for (const char *c = option->value; *c; c++)
			printf(strchr("_*\\", *c) ? "\\%c" : "%c", *c);
		putchar('_');
	}
	fputs("\n\t", stdout);
	print_escaped(option->words);
	fputs(".\n\n", stdout);
}

static void print_command(const struct command *command)
{
	printf("*%s* ", command->name);
	print_escaped(command->takes);
	fputs("\n\t", stdout);
	print_escaped(command->summary);
	if (command->prose) {
		putchar(' ');
		print_escaped(command->prose);
	}
	fputs("\n\n", stdout);
	for (size_t i = 0; command->options[i].name; i++) {
		printf("\t*--%s*%s", command->options[i].name, command->options[i].value ? " " : "");
		print_escaped(command->options[i].value ? command->options[i].value : "");
		fputs(": ", stdout);
		print_escaped(command->options[i].words);
		fputs(".\n\n", stdout);
	}
}

static int run(struct cli *cli, const struct arguments *arguments)
{
	puts("waymark(1) \"\" \"Waymark\"\n\n# NAME\n\nwaymark - talk with the people who change places together\n\n# SYNOPSIS\n\n"
		 "*waymark* _command_ [_argument_...] [*--option*...]\n\n# DESCRIPTION\n\n"
		 "The command line of Waymark, a service in which people from many places learn from each other in circles. "
		 "CIRCLE is a circle's title or its unambiguous beginning, its number, or #channel.\n\n# COMMANDS\n");
	const struct command_group *group = cli->groups;
	for (size_t i = 0; cli->commands[i]; i++) {
		if (cli->commands[i] == group->first)
			printf("## %s\n\n", group++->words);
		if (!cli->commands[i]->hidden)
			print_command(cli->commands[i]);
	}
	puts("# OPTIONS OF EVERY COMMAND\n");
	for (size_t i = 0; help_globals[i].name; i++)
		print_option(&help_globals[i]);
	puts("# EXIT CODES\n\n[[ *0*\n:[ Done\n|  *1*\n:  Refused; the message says why\n|  *2*\n:  Typed wrongly\n|  *4*\n:  Sign "
		 "in first\n"
		 "|  *5*\n:  Not allowed\n|  *6*\n:  The service could not be reached in time\n|  *8*\n:  Begun, and waits for you\n|  "
		 "*130*\n:  Interrupted\n\n"
		 "# ENVIRONMENT\n\n*WAYMARK_URL*, *WAYMARK_TOKEN*, *WAYMARK_CONTEXT*, *WAYMARK_PLAIN*, *NO_COLOR*, *LANG*; and the "
		 "options of *libwaymark*(3), "
		 "each in capitals behind WAYMARK\\_.\n\n"
		 "# FILES\n\n_$XDG_CONFIG_HOME/waymark/contexts/NAME_\n\tThe service's address and your session there, readable by you "
		 "alone.\n\n"
		 "# SEE ALSO\n\n*libwaymark*(3), *waymark-protocol*(7)");
	return EXIT_OK;
}

const struct command command_manual = {
	.name = "manual",
	.takes = "",
	.summary = WORDS_LATER("Print the manual page in the language of scdoc."),
	.hidden = true,
	.run = run,
};
