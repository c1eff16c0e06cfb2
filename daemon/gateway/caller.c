// Works out who is calling; pure.
#include "daemon/gateway/caller.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "daemon/base/check.h"

enum caller_origin caller_origin(const struct head *head, const struct caller_rules *rules)
{
	struct slice origin;
	if (!head_only(head, "origin", &origin))
		return origin.at == NULL ? CALLER_ORIGIN_NONE : CALLER_ORIGIN_FOREIGN;
	for (const char *const *allowed = rules->origins; allowed != NULL && *allowed != NULL; allowed++)
		if (slice_equal(origin, slice_of(*allowed)))
			return CALLER_ORIGIN_ALLOWED;
	return CALLER_ORIGIN_FOREIGN;
}

const char *caller_cookie_name(bool secure)
{
	return secure ? "__Host-wm" : "waymark";
}

bool caller_is_token(struct slice text)
{
	if (text.n == 0 || text.n > CALLER_TOKEN_BYTES_MAX)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		uint8_t byte = text.at[i];
		bool letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
		if (!letter && !(byte >= '0' && byte <= '9') && byte != '-' && byte != '_')
			return false;
	}
	return true;
}

struct slice caller_token(const struct head *head, const struct caller_rules *rules)
{
	struct slice none = { NULL, 0 }, found = none;
	struct slice name = slice_of(caller_cookie_name(rules->secure_cookie));
	struct slice list;
	if (!head_only(head, "cookie", &list))
		return none;
	while (list.at != NULL) {
		struct slice pair = head_next(&list, ';');
		if (pair.n <= name.n || memcmp(pair.at, name.at, name.n) != 0 || pair.at[name.n] != '=')
			continue;
		if (found.at != NULL)
			return none; // another site of this domain may have planted one of them
		found = (struct slice){ pair.at + name.n + 1, pair.n - name.n - 1 };
	}
	return caller_is_token(found) ? found : none;
}

static bool is_loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 || strncmp(address, "::ffff:127.", 11) == 0;
}

bool caller_is_local(const struct head *head, const char *address)
{
	if (head_value(head, "x-forwarded-for", 0).at != NULL || head_value(head, "forwarded", 0).at != NULL)
		return false;
	return is_loopback(address);
}

static bool is_trusted(const struct caller_rules *rules, const char *address)
{
	for (const char *const *proxy = rules->trusted_proxies; proxy != NULL && *proxy != NULL; proxy++)
		if (strcmp(address, *proxy) == 0)
			return true;
	return false;
}

static bool is_address(const char *text)
{
	struct in6_addr bytes;
	return inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1;
}

void caller_address(
	const struct head *head, const struct caller_rules *rules, const char *socket_address, char result[CALLER_ADDRESS_BYTES_MAX])
{
	CHECK(strlen(socket_address) < CALLER_ADDRESS_BYTES_MAX);
	snprintf(result, CALLER_ADDRESS_BYTES_MAX, "%s", socket_address);
	if (!is_trusted(rules, socket_address))
		return;
	// A proxy adds to the client's own field, or puts one of its own behind it: either way the last is the proxy's.
	struct slice list = { NULL, 0 };
	for (size_t n = 0; head_value(head, "x-forwarded-for", n).at != NULL; n++)
		list = head_value(head, "x-forwarded-for", n);
	// From the right: each proxy adds the address that it saw, so what stands left of an untrusted one is only a claim.
	while (list.n > 0) {
		size_t begin = list.n;
		while (begin > 0 && list.at[begin - 1] != ',')
			begin--;
		struct slice last = { list.at + begin, list.n - begin };
		struct slice word = head_next(&last, ',');
		char text[CALLER_ADDRESS_BYTES_MAX];
		if (word.n == 0 || word.n >= sizeof text)
			return;
		memcpy(text, word.at, word.n);
		text[word.n] = '\0';
		if (!is_address(text))
			return;
		memcpy(result, text, word.n + 1);
		if (!is_trusted(rules, text))
			return;
		list.n = begin > 0 ? begin - 1 : 0;
	}
}

size_t caller_network(const struct caller_rules *rules, const char *address, uint8_t network[CALLER_NETWORK_BYTES_MAX])
{
	struct in_addr four;
	struct in6_addr six;
	if (is_loopback(address) || is_trusted(rules, address))
		return 0;
	if (inet_pton(AF_INET, address, &four) == 1) {
		memcpy(network, &four, sizeof four);
		return sizeof four;
	}
	if (inet_pton(AF_INET6, address, &six) != 1)
		return 0;
	bool mapped = IN6_IS_ADDR_V4MAPPED(&six);
	size_t n = mapped ? sizeof four : CALLER_NETWORK_BYTES_MAX;
	memcpy(network, mapped ? six.s6_addr + 12 : six.s6_addr, n);
	return n;
}
