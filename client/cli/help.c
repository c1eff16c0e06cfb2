// Help: all commands, or one.
#include "client/cli/help.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/show.h"

const struct command_option help_globals[] = {
	{ "json", NULL, WORDS_LATER("Answer in JSON, refusals too: {\"error\": {\"code\", \"message\", \"detail\"}}") },
	{ "plain", NULL, WORDS_LATER("No colours, words only (WAYMARK_PLAIN=1, NO_COLOR)") },
	{ "context", "NAME", WORDS_LATER("Use this context (WAYMARK_CONTEXT)") },
	{ "url", "URL", WORDS_LATER("The service's address (WAYMARK_URL)") },
	{ "token", "TOKEN", WORDS_LATER("Your session (WAYMARK_TOKEN, which others on this machine cannot see)") },
	{ "timeout", "SECONDS", WORDS_LATER("How long to wait for an answer; 30 if not given") },
	{ NULL, NULL, NULL },
};

void help_all(const struct cli *cli, FILE *to)
{
	fprintf(to, "waymark: %s\n\n", cli_words(cli, "talk with the people who change places together"));
	for (size_t i = 0; commands[i]; i++) {
		if (commands[i]->hidden)
			continue;
		char how[80];
		snprintf(how, sizeof how, "%s %s", commands[i]->name, commands[i]->takes);
		fprintf(to, "  %-34s %s\n", how, cli_words(cli, commands[i]->summary));
	}
	fprintf(to, "\n%s\n", cli_words(cli, "CIRCLE is a circle's title or its beginning, its number, or #channel."));
	fprintf(to, "%s\n", cli_words(cli, "More about one: waymark help COMMAND"));
}

static void print_options(const struct cli *cli, FILE *to, const struct command_option *options)
{
	for (size_t i = 0; options[i].name; i++) {
		char how[60];
		snprintf(
			how, sizeof how, "--%s%s%s", options[i].name, options[i].value ? " " : "", options[i].value ? options[i].value : "");
		fprintf(to, "  %-22s %s\n", how, cli_words(cli, options[i].words));
	}
}

void help_one(const struct cli *cli, FILE *to, const struct command *command)
{
	fprintf(to, "waymark %s%s%s\n\n%s\n", command->name, *command->takes ? " " : "", command->takes,
		cli_words(cli, command->summary));
	if (command->prose)
		fprintf(to, "%s\n", cli_words(cli, command->prose));
	if (command->options[0].name) {
		fputc('\n', to);
		print_options(cli, to, command->options);
	}
	fprintf(to, "\n%s\n", cli_words(cli, "With every command:"));
	print_options(cli, to, help_globals);
	fprintf(to, "\n%s\n",
		cli_words(cli, "Exit codes: 0 done, 1 refused, 2 typed wrongly, 4 sign in, 5 not allowed, 6 not reachable, 8 still open, "
					   "130 interrupted."));
}

static void print_json_options(const struct command_option *options)
{
	fputs(",\"options\":[", stdout);
	for (size_t i = 0; options[i].name; i++) {
		fputs(i ? ",{\"name\":" : "{\"name\":", stdout);
		show_json(stdout, options[i].name);
		fputs(",\"value\":", stdout);
		if (options[i].value)
			show_json(stdout, options[i].value);
		else
			fputs("null", stdout);
		fputs(",\"words\":", stdout);
		show_json(stdout, options[i].words);
		putchar('}');
	}
	puts("]}");
}

// One line a command, for programs that stand on this one.
static void print_json(const struct command *command)
{
	fputs("{\"name\":", stdout);
	show_json(stdout, command->name);
	fputs(",\"takes\":", stdout);
	show_json(stdout, command->takes);
	fputs(",\"summary\":", stdout);
	show_json(stdout, command->summary);
	print_json_options(command->options);
}

static int run_help(struct cli *cli, const struct arguments *arguments)
{
	char *words[COMMAND_WORDS_MAX];
	int used;
	for (size_t i = 0; i < arguments->count; i++)
		words[i] = (char *)arguments->words[i];
	if (arguments->count == 0) {
		for (size_t i = 0; cli->json && commands[i]; i++)
			print_json(commands[i]);
		if (!cli->json)
			help_all(cli, stdout);
		return EXIT_OK;
	}
	const struct command *command = commands_find((int)arguments->count, words, &used);
	if (!command)
		return cli_usage(cli, "There is no command %s. See them all with: waymark help", arguments->words[0]);
	if (cli->json)
		print_json(command);
	else
		help_one(cli, stdout, command);
	return EXIT_OK;
}

const struct command command_help = {
	.name = "help",
	.takes = "[COMMAND]",
	.most = 2,
	.summary = WORDS_LATER("What there is, and how it goes."),
	.run = run_help,
};
