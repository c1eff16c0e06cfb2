// Words: finds a text in a language's table, and the plural form that a number needs.
#include "protocol/words.h"

#include "protocol/must.h"
#include "protocol/tables.h"

// True if the language is, or begins with, the two-letter tag.
static bool speaks(struct slice language, const char *tag)
{
	if (language.n < 2 || (language.n > 2 && language.at[2] != '-' && language.at[2] != '_')) {
		return false;
	}
	return (language.at[0] | 0x20) == tag[0] && (language.at[1] | 0x20) == tag[1];
}

static const struct words_entry *find(const char *msgid)
{
	size_t low = 0, high = words_cy_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(msgid, words_cy[middle].msgid);
		if (order == 0) {
			return &words_cy[middle];
		}
		if (order < 0) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return NULL;
}

// The Plural-Forms of cy.po: zero, one, two, three (few), six (many), and all others. The generator refuses another rule.
static size_t welsh_form(uint64_t n)
{
	if (n <= 3) {
		return (size_t)n;
	}
	return n == 6 ? 4 : 5;
}

const char *words_in(struct slice language, const char *msgid)
{
	MUST(msgid != NULL);
	const struct words_entry *entry = speaks(language, "cy") ? find(msgid) : NULL;
	return entry != NULL ? entry->forms[0] : msgid;
}

const char *words_plural_in(struct slice language, const char *msgid, const char *msgid_plural, uint64_t n)
{
	MUST(msgid != NULL && msgid_plural != NULL);
	const struct words_entry *entry = speaks(language, "cy") ? find(msgid) : NULL;
	size_t form = welsh_form(n);
	if (entry != NULL && entry->forms[form] != NULL) {
		return entry->forms[form];
	}
	return n == 1 ? msgid : msgid_plural;
}
