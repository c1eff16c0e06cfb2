// Writes answers' heads.
#include "daemon/gateway/answer.h"

#include <stdarg.h>
#include <stdio.h>

#include "daemon/base/check.h"

// Scripts, styles, pictures and connections from here only; no frames, no forms, no plug-ins; text never becomes a script.
#define STRICT                                                                                                                   \
	"Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "     \
	"form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'\r\n"                        \
	"X-Content-Type-Options: nosniff\r\n"                                                                                        \
	"Cross-Origin-Opener-Policy: same-origin\r\n"                                                                                \
	"Cross-Origin-Resource-Policy: same-origin\r\n"                                                                              \
	"Referrer-Policy: no-referrer\r\n"

const char *answer_words(int status)
{
	static const struct {
		int status;
		const char *words;
	} all[] = {
		{ 200, "OK" },
		{ 204, "No Content" },
		{ 304, "Not Modified" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 408, "Request Timeout" },
		{ 409, "Conflict" },
		{ 413, "Content Too Large" },
		{ 426, "Upgrade Required" },
		{ 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
		{ 505, "HTTP Version Not Supported" },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].status == status)
			return all[i].words;
	return "";
}

struct page {
	char *text;
	size_t n;
};

__attribute__((format(printf, 2, 3))) static void add(struct page *page, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	int n = vsnprintf(page->text + page->n, ANSWER_HEAD_BYTES_MAX - page->n, format, list);
	va_end(list);
	CHECK(n >= 0 && page->n + (size_t)n < ANSWER_HEAD_BYTES_MAX);
	page->n += (size_t)n;
}

size_t answer_write(const struct answer *answer, char head[ANSWER_HEAD_BYTES_MAX])
{
	struct page page = { head, 0 };
	char date[40];
	struct tm when;
	CHECK(answer->status >= 200 && answer->status <= 599);
	gmtime_r(&answer->now, &when);
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &when);
	add(&page, "HTTP/1.1 %d %s\r\nConnection: close\r\nDate: %s\r\n", answer->status, answer_words(answer->status), date);
	if (answer->status != 204 && answer->status != 304)
		add(&page, "Content-Length: %llu\r\n", (unsigned long long)answer->body_bytes);
	if (answer->type != NULL)
		add(&page, "Content-Type: %s\r\n", answer->type);
	if (answer->encoding != NULL)
		add(&page, "Content-Encoding: %s\r\n", answer->encoding);
	if (answer->etag != NULL)
		add(&page, "ETag: %s\r\n", answer->etag);
	add(&page, "Cache-Control: %s\r\n", answer->caching != NULL ? answer->caching : "no-store");
	if (answer->varies)
		add(&page, "Vary: Accept-Encoding\r\n");
	if (answer->secure)
		add(&page, "Strict-Transport-Security: max-age=31536000\r\n");
	add(&page, "%s%s\r\n", STRICT, answer->extra != NULL ? answer->extra : "");
	return page.n;
}
