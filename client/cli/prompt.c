// Prompt: questions on the error stream, answers from the standard input.
#include "client/cli/prompt.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/connection.h"
#include "client/cli/refusals.h"
#include "client/cli/text.h"

bool prompt_possible(const struct cli *cli)
{
	return !cli->json && isatty(STDIN_FILENO);
}

char *prompt_line(const struct cli *cli, const char *question)
{
	if (prompt_possible(cli)) {
		text_put(stderr, question, TEXT_LINES);
		fputc(' ', stderr);
	}
	char *line = NULL;
	size_t size = 0;
	ssize_t n = getline(&line, &size, stdin);
	if (n < 0 || connection_interrupted()) {
		free(line);
		return NULL;
	}
	while (n > 0 && strchr("\r\n \t", line[n - 1]))
		line[--n] = 0;
	return line;
}

bool prompt_yes(const struct cli *cli, const char *question, bool otherwise)
{
	char asked[300];
	snprintf(asked, sizeof asked, "%s %s", question, otherwise ? cli_words(cli, "[Y/n]") : cli_words(cli, "[y/N]"));
	char *line = prompt_line(cli, asked);
	bool yes = otherwise;
	if (line && *line)
		yes = strchr("yYiI1", *line) != NULL; // yes, ie, ydw, iawn
	free(line);
	return yes;
}

// The whole standard input, without its last line breaks. NULL if it is too long or no text (told).
static char *read_input(const struct cli *cli)
{
	char *text = malloc(PROMPT_TEXT_BYTES_MAX + 2);
	size_t n = text ? fread(text, 1, PROMPT_TEXT_BYTES_MAX + 1, stdin) : 0;
	const char *wrong = NULL;
	if (!text || n > PROMPT_TEXT_BYTES_MAX)
		wrong = WORDS_LATER("The text is longer than 16000 bytes: make it shorter, or send it in parts.");
	else if (memchr(text, 0, n)) // what stands behind it would be lost without a word
		wrong = WORDS_LATER("The text holds a zero byte: is it a text at all?");
	if (wrong) {
		refusals_tell(cli, n > PROMPT_TEXT_BYTES_MAX ? WM_TOO_LARGE : WM_INVALID, wrong, NULL);
		free(text);
		return NULL;
	}
	while (n > 0 && text[n - 1] == '\n')
		n--;
	text[n] = 0;
	return text;
}

char *prompt_text(const struct cli *cli, const char *word, int *code)
{
	*code = EXIT_OK;
	char *text = strcmp(word, "-") == 0 ? read_input(cli) : strdup(word);
	if (!text)
		*code = EXIT_FAILED;
	else if (!text[strspn(text, " \t\r\n")])
		*code = refusals_usage(cli, "There are no words to send.");
	if (*code == EXIT_OK)
		return text;
	free(text);
	return NULL;
}

int64_t prompt_number(const struct cli *cli, const char *word, const char *what)
{
	char *end;
	long long number = strtoll(word, &end, 10);
	if (*word && !*end && number > 0)
		return number;
	refusals_usage(cli, "%s is a number from 1 up, not %s.", what, word);
	return 0;
}
