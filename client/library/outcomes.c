// Outcomes: every code's word and its plain English, in one table.
// SPDX-License-Identifier: MIT
#include "client/library/waymark.h"
#include "protocol/words.h"

#ifndef WAYMARK_VERSION
#define WAYMARK_VERSION "0"
#endif

struct row {
	int code;
	const char *word, *words;
};

static const struct row rows[] = {
	{ WM_OK, "ok", WORDS_LATER("All is well.") },
	{ WM_UNAUTHENTICATED, "unauthenticated", WORDS_LATER("You are not signed in, or your sign-in has ended: sign in again.") },
	{ WM_DENIED, "denied", WORDS_LATER("You may not do that: ask someone who may.") },
	{ WM_NOT_FOUND, "not_found", WORDS_LATER("That cannot be found: check its name or number, and that you are a member.") },
	{ WM_INVALID, "invalid", WORDS_LATER("That request is not right.") },
	{ WM_TOO_LARGE, "too_large", WORDS_LATER("That is too large: make it shorter.") },
	{ WM_CONFLICT, "conflict", WORDS_LATER("That clashes with what has happened meanwhile: look again, then decide.") },
	{ WM_RATE_LIMITED, "rate_limited", WORDS_LATER("That was too fast: wait a moment and try again.") },
	{ WM_UNAVAILABLE, "unavailable", WORDS_LATER("The service is busy: try again in a moment.") },
	{ WM_INTERNAL, "internal", WORDS_LATER("Something went wrong in the service: try again later, or tell its operator.") },
	{ WM_FULL, "full", WORDS_LATER("Too much is waiting to be sent: wait for answers first.") },
	{ WM_NO_MEMORY, "no_memory", WORDS_LATER("This machine has no memory left: close something and try again.") },
	{ WM_UNREACHABLE, "unreachable", WORDS_LATER("The service cannot be reached: check the address and your network.") },
	{ WM_TIMEOUT, "timeout", WORDS_LATER("No answer came in time: it may have happened or not, so look before you repeat it.") },
	{ WM_LOST, "lost",
		WORDS_LATER("The connection broke before the answer: it may have happened or not, so look before you repeat it.") },
	{ WM_PROTOCOL, "protocol",
		WORDS_LATER("The other side does not speak this protocol: check the address, and the versions of both.") },
	{ WM_INSECURE, "insecure",
		WORDS_LATER("Your token would cross the network in the clear: use https://, or on a network that you trust set "
					"WAYMARK_INSECURE=1.") },
	{ WM_TLS, "tls", WORDS_LATER("The other side could not prove who it is: check the address and its certificate.") },
	{ WM_GONE, "gone", WORDS_LATER("The client was destroyed in a callback.") },
};

static const struct row *find(int code)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].code == code)
			return &rows[i];
	static const struct row unknown = { 0, "unknown", "An unknown code." };
	return &unknown;
}

const char *wm_strerror(int code)
{
	return find(code)->words;
}

const char *wm_code_word(int code)
{
	return find(code)->word;
}

const char *wm_version(void)
{
	return WAYMARK_VERSION;
}
