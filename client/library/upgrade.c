// Upgrade: a request written once, and an answer of at most eight kilobytes read line by line, strictly.
// SPDX-License-Identifier: MIT
#include "client/library/upgrade.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <strings.h>

#include "client/library/chance.h"
#include "protocol/must.h"

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" // RFC 6455, section 1.3

void upgrade_make_key(char key[UPGRADE_KEY_BYTES])
{
	uint8_t bytes[16];
	chance_bytes(bytes, sizeof bytes);
	EVP_EncodeBlock((unsigned char *)key, bytes, sizeof bytes);
}

void upgrade_accept(const char *key, char accept[UPGRADE_ACCEPT_BYTES])
{
	char text[UPGRADE_KEY_BYTES + sizeof GUID];
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	int written = snprintf(text, sizeof text, "%s" GUID, key);
	MUST(written > 0 && (size_t)written < sizeof text);
	MUST(EVP_Digest(text, (size_t)written, digest, &n, EVP_sha1(), NULL) == 1 && n == 20);
	EVP_EncodeBlock((unsigned char *)accept, digest, (int)n);
}

size_t upgrade_request(const struct address *address, const char *key, char request[UPGRADE_REQUEST_BYTES_MAX])
{
	bool usual = strcmp(address->port, address->tls ? "443" : "80") == 0;
	int n = snprintf(request, UPGRADE_REQUEST_BYTES_MAX,
		"GET %s HTTP/1.1\r\nHost: %s%s%s%s%s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: %s\r\n"
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: " UPGRADE_PROTOCOL "\r\n\r\n",
		address->path, address->bracketed ? "[" : "", address->host, address->bracketed ? "]" : "", usual ? "" : ":",
		usual ? "" : address->port, key);
	MUST(n > 0 && n < UPGRADE_REQUEST_BYTES_MAX);
	return (size_t)n;
}

// Takes the next line, without its end, off text. False if there is no whole one.
static bool take_line(struct slice *text, struct slice *line)
{
	const uint8_t *end = text->n ? memchr(text->at, '\n', text->n) : NULL;
	if (!end)
		return false;
	*line = (struct slice){ .at = text->at, .n = (size_t)(end - text->at) };
	text->n -= line->n + 1;
	text->at = end + 1;
	if (line->n > 0 && line->at[line->n - 1] == '\r')
		line->n--;
	return true;
}

static bool same(struct slice text, const char *word)
{
	return text.n == strlen(word) && strncasecmp((const char *)text.at, word, text.n) == 0;
}

static struct slice trimmed(struct slice text)
{
	while (text.n > 0 && (*text.at == ' ' || *text.at == '\t')) {
		text.at++;
		text.n--;
	}
	while (text.n > 0 && (text.at[text.n - 1] == ' ' || text.at[text.n - 1] == '\t'))
		text.n--;
	return text;
}

// True if a list of words parted by commas holds the word.
static bool holds(struct slice list, const char *word)
{
	while (list.n > 0) {
		const uint8_t *comma = memchr(list.at, ',', list.n);
		size_t n = comma ? (size_t)(comma - list.at) : list.n;
		if (same(trimmed((struct slice){ .at = list.at, .n = n }), word))
			return true;
		list.at += n + (comma ? 1 : 0);
		list.n -= n + (comma ? 1 : 0);
	}
	return false;
}

struct findings {
	bool upgrade, connection, accept, protocol, extensions;
};

static void read_field(struct slice line, const char *expected, struct findings *found)
{
	const uint8_t *colon = memchr(line.at, ':', line.n);
	if (!colon)
		return;
	struct slice name = { .at = line.at, .n = (size_t)(colon - line.at) };
	struct slice value = trimmed((struct slice){ .at = colon + 1, .n = line.n - name.n - 1 });
	if (same(name, "Upgrade"))
		found->upgrade = same(value, "websocket");
	else if (same(name, "Connection"))
		found->connection = holds(value, "upgrade");
	else if (same(name, "Sec-WebSocket-Accept"))
		found->accept = slice_equal(value, slice_of(expected));
	else if (same(name, "Sec-WebSocket-Protocol"))
		found->protocol = slice_equal(value, slice_of(UPGRADE_PROTOCOL));
	else if (same(name, "Sec-WebSocket-Extensions"))
		found->extensions = value.n > 0;
}

// "HTTP/1.1 101 ..." gives 101; anything else 0.
static int read_status(struct slice line)
{
	if (line.n < 12 || memcmp(line.at, "HTTP/1.1 ", 9) != 0)
		return 0;
	int status = 0;
	for (size_t i = 9; i < 12; i++) {
		if (line.at[i] < '0' || line.at[i] > '9')
			return 0;
		status = status * 10 + (line.at[i] - '0');
	}
	return line.n == 12 || line.at[12] == ' ' ? status : 0;
}

static enum upgrade_result judge(int status, const struct findings *found, char *problem, size_t size)
{
	if (status == 101 && found->upgrade && found->connection && found->accept && found->protocol && !found->extensions)
		return UPGRADE_DONE;
	if (status == 503 || status == 502 || status == 504 || status == 429) {
		snprintf(problem, size, "the service is busy or just starting (HTTP %d): it is tried again by itself", status);
		return UPGRADE_BUSY;
	}
	if (status == 0)
		snprintf(problem, size, "what answers there does not speak HTTP/1.1: check the address");
	else if (status == 101)
		snprintf(problem, size, "what answers there opens a WebSocket, but not one of Waymark: check the address");
	else
		snprintf(problem, size, "there is no Waymark service at this address (HTTP %d): check it", status);
	return UPGRADE_REFUSED;
}

enum upgrade_result upgrade_read(struct slice answer, const char *key, size_t *used, char *problem, size_t size)
{
	char expected[UPGRADE_ACCEPT_BYTES];
	upgrade_accept(key, expected);
	struct slice rest = answer, line;
	if (!take_line(&rest, &line)) {
		// What cannot become a status line is refused at once instead of waiting for its end.
		if (answer.n == 0 ||
			(answer.n < UPGRADE_ANSWER_BYTES_MAX && memcmp(answer.at, "HTTP/1.1 ", answer.n < 9 ? answer.n : 9) == 0))
			return UPGRADE_MORE;
		return judge(0, &(struct findings){ 0 }, problem, size);
	}
	int status = read_status(line);
	struct findings found = { 0 };
	bool whole = false;
	while (status && !whole && take_line(&rest, &line)) {
		whole = line.n == 0;
		if (!whole)
			read_field(line, expected, &found);
	}
	if (status && !whole && answer.n < UPGRADE_ANSWER_BYTES_MAX)
		return UPGRADE_MORE;
	*used = (size_t)(rest.at - answer.at);
	return judge(whole ? status : 0, &found, problem, size);
}
