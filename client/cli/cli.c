// Cli: words in the person's language, and JSON, on the streams.
#include "client/cli/cli.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/text.h"
#include "protocol/words.h"

void cli_choose_language(struct cli *cli)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *value = "";
	for (size_t i = 0; i < sizeof names / sizeof *names && !*value; i++) {
		const char *found = getenv(names[i]);
		value = found ? found : "";
	}
	size_t n = strcspn(value, ".@_");
	bool none = cli->no_language = n < 2 || n >= sizeof cli->language || strncmp(value, "POSIX", n) == 0;
	snprintf(cli->language, sizeof cli->language, "%.*s", none ? 2 : (int)n, none ? "en" : value);
}

const char *cli_words(const struct cli *cli, const char *msgid)
{
	return words_in(slice_of(cli->language), msgid);
}

void cli_print_json(const struct wm_value *value)
{
	char *json = wm_value_json(value);
	puts(json ? json : "null");
	free(json);
	fflush(stdout);
}

__attribute__((format(printf, 3, 0))) static void say(const struct cli *cli, FILE *to, const char *format, va_list arguments)
{
	char *text = NULL;
	// The words of another language take the same values in the same order: msgfmt --check-format sees to it.
	if (vasprintf(&text, cli_words(cli, format), arguments) < 0)
		return;
	text_put(to, text, TEXT_LINES);
	fputc('\n', to);
	fflush(to);
	free(text);
}

void cli_say(const struct cli *cli, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	if (!cli->json)
		say(cli, stdout, format, arguments);
	va_end(arguments);
}

void cli_note(const struct cli *cli, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	if (!cli->json)
		say(cli, stderr, format, arguments);
	va_end(arguments);
}
