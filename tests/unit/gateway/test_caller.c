// Who is calling: origins byte for byte, cookies that cannot be planted, addresses that cannot be claimed.
#include "asking.h"

#include "daemon/gateway/caller.h"

#define BEGIN "GET /socket HTTP/1.1\r\nHost: w\r\n"
#define END "\r\n"

static const char *const origins[] = { "https://waymark.test", "http://127.0.0.1:7878", NULL };
static const char *const proxies[] = { "10.0.0.1", "10.0.0.2", NULL };
static const struct caller_rules rules = { .origins = origins, .trusted_proxies = proxies };

static enum caller_origin origin_of(const char *text)
{
	struct head head = asking(text);
	return caller_origin(&head, &rules);
}

START_TEST(origin_is_exact)
{
	ck_assert_int_eq(origin_of(BEGIN END), CALLER_ORIGIN_NONE);
	ck_assert_int_eq(origin_of(BEGIN "Origin: https://waymark.test\r\n" END), CALLER_ORIGIN_ALLOWED);
	ck_assert_int_eq(origin_of(BEGIN "Origin: http://127.0.0.1:7878\r\n" END), CALLER_ORIGIN_ALLOWED);
	ck_assert_int_eq(origin_of(BEGIN "Origin: https://waymark.test.evil\r\n" END), CALLER_ORIGIN_FOREIGN);
	ck_assert_int_eq(origin_of(BEGIN "Origin: https://WAYMARK.test\r\n" END), CALLER_ORIGIN_FOREIGN);
	ck_assert_int_eq(origin_of(BEGIN "Origin: https://waymark.test/\r\n" END), CALLER_ORIGIN_FOREIGN);
	ck_assert_int_eq(origin_of(BEGIN "Origin: null\r\n" END), CALLER_ORIGIN_FOREIGN);
	ck_assert_int_eq(origin_of(BEGIN "Origin:\r\n" END), CALLER_ORIGIN_FOREIGN);
	const char *twice = BEGIN "Origin: https://waymark.test\r\nOrigin: https://waymark.test\r\n" END;
	ck_assert_int_eq(origin_of(twice), CALLER_ORIGIN_FOREIGN);
}
END_TEST

START_TEST(nobody_is_allowed_without_a_list)
{
	struct head head = asking(BEGIN "Origin: https://waymark.test\r\n" END);
	struct caller_rules none = { 0 };
	ck_assert_int_eq(caller_origin(&head, &none), CALLER_ORIGIN_FOREIGN);
}
END_TEST

static const struct {
	const char *cookie, *token;
} cookies[] = {
	{ "waymark=abc_-9", "abc_-9" },
	{ "a=b; waymark=abc; c=d", "abc" },
	{ "a=b;waymark=abc", "abc" },
	{ "xwaymark=abc", "" },
	{ "waymarkx=abc", "" },
	{ "waymark", "" },
	{ "waymark=", "" },
	{ "waymark=a b", "" },
	{ "waymark=\"abc\"", "" },
	{ "waymark=abc; waymark=def", "" },
	{ "WAYMARK=abc", "" },
	{ "__Host-wm=abc", "" },
};

START_TEST(cookie_is_found)
{
	char text[300];
	snprintf(text, sizeof text, BEGIN "Cookie: %s\r\n" END, cookies[_i].cookie);
	struct head head = asking(text);
	ck_assert_slice(caller_token(&head, &rules), cookies[_i].token);
}
END_TEST

START_TEST(secure_cookie_has_its_own_name)
{
	struct caller_rules secure = { .secure_cookie = true };
	struct head head = asking(BEGIN "Cookie: waymark=planted; __Host-wm=real\r\n" END);
	ck_assert_slice(caller_token(&head, &secure), "real");
	ck_assert_slice(caller_token(&head, &rules), "planted");
}
END_TEST

START_TEST(long_tokens_are_none)
{
	char text[CALLER_TOKEN_BYTES_MAX + 2];
	memset(text, 'a', sizeof text);
	text[CALLER_TOKEN_BYTES_MAX] = '\0';
	ck_assert(caller_is_token(slice_of(text)));
	text[CALLER_TOKEN_BYTES_MAX] = 'a';
	text[CALLER_TOKEN_BYTES_MAX + 1] = '\0';
	ck_assert(!caller_is_token(slice_of(text)));
	ck_assert(!caller_is_token(slice_of("")));
}
END_TEST

START_TEST(only_this_machine_is_local)
{
	struct head plain = asking(BEGIN END), proxied = asking(BEGIN "X-Forwarded-For: 127.0.0.1\r\n" END);
	struct head forwarded = asking(BEGIN "Forwarded: for=127.0.0.1\r\n" END);
	ck_assert(caller_is_local(&plain, "127.0.0.1"));
	ck_assert(caller_is_local(&plain, "127.8.9.1"));
	ck_assert(caller_is_local(&plain, "::1"));
	ck_assert(caller_is_local(&plain, "::ffff:127.0.0.1"));
	ck_assert(!caller_is_local(&plain, "10.0.0.1"));
	ck_assert(!caller_is_local(&plain, "::ffff:10.0.0.1"));
	ck_assert(!caller_is_local(&proxied, "127.0.0.1"));
	ck_assert(!caller_is_local(&forwarded, "127.0.0.1"));
}
END_TEST

static const struct {
	const char *from, *forwarded, *address;
} addresses[] = {
	{ "192.0.2.9", NULL, "192.0.2.9" },
	{ "192.0.2.9", "198.51.100.7", "192.0.2.9" }, // nobody may speak for another
	{ "10.0.0.1", "198.51.100.7", "198.51.100.7" },
	{ "10.0.0.1", "6.6.6.6, 198.51.100.7", "198.51.100.7" },  // the left one is the client's own claim
	{ "10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7" }, // two proxies
	{ "10.0.0.1", "10.0.0.2", "10.0.0.2" },
	{ "10.0.0.1", "6.6.6.6\r\nX-Forwarded-For: 198.51.100.7", "198.51.100.7" }, // a proxy that adds a field
	{ "10.0.0.1", "2001:db8::1", "2001:db8::1" },
	{ "10.0.0.1", "not an address", "10.0.0.1" },
	{ "10.0.0.1", "1.2.3.4, not an address", "10.0.0.1" },
	{ "10.0.0.1", ",", "10.0.0.1" },
	{ "10.0.0.1", "", "10.0.0.1" },
	{ "10.0.0.1", "1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9", "10.0.0.1" },
};

START_TEST(address_is_behind_trusted_proxies_only)
{
	char text[400], address[CALLER_ADDRESS_BYTES_MAX];
	const char *forwarded = addresses[_i].forwarded;
	if (forwarded != NULL)
		snprintf(text, sizeof text, BEGIN "X-Forwarded-For: %s\r\n" END, forwarded);
	else
		snprintf(text, sizeof text, BEGIN END);
	struct head head = asking(text);
	caller_address(&head, &rules, addresses[_i].from, address);
	ck_assert_str_eq(address, addresses[_i].address);
}
END_TEST

static const struct {
	const char *address, *same; // the same network, or NULL
	size_t n;
} networks[] = {
	{ "192.0.2.9", "::ffff:192.0.2.9", 4 },
	{ "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 8 }, // one household
	{ "127.0.0.1", NULL, 0 },
	{ "::1", NULL, 0 },
	{ "10.0.0.1", NULL, 0 }, // a trusted proxy that says nothing
	{ "unknown", NULL, 0 },
};

START_TEST(network_is_what_a_caller_cannot_choose)
{
	uint8_t network[CALLER_NETWORK_BYTES_MAX], same[CALLER_NETWORK_BYTES_MAX];
	size_t n = caller_network(&rules, networks[_i].address, network);
	ck_assert_uint_eq(n, networks[_i].n);
	if (networks[_i].same == NULL)
		return;
	ck_assert_uint_eq(caller_network(&rules, networks[_i].same, same), n);
	ck_assert_mem_eq(network, same, n);
}
END_TEST

START_TEST(networks_differ)
{
	uint8_t one[CALLER_NETWORK_BYTES_MAX], other[CALLER_NETWORK_BYTES_MAX];
	ck_assert_uint_eq(caller_network(&rules, "192.0.2.9", one), 4);
	ck_assert_uint_eq(caller_network(&rules, "192.0.2.8", other), 4);
	ck_assert_mem_ne(one, other, 4);
	ck_assert_uint_eq(caller_network(&rules, "2001:db8:1:2::1", one), 8);
	ck_assert_uint_eq(caller_network(&rules, "2001:db8:1:3::1", other), 8);
	ck_assert_mem_ne(one, other, 8);
}
END_TEST

Suite *suite_caller(void);

Suite *suite_caller(void)
{
	Suite *suite = suite_create("caller");
	TCase *tests = tcase_create("all");
	tcase_add_test(tests, origin_is_exact);
	tcase_add_test(tests, nobody_is_allowed_without_a_list);
	tcase_add_loop_test(tests, cookie_is_found, 0, sizeof cookies / sizeof *cookies);
	tcase_add_test(tests, secure_cookie_has_its_own_name);
	tcase_add_test(tests, long_tokens_are_none);
	tcase_add_test(tests, only_this_machine_is_local);
	tcase_add_loop_test(tests, address_is_behind_trusted_proxies_only, 0, sizeof addresses / sizeof *addresses);
	tcase_add_loop_test(tests, network_is_what_a_caller_cannot_choose, 0, sizeof networks / sizeof *networks);
	tcase_add_test(tests, networks_differ);
	suite_add_tcase(suite, tests);
	return suite;
}
