// The table of questions that waymarkd's sub-commands put to the running daemon.
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/operator/ask.h"
#include "protocol/nearest.h"

// One for each row of struct ask; what a command's usage says stands in operator.h and must name the same.
static const struct ask asks[] = {
	{ "person", "add", "person_add",
		{ { ASK_TEXT, "--name", "name", true }, { ASK_TEXT, "--email", "email", true },
			{ ASK_TEXT, "--language", "language", false }, { ASK_TEXT, "--place", "place", false },
			{ ASK_LIST, "--role", "roles", false } } },
	{ "person", "list", "person_list", { { ASK_NUMBER, "--after", "after", false } } },
	{ "person", "grant", "person_grant",
		{ { ASK_PERSON, "", "person", true }, { ASK_WORD, "", "role", true }, { ASK_TEXT, "--place", "place", false } } },
	{ "person", "revoke", "person_revoke",
		{ { ASK_PERSON, "", "person", true }, { ASK_WORD, "", "role", true }, { ASK_TEXT, "--place", "place", false } } },
	{ "token", "make", "token_make", { { ASK_PERSON, "", "person", true } } },
	{ "token", "list", "token_list", { { ASK_PERSON, "", "person", true } } },
	{ "token", "revoke", "token_revoke", { { ASK_PERSON, "", "person", true } } },
	{ "link", "make", "link_make", { { ASK_PERSON, "", "person", true } } },
	{ "mail", "list", "mail_list", { { ASK_NUMBER, "--after", "after", false } } },
	{ "mail", "show", "mail_show", { { ASK_WORD, "", "mail", true } } },
};

const struct ask *ask_find(const char *noun, const char *verb)
{
	CHECK(noun != NULL && verb != NULL);
	for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++)
		if (strcmp(asks[i].noun, noun) == 0 && strcmp(asks[i].verb, verb) == 0)
			return &asks[i];
	return NULL;
}

const char *ask_nearest(const char *noun, const char *word)
{
	CHECK(noun != NULL && word != NULL);
	struct nearest nearest = nearest_to(slice_of(word));
	for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++)
		if (strcmp(asks[i].noun, noun) == 0)
			nearest_offer(&nearest, asks[i].verb);
	return nearest.name;
}
