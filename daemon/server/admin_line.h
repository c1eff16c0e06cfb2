// Admin line: the JSON of the admin socket, one question or answer a line.
#ifndef WAYMARK_ADMIN_LINE_H
#define WAYMARK_ADMIN_LINE_H

#include "daemon/server/server.h"

#define ADMIN_CALL_BYTES_MAX 64

// A question: which call, and the JSON object that goes with it.
struct admin_question {
	char call[ADMIN_CALL_BYTES_MAX]; // "person_add", also when "person.add" was written
	char *with;                      // the text of a JSON object, freed by admin_line_release
};

// Reads a line. Returns NULL, or what is wrong with it (static text, and nothing is to be released).
const char *admin_line_read(struct slice line, struct admin_question *question);
void admin_line_release(struct admin_question *question);

// Makes the line of an answer, with its end, for the caller to free. reply: a JSON object, or empty.
char *admin_line_answer(enum outcome outcome, struct slice detail, struct slice reply);

// Makes the reply of the call "status", a JSON object, for the caller to free.
char *admin_line_status(const struct server *server);

#endif
