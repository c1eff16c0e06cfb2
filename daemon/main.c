// waymarkd: the daemon, and the operator's commands. Reads the settings, finds the command in the table, runs it.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/operator/operator.h"
#include "daemon/server/serve.h"
#include "protocol/nearest.h"

struct command {
	const char *name, *usage, *manual;
	bool without_settings;
	int (*run)(struct operator_call *call);
};

static int serve(struct operator_call *call)
{
	if (!operator_words(call, 0))
		return OPERATOR_USAGE;
	return serve_run(call->settings, call->config) ? OPERATOR_DONE : OPERATOR_FAILED;
}

static int version(struct operator_call *call)
{
	printf(call->json ? "{\"version\": \"%s\"}\n" : "waymarkd %s\n", WAYMARK_VERSION);
	return OPERATOR_DONE;
}

static int help(struct operator_call *call);
static int manual(struct operator_call *call);

static const struct command commands[] = {
	{ "serve", "", "Run the service until SIGTERM; SIGHUP reads the settings again.", false, serve },
	{ "migrate", "[--dry-run]", "Bring the database up to this program: tables, functions, roles. Safe to run again.", false,
		operator_migrate },
	{ "doctor", "", "Look for what is wrong; each finding names the command that mends it.", false, operator_doctor },
	{ "config", "show [--origin] | check | sample | manual", "Print the settings in force, or say what is wrong with them.", true,
		operator_config },
	{ "person", OPERATOR_PERSON_USAGE, "Add a person, list them, grant and revoke roles.", false, operator_ask },
	{ "token", OPERATOR_TOKEN_USAGE, "Make a session token, list a person's sessions, end them.", false, operator_ask },
	{ "link", OPERATOR_LINK_USAGE, "Make a sign-in link for a person.", false, operator_ask },
	{ "mail", OPERATOR_MAIL_USAGE, "Look into the outbox of mail.", false, operator_ask },
	{ "import", "places|topics|people|circles [FILE]",
		"Read a CSV or JSON file into the running service; without FILE, print the columns that it may have. Safe to run again.",
		false, operator_import },
	{ "backup", "OUT.tar | verify IN.tar", "Write everything to one file, or prove that a file can be restored.", false,
		operator_backup },
	{ "restore", "IN.tar", "Fill an empty database from a backup of this or an older version.", false, operator_restore },
	{ "version", "", "Print the version.", true, version },
	{ "help", "[COMMAND]", "Print this.", true, help },
	{ "manual", "", "Print the manual page, in scdoc's form.", true, manual },
};

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

// Says that there is no such command, or option before it, with the nearest.
static int tell_unknown(const char *name)
{
	static const char *const options[] = { "--config", "--json", "--help", "--version" };
	bool option = name[0] == '-';
	struct nearest nearest = nearest_to(slice_of(name));
	for (size_t i = 0; option && i < sizeof options / sizeof options[0]; i++)
		nearest_offer(&nearest, options[i]);
	for (size_t i = 0; !option && i < COMMAND_COUNT; i++)
		nearest_offer(&nearest, commands[i].name);
	if (nearest.name != NULL && nearest.distance == 0)
		fprintf(stderr, "waymarkd: %s lacks its value\n", name);
	else if (nearest.name != NULL)
		fprintf(stderr, "waymarkd: there is no %s %s; did you mean %s?\n", option ? "option" : "command", name, nearest.name);
	else
		fprintf(stderr, "waymarkd: there is no %s %s; waymarkd help names them all\n", option ? "option" : "command", name);
	return OPERATOR_USAGE;
}

static void print_commands(FILE *out)
{
	fputs("usage: waymarkd [--config FILE] [--json] COMMAND ...\n\n", out);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		fprintf(out, "  %s %s\n      %s\n", commands[i].name, commands[i].usage, commands[i].manual);
	fputs("\nThe settings are those of --config, else $WAYMARK_CONFIG, else " SETTINGS_FILE_DEFAULT ".\n"
		  "Exit codes: 0 done, 1 failed, 2 the command line was not understood.\n",
		out);
}

static int help(struct operator_call *call)
{
	const struct command *command = call->count > 0 ? find(call->words[0]) : NULL;
	if (call->count > 0 && command == NULL)
		return tell_unknown(call->words[0]);
	if (command == NULL)
		print_commands(stdout);
	else
		printf("usage: waymarkd [--config FILE] [--json] %s %s\n\n%s\n", command->name, command->usage, command->manual);
	return OPERATOR_DONE;
}

// Writes text with scdoc's own signs escaped.
static void put_manual(const char *text)
{
	for (const char *at = text; *at != '\0'; at++)
		printf(strchr("_*\\#<>[]", *at) != NULL ? "\\%c" : "%c", *at);
}

static int manual(struct operator_call *call)
{
	fputs("waymarkd(8)\n\n# NAME\n\nwaymarkd - the Waymark service, and its operator's commands\n\n# SYNOPSIS\n\n"
		  "*waymarkd* [--config FILE] [--json] COMMAND ...\n\n# COMMANDS\n\n",
		stdout);
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		printf("*%s* ", commands[i].name);
		put_manual(commands[i].usage);
		fputs("\n\t", stdout);
		put_manual(commands[i].manual);
		fputs("\n\n", stdout);
	}
	settings_print_manual(stdout);
	fputs("# EXIT STATUS\n\n0 done, 1 failed, 2 the command line was not understood.\n\n# SIGNALS\n\n"
		  "*SIGTERM*, *SIGINT*\n\tFinish what is under way, tell everybody, and end.\n\n*SIGHUP*\n\tRead the settings again and "
		  "open the log anew.\n\n# FILES\n\n" SETTINGS_FILE_DEFAULT
		  ", and conf.d/\\*.conf beside it.\n\n# SEE ALSO\n\n*waymark*(1)\n",
		stdout);
	return OPERATOR_DONE;
}

// Reads the settings that the command needs and runs it.
static int run(const struct command *command, struct operator_call *call)
{
	struct settings settings;
	struct settings_problems problems;
	call->command = command->name;
	call->usage = command->usage;
	if (operator_flag(call, "--help")) {
		printf("usage: waymarkd [--config FILE] [--json] %s %s\n\n%s\n", command->name, command->usage, command->manual);
		return OPERATOR_DONE;
	}
	if (command->without_settings)
		return command->run(call);
	int code = OPERATOR_FAILED;
	if (settings_load(&settings, call->config, environ, &problems)) {
		call->settings = &settings;
		code = command->run(call);
	} else {
		fputs(problems.text, stderr);
		fprintf(stderr, "waymarkd %s: the settings have %zu problem%s; nothing was done.\n", command->name, problems.count,
			problems.count == 1 ? "" : "s");
	}
	settings_release(&settings);
	return code;
}

int main(int count, char **words)
{
	struct operator_call call = { .words = words + 1, .count = count > 0 ? (size_t)count - 1 : 0 };
	signal(SIGPIPE, SIG_IGN);
	call.command = "";
	call.usage = "COMMAND ...";
	call.config = operator_value(&call, "--config");
	call.json = operator_flag(&call, "--json");
	if (call.count == 0) {
		print_commands(stderr);
		return OPERATOR_USAGE;
	}
	const char *name = call.words[0];
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	else if (strcmp(name, "--version") == 0)
		name = "version";
	const struct command *command = find(name);
	if (command == NULL)
		return tell_unknown(name);
	call.words++;
	call.count--;
	return run(command, &call);
}
