// Links: the code stands behind #, so that it never reaches a server's log; before it stands the service's address.
#include "client/cli/links.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/refusals.h"

bool links_digits(const char *text, char code[LINKS_CODE_BYTES])
{
	size_t n = 0;
	for (; *text; text++) {
		if (isdigit((unsigned char)*text) && n < 6)
			code[n++] = *text;
		else if (*text != ' ' && *text != '-')
			return false;
	}
	code[n] = 0;
	return n == 6;
}

// The part of a link before /enter#... or /join#... is where its service is.
static int use_service(struct cli *cli, const char *link, const char *hash)
{
	char url[1024];
	size_t n = (size_t)(hash - link);
	const char *set = getenv("WAYMARK_URL");
	if (cli->url || (set && *set))
		return EXIT_OK;
	while (n > 0 && link[n - 1] != '/')
		n--;
	if (n == 0 || n >= sizeof url)
		return refusals_usage(cli, "That is not the whole link: copy all of it, with what stands behind the #.");
	memcpy(url, link, n - 1);
	url[n - 1] = 0;
	if (wm_options_set_url(cli->options, url) != WM_OK)
		return refusals_usage(cli, "%s", wm_options_problem(cli->options));
	cli->url = strdup(url); // as long as the program runs
	return EXIT_OK;
}

int links_read(struct cli *cli, const char *text, char code[LINKS_CODE_BYTES])
{
	while (isspace((unsigned char)*text))
		text++;
	const char *hash = strchr(text, '#');
	const char *start = hash ? hash + 1 : text;
	size_t n = strlen(start);
	while (n > 0 && isspace((unsigned char)start[n - 1]))
		n--;
	if (n == 0 || n >= LINKS_CODE_BYTES || (!hash && strstr(text, "://")))
		return refusals_usage(cli, "That is not the whole link: copy all of it, with what stands behind the #.");
	memcpy(code, start, n);
	code[n] = 0;
	return hash ? use_service(cli, text, hash) : EXIT_OK;
}
