// Refusals: what is said when the service refuses, or the command line was typed wrongly; in words or in JSON.
#include "client/cli/refusals.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/text.h"

#define EXPECTED_MAX 4

// What a command has better words for than the service.
static struct expected {
	int code;
	const char *detail;
	char *words;
} expected[EXPECTED_MAX];
static size_t expected_count;

void refusals_expect(const struct cli *cli, int code, const char *detail, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	struct expected *row = &expected[expected_count];
	if (expected_count < EXPECTED_MAX && vasprintf(&row->words, cli_words(cli, format), arguments) >= 0) {
		row->code = code;
		row->detail = detail;
		expected_count++;
	}
	va_end(arguments);
}

void refusals_forget(void)
{
	while (expected_count > 0)
		free(expected[--expected_count].words);
}

// The words that the command has for this refusal, or NULL.
static const char *own_words(int code, const char *detail)
{
	for (size_t i = 0; i < expected_count; i++) {
		const char *begins = expected[i].detail;
		if (expected[i].code == code && (!begins || (detail && strncmp(detail, begins, strlen(begins)) == 0)))
			return expected[i].words;
	}
	return NULL;
}

// The reasons of a conflict in words, with what to do.
static const char *reason_words(const char *reason)
{
	static const struct {
		const char *reason, *words;
	} rows[] = {
		{ "already_used", WORDS_LATER("The link or code was used already: sign in, or ask for a new one.") },
		{ "expired", WORDS_LATER("It was too late; the link or code has ended: ask for a new one.") },
		{ "full", WORDS_LATER("No seat is free.") },
		{ "closed", WORDS_LATER("It has ended.") },
		{ "already_member", WORDS_LATER("The person is a member already.") },
		{ "retracted", WORDS_LATER("The message was taken back.") },
		{ "already_registered", WORDS_LATER("A person with this mail address exists already: sign in instead.") },
		{ "last_holder", WORDS_LATER("The service must keep at least one person in this role.") },
		{ "nonce_reused", WORDS_LATER("This nonce was used before for something else.") },
	};
	for (size_t i = 0; reason && i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].reason, reason) == 0)
			return rows[i].words;
	return NULL;
}

static int exit_of(int code)
{
	switch (code) {
	case WM_OK:
		return EXIT_OK;
	case WM_UNAUTHENTICATED:
		return EXIT_SIGN_IN;
	case WM_DENIED:
	case WM_INSECURE:
		return EXIT_NOT_ALLOWED;
	case WM_UNREACHABLE:
	case WM_TIMEOUT:
	case WM_UNAVAILABLE:
	case WM_LOST:
	case WM_TLS:
	case WM_PROTOCOL:
		return EXIT_UNREACHABLE;
	default:
		return EXIT_FAILED;
	}
}

static void print_error_json(const char *word, const char *message, const char *detail)
{
	fputs("{\"error\":{\"code\":", stdout);
	text_put_json(stdout, word);
	fputs(",\"message\":", stdout);
	text_put_json(stdout, message);
	if (detail && *detail) {
		fputs(",\"detail\":", stdout);
		text_put_json(stdout, detail);
	}
	puts("}}");
	fflush(stdout);
}

int refusals_tell(const struct cli *cli, int code, const char *message, const char *detail)
{
	const char *own = own_words(code, detail);
	if (!message || !*message)
		message = wm_strerror(code);
	message = own ? own : cli_words(cli, message);
	bool detailed = detail && *detail && strcmp(detail, message) != 0;
	if (cli->json) {
		print_error_json(wm_code_word(code), message, detailed ? detail : NULL);
		return exit_of(code);
	}
	const char *reason = code == WM_CONFLICT && !own ? reason_words(detail) : NULL;
	// What is missing before signing in is a matter between programs; the line below says what a person does about it.
	detailed = detailed && !own && !reason && code != WM_UNAUTHENTICATED;
	fputs("waymark: ", stderr);
	text_put(stderr, reason ? cli_words(cli, reason) : message, TEXT_LINES);
	if (detailed) {
		fputs(" (", stderr);
		text_put(stderr, cli_words(cli, detail), TEXT_LINES);
		fputs(")", stderr);
	}
	fputc('\n', stderr);
	if (code == WM_UNAUTHENTICATED)
		fprintf(stderr, "%s\n", cli_words(cli, "Sign in with: waymark login you@example.org"));
	return exit_of(code);
}

int refusals_usage(const struct cli *cli, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char text[1000];
	vsnprintf(text, sizeof text, cli_words(cli, format), arguments);
	va_end(arguments);
	if (cli->json) {
		print_error_json("usage", text, NULL);
		return EXIT_USAGE;
	}
	fputs("waymark: ", stderr);
	text_put(stderr, text, TEXT_LINES);
	fputc('\n', stderr);
	return EXIT_USAGE;
}
