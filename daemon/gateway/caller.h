// Caller: who is at the door, as far as a request's head and address can tell: its Origin, cookie, and address behind proxies.
#ifndef WAYMARK_GATEWAY_CALLER_H
#define WAYMARK_GATEWAY_CALLER_H

#include "daemon/gateway/head.h"

#define CALLER_TOKEN_BYTES_MAX 128
#define CALLER_ADDRESS_BYTES_MAX 64 // with its zero; INET6_ADDRSTRLEN is 46
#define CALLER_NETWORK_BYTES_MAX 8

// What callers are measured against; the lists are NULL-terminated and may be NULL.
struct caller_rules {
	const char *const *origins;
	const char *const *trusted_proxies;
	bool secure_cookie;
};

enum caller_origin { CALLER_ORIGIN_NONE, CALLER_ORIGIN_ALLOWED, CALLER_ORIGIN_FOREIGN };

// The request's Origin against the list, byte for byte. Two Origin fields are foreign.
enum caller_origin caller_origin(const struct head *head, const struct caller_rules *rules);
// The name of the session's cookie.
const char *caller_cookie_name(bool secure);
// The token in the session's cookie, borrowed from the head; empty if there is none, or more than one, or it is no token.
struct slice caller_token(const struct head *head, const struct caller_rules *rules);
// True if text can be a token or code: 1 to CALLER_TOKEN_BYTES_MAX letters, digits, '-' or '_'.
bool caller_is_token(struct slice text);
// True if the request came straight from this machine: its address is loopback and no proxy speaks for another.
bool caller_is_local(const struct head *head, const char *address);
// Writes the address that the request is from: the socket's, or, when that is a trusted proxy, the last one in X-Forwarded-For
// that is not. A word that is no address is never believed. The result is always terminated.
void caller_address(
	const struct head *head, const struct caller_rules *rules, const char *socket_address, char result[CALLER_ADDRESS_BYTES_MAX]);
// Writes the part of an address that its holder cannot choose: all of IPv4, the first half of IPv6. Returns its bytes; 0 for this
// machine, for a trusted proxy (that did not say for whom it speaks), and for what is no address.
size_t caller_network(const struct caller_rules *rules, const char *address, uint8_t network[CALLER_NETWORK_BYTES_MAX]);

#endif
