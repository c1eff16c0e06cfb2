// Prompt: what the person types or pipes in while a command runs.
#ifndef WAYMARK_CLI_PROMPT_H
#define WAYMARK_CLI_PROMPT_H

#include "client/cli/cli.h"

#define PROMPT_TEXT_BYTES_MAX 16000 // one message

// True if there is a person who can be asked: a terminal, and no --json.
bool prompt_possible(const struct cli *cli);
// Asks and reads one line, without its end, into a malloc'd text. NULL at the end of the input or after Ctrl-C. The question is
// printed only if there is a terminal; a pipe is read all the same.
char *prompt_line(const struct cli *cli, const char *question);
// Asks for yes or no; otherwise is the answer to an empty line and to the end of the input.
bool prompt_yes(const struct cli *cli, const char *question, bool otherwise);
// A message: the word itself, or for "-" all of the standard input. Malloc'd; NULL if it is too long, no text or
// blank (told), and *code says it.
char *prompt_text(const struct cli *cli, const char *word, int *code);
// A whole number of at least 1 that stands on the command line. 0: it is none (told, as the thing that what names).
int64_t prompt_number(const struct cli *cli, const char *word, const char *what);

#endif
