// Arguments: what stands on the command line, read by the command's row.
#include "client/cli/arguments.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/refusals.h"
#include "protocol/nearest.h"

// The global options, which may stand anywhere.
static const struct global {
	const char *name;
	size_t text, flag; // one of the two: offset in struct cli, plus one so that 0 is none
} globals[] = {
	{ .name = "json", .flag = offsetof(struct cli, json) + 1 },
	{ .name = "plain", .flag = offsetof(struct cli, plain) + 1 },
	{ .name = "url", .text = offsetof(struct cli, url) + 1 },
	{ .name = "token", .text = offsetof(struct cli, token) + 1 },
	{ .name = "context", .text = offsetof(struct cli, context) + 1 },
	{ .name = "timeout", .text = offsetof(struct cli, wait_s) + 1 },
};

struct reading {
	struct arguments *arguments;
	struct cli *cli;
	int argc, at;
	char *const *argv;
};

static bool same(const char *given, size_t n, const char *name)
{
	return strlen(name) == n && strncmp(given, name, n) == 0;
}

// The value of the option at hand: behind "=", or the next word. NULL if there is none.
static const char *take_value(struct reading *reading, const char *equals)
{
	if (equals)
		return equals + 1;
	return reading->at + 1 < reading->argc ? reading->argv[++reading->at] : NULL;
}

static int take_global(struct reading *reading, const struct global *global, const char *equals)
{
	char *cli = (char *)reading->cli;
	if (global->flag) {
		*(bool *)(cli + global->flag - 1) = true;
		return equals ? refusals_usage(reading->cli, "--%s takes no value.", global->name) : EXIT_OK;
	}
	const char *value = take_value(reading, equals);
	if (!value)
		return refusals_usage(reading->cli, "--%s needs a value.", global->name);
	*(const char **)(cli + global->text - 1) = value;
	return EXIT_OK;
}

static int tell_unknown(const struct reading *reading, const char *given, size_t n)
{
	const struct command *command = reading->arguments->command;
	struct nearest nearest = nearest_to((struct slice){ .at = (const uint8_t *)given, .n = n });
	for (size_t i = 0; command->options[i].name; i++)
		nearest_offer(&nearest, command->options[i].name);
	for (size_t i = 0; i < sizeof globals / sizeof *globals; i++)
		nearest_offer(&nearest, globals[i].name);
	if (nearest.name)
		return refusals_usage(reading->cli, "There is no option --%.*s here. Did you mean --%s? See: waymark help %s", (int)n,
			given, nearest.name, command->name);
	return refusals_usage(reading->cli, "There is no option --%.*s here. See: waymark help %s", (int)n, given, command->name);
}

static int take_option(struct reading *reading, const char *given)
{
	const char *equals = strchr(given, '=');
	size_t n = equals ? (size_t)(equals - given) : strlen(given);
	for (size_t i = 0; i < sizeof globals / sizeof *globals; i++)
		if (same(given, n, globals[i].name))
			return take_global(reading, &globals[i], equals);
	const struct command *command = reading->arguments->command;
	for (size_t i = 0; command->options[i].name; i++) {
		const struct command_option *option = &command->options[i];
		if (!same(given, n, option->name))
			continue;
		if (!option->value && equals)
			return refusals_usage(reading->cli, "--%s takes no value.", option->name);
		const char *value = option->value ? take_value(reading, equals) : "";
		if (!value)
			return refusals_usage(reading->cli, "--%s needs a value.", option->name);
		reading->arguments->values[i] = value;
		return EXIT_OK;
	}
	return tell_unknown(reading, given, n);
}

int arguments_read(struct arguments *arguments, struct cli *cli, const struct command *command, int argc, char *const *argv)
{
	*arguments = (struct arguments){ .command = command };
	struct reading reading = { .arguments = arguments, .cli = cli, .argc = argc, .argv = argv };
	bool only_words = false;
	for (; reading.at < argc; reading.at++) {
		const char *word = argv[reading.at];
		if (!only_words && strcmp(word, "--") == 0) {
			only_words = true;
		} else if (!only_words && strncmp(word, "--", 2) == 0) {
			int code = take_option(&reading, word + 2);
			if (code != EXIT_OK)
				return code;
		} else if (arguments->count == COMMAND_WORDS_MAX) {
			return refusals_usage(cli, "Those are too many words.");
		} else {
			arguments->words[arguments->count++] = word;
		}
	}
	if (arguments->count < (size_t)command->least)
		return refusals_usage(cli, "Something is missing. It goes: waymark %s %s", command->name, command->takes);
	if (arguments->count > (size_t)command->most)
		return refusals_usage(cli, "There is too much. It goes: waymark %s %s (put words that belong together in quotes)",
			command->name, command->takes);
	return EXIT_OK;
}

const char *arguments_option(const struct arguments *arguments, const char *name)
{
	for (size_t i = 0; arguments->command->options[i].name; i++)
		if (strcmp(arguments->command->options[i].name, name) == 0)
			return arguments->values[i];
	abort(); // a name that is not in the row is a mistake in the command
}
