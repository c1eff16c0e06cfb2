// Text: what stands on a terminal or in JSON is harmless there, whoever wrote it; and what was typed is compared.
#ifndef WAYMARK_CLI_TEXT_H
#define WAYMARK_CLI_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum text_breaks {
	TEXT_LINES,    // line breaks stay
	TEXT_ONE_LINE, // line breaks become " / "
};

// Writes text without its control characters, so that nobody's words can move a cursor, colour a line or ring a bell.
void text_put(FILE *to, const char *text, enum text_breaks breaks);
// Writes text as a JSON string.
void text_put_json(FILE *to, const char *text);

// The whole number above zero that the text is, or 0.
int64_t text_number(const char *text);
// True if text begins with prefix, whatever the case; *whole says whether they are the same (it stays as it was on false).
bool text_begins(const char *text, const char *prefix, bool *whole);

#endif
