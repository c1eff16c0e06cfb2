// Commands: the table. A new command is one file and one line here.
#include "client/cli/command.h"

#include <stdlib.h>
#include <string.h>

#define NEAR_MAX 3 // letters that may differ in "did you mean"
#define NAME_BYTES_MAX 64

extern const struct command command_login, command_logout, command_whoami, command_profile, command_channels, command_tail,
	command_post, command_reply, command_history, command_search, command_members, command_read, command_react, command_edit,
	command_retract, command_circle_open, command_circle_get, command_circle_invite, command_circle_join, command_circle_leave,
	command_invite, command_invitation_read, command_invitation_accept, command_place_find, command_topics, command_call,
	command_context_add, command_context_use, command_context_ls, command_context_rm, command_completion, command_help,
	command_manual;

const struct command *const commands[] = {
	&command_login,
	&command_logout,
	&command_whoami,
	&command_profile,
	&command_channels,
	&command_tail,
	&command_history,
	&command_search,
	&command_members,
	&command_read,
	&command_post,
	&command_reply,
	&command_react,
	&command_edit,
	&command_retract,
	&command_circle_open,
	&command_circle_get,
	&command_circle_invite,
	&command_circle_join,
	&command_circle_leave,
	&command_invite,
	&command_invitation_read,
	&command_invitation_accept,
	&command_place_find,
	&command_topics,
	&command_call,
	&command_context_add,
	&command_context_use,
	&command_context_ls,
	&command_context_rm,
	&command_completion,
	&command_help,
	&command_manual,
	NULL,
};

const struct command_group command_groups[] = {
	{ WORDS_LATER("Who you are"), &command_login },
	{ WORDS_LATER("Hearing"), &command_channels },
	{ WORDS_LATER("Saying"), &command_post },
	{ WORDS_LATER("Circles"), &command_circle_open },
	{ WORDS_LATER("Inviting"), &command_invite },
	{ WORDS_LATER("Places and topics"), &command_place_find },
	{ WORDS_LATER("This program"), &command_call },
	{ NULL, NULL },
};

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

const struct command *commands_find(int argc, char *const *argv, int *words)
{
	const struct command *best = NULL;
	*words = 0;
	for (size_t i = 0; commands[i]; i++) {
		int n = match(commands[i]->name, argc, argv);
		if (n > *words) {
			*words = n;
			best = commands[i];
		}
	}
	return best;
}

// Letters to add, drop or change to make b of a.
static size_t distance(const char *a, const char *b)
{
	size_t row[NAME_BYTES_MAX + 1], m = strlen(a), n = strlen(b);
	if (m > NAME_BYTES_MAX || n > NAME_BYTES_MAX)
		return NAME_BYTES_MAX;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; i <= m; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t above = row[j], change = corner + (a[i - 1] != b[j - 1]);
			size_t step = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
			row[j] = change < step ? change : step;
			corner = above;
		}
	}
	return row[n];
}

const struct command *commands_nearest(const char *words)
{
	const struct command *best = NULL;
	size_t least = NEAR_MAX + 1;
	char first[NAME_BYTES_MAX + 1] = "";
	size_t n = strcspn(words, " ");
	if (n < sizeof first)
		memcpy(first, words, n);
	for (size_t i = 0; commands[i]; i++) {
		size_t whole = distance(words, commands[i]->name), one = distance(first, commands[i]->name);
		size_t near = whole < one ? whole : one;
		if (near < least && near < strlen(commands[i]->name)) {
			least = near;
			best = commands[i];
		}
	}
	return best;
}
