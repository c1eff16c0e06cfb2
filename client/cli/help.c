// Help: all commands, or one.
#include "client/cli/help.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/cli/arguments.h"
#include "client/cli/refusals.h"
#include "client/cli/text.h"

const struct command_option help_globals[] = {
	{ "json", NULL, WORDS_LATER("Answer in JSON, refusals too: {\"error\": {\"code\", \"message\", \"detail\"}}") },
	{ "plain", NULL, WORDS_LATER("No colours, words only (WAYMARK_PLAIN=1, NO_COLOR)") },
	{ "context", "NAME", WORDS_LATER("Use this context (WAYMARK_CONTEXT)") },
	{ "url", "URL", WORDS_LATER("The service's address (WAYMARK_URL)") },
	{ "token", "TOKEN", WORDS_LATER("Your session (WAYMARK_TOKEN, which others on this machine cannot see)") },
	{ "timeout", "SECONDS", WORDS_LATER("How long to wait for an answer; 30 if not given") },
	{ NULL, NULL, NULL },
};

// How many columns the terminal has; 0 if to is none, and lines are as long as they are.
static size_t columns_of(FILE *to)
{
	struct winsize size;
	return isatty(fileno(to)) && ioctl(fileno(to), TIOCGWINSZ, &size) == 0 && size.ws_col >= 20 ? size.ws_col : 0;
}

// The columns that n bytes of text take: every letter of our words takes one.
static size_t width(const char *text, size_t n)
{
	size_t letters = 0;
	for (size_t i = 0; i < n; i++)
		letters += ((unsigned char)text[i] & 0xc0) != 0x80;
	return letters;
}

// Writes words from column at on; those that do not fit go on in the next line, below the column indent.
static void print_wrapped(FILE *to, const char *text, size_t at, size_t indent, size_t columns)
{
	bool first = true;
	while (*text) {
		size_t n = strcspn(text, " "), wide = width(text, n);
		if (!first && columns > 0 && at + 1 + wide > columns) {
			fprintf(to, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!first) {
			fputc(' ', to);
			at++;
		}
		fwrite(text, 1, n, to);
		at += wide;
		text += n + (text[n] == ' ');
		first = false;
	}
	fputc('\n', to);
}

// A name and what it means: side by side, or one below the other where there is little room.
static void print_row(FILE *to, const char *name, size_t column, const char *words)
{
	size_t columns = columns_of(to);
	if (columns > 0 && columns < column + 30) {
		fprintf(to, "  %s\n      ", name);
		print_wrapped(to, words, 6, 6, columns);
		return;
	}
	fprintf(to, "  %-*s ", (int)(column - 3), name);
	print_wrapped(to, words, column, column, columns);
}

static void print_command(const struct cli *cli, FILE *to, const struct command *command)
{
	char how[80];
	snprintf(how, sizeof how, "%s %s", command->name, command->takes);
	print_row(to, how, 37, cli_words(cli, command->summary));
}

void help_all(const struct cli *cli, FILE *to)
{
	fputs("waymark: ", to);
	print_wrapped(to, cli_words(cli, "talk with the people who change places together"), 9, 0, columns_of(to));
	const struct command_group *group = cli->groups;
	for (size_t i = 0; cli->commands[i]; i++) {
		if (cli->commands[i] == group->first)
			fprintf(to, "\n%s\n", cli_words(cli, group++->words));
		if (!cli->commands[i]->hidden)
			print_command(cli, to, cli->commands[i]);
	}
	fputc('\n', to);
	print_wrapped(
		to, cli_words(cli, "CIRCLE is a circle's title or its beginning, its number, or #channel."), 0, 0, columns_of(to));
	print_wrapped(to, cli_words(cli, "More about one: waymark help COMMAND"), 0, 0, columns_of(to));
}

bool help_some(const struct cli *cli, FILE *to, const char *word)
{
	size_t n = strlen(word), found = 0;
	for (size_t i = 0; cli->commands[i]; i++) {
		if (strncmp(cli->commands[i]->name, word, n) != 0 || cli->commands[i]->name[n] != ' ')
			continue;
		found++;
		print_command(cli, to, cli->commands[i]);
	}
	return found > 0;
}

static void print_options(const struct cli *cli, FILE *to, const struct command_option *options)
{
	for (size_t i = 0; options[i].name; i++) {
		char how[60];
		snprintf(
			how, sizeof how, "--%s%s%s", options[i].name, options[i].value ? " " : "", options[i].value ? options[i].value : "");
		print_row(to, how, 25, cli_words(cli, options[i].words));
	}
}

void help_one(const struct cli *cli, FILE *to, const struct command *command)
{
	size_t columns = columns_of(to);
	fprintf(to, "waymark %s%s%s\n\n", command->name, *command->takes ? " " : "", command->takes);
	print_wrapped(to, cli_words(cli, command->summary), 0, 0, columns);
	if (command->prose)
		print_wrapped(to, cli_words(cli, command->prose), 0, 0, columns);
	if (command->options[0].name) {
		fputc('\n', to);
		print_options(cli, to, command->options);
	}
	fprintf(to, "\n%s\n", cli_words(cli, "With every command:"));
	print_options(cli, to, help_globals);
	fputc('\n', to);
	print_wrapped(to,
		cli_words(cli, "Exit codes: 0 done, 1 refused, 2 typed wrongly, 4 sign in, 5 not allowed, 6 not reachable, 8 still open, "
					   "130 interrupted."),
		0, 0, columns);
}

int help_unknown(const struct cli *cli, const char *first, const char *second)
{
	char words[200];
	if (!second && !cli->json && help_some(cli, stderr, first))
		return EXIT_USAGE;
	snprintf(words, sizeof words, "%s%s%s", first, second ? " " : "", second ? second : "");
	const char *near = command_nearest(cli, first, second);
	if (near)
		return refusals_usage(cli, "There is no command %s. Did you mean: waymark %s?", words, near);
	return refusals_usage(cli, "There is no command %s. See them all with: waymark help", words);
}

static void print_json_options(const struct command_option *options)
{
	fputs(",\"options\":[", stdout);
	for (size_t i = 0; options[i].name; i++) {
		fputs(i ? ",{\"name\":" : "{\"name\":", stdout);
		text_put_json(stdout, options[i].name);
		fputs(",\"value\":", stdout);
		if (options[i].value)
			text_put_json(stdout, options[i].value);
		else
			fputs("null", stdout);
		fputs(",\"words\":", stdout);
		text_put_json(stdout, options[i].words);
		putchar('}');
	}
	puts("]}");
}

// One line a command, for programs that stand on this one.
static void print_json(const struct command *command)
{
	fputs("{\"name\":", stdout);
	text_put_json(stdout, command->name);
	fputs(",\"takes\":", stdout);
	text_put_json(stdout, command->takes);
	fputs(",\"summary\":", stdout);
	text_put_json(stdout, command->summary);
	print_json_options(command->options);
}

static int run_help(struct cli *cli, const struct arguments *arguments)
{
	char *words[COMMAND_WORDS_MAX];
	int used;
	for (size_t i = 0; i < arguments->count; i++)
		words[i] = (char *)arguments->words[i];
	if (arguments->count == 0) {
		for (size_t i = 0; cli->json && cli->commands[i]; i++)
			print_json(cli->commands[i]);
		if (!cli->json)
			help_all(cli, stdout);
		return EXIT_OK;
	}
	const struct command *command = command_find(cli, (int)arguments->count, words, &used);
	if (!command && arguments->count == 1 && !cli->json && help_some(cli, stdout, arguments->words[0]))
		return EXIT_OK;
	if (!command)
		return help_unknown(cli, words[0], arguments->count > 1 ? words[1] : NULL);
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
