// Options and addresses: what is taken, and what is refused with a reason.
#include <check.h>
#include <stdlib.h>

#include "client/library/options.h"

START_TEST(test_addresses_are_read)
{
	static const struct {
		const char *url, *host, *port, *path;
		bool tls, local;
	} rows[] = {
		{ "http://127.0.0.1:7878", "127.0.0.1", "7878", "/socket", false, true },
		{ "https://waymark.example", "waymark.example", "443", "/socket", true, false },
		{ "HTTPS://waymark.example/", "waymark.example", "443", "/socket", true, false },
		{ "https://example.org/circles/", "example.org", "443", "/circles/socket", true, false },
		{ "wss://example.org/own/path", "example.org", "443", "/own/path", true, false },
		{ "ws://localhost", "localhost", "80", "/socket", false, true },
		{ "http://[::1]:80/", "::1", "80", "/socket", false, true },
		{ "http://127.1.2.3", "127.1.2.3", "80", "/socket", false, true },
		{ "http://128.0.0.1", "128.0.0.1", "80", "/socket", false, false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct address address;
		const char *problem = NULL;
		ck_assert_msg(address_read(&address, rows[i].url, &problem), "%s: %s", rows[i].url, problem);
		ck_assert_str_eq(address.host, rows[i].host);
		ck_assert_str_eq(address.port, rows[i].port);
		ck_assert_str_eq(address.path, rows[i].path);
		ck_assert_int_eq(address.tls, rows[i].tls);
		ck_assert_msg(address_is_local(&address) == rows[i].local, "%s", rows[i].url);
	}
}
END_TEST

START_TEST(test_what_is_no_address_is_refused_with_a_reason)
{
	static const char *const rows[] = {
		"",
		"example.org",
		"ftp://example.org",
		"http://",
		"http://:80",
		"http://a b",
		"http://user@host/",
		"http://host:0",
		"http://host:65536",
		"http://host:80x",
		"http://host:-1",
		"http://host: 80",
		"http://[::1",
		"http://host/a b",
		"http://host/#x",
		"http://host?x=1",
		"http://host/\r\nX-Header: 1",
		"http://host\r\n/",
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct address address;
		const char *problem = NULL;
		ck_assert_msg(!address_read(&address, rows[i], &problem), "%s", rows[i]);
		ck_assert_ptr_nonnull(problem);
	}
}
END_TEST

START_TEST(test_an_option_is_set_or_says_why_not)
{
	struct wm_options *options = wm_options_create();
	ck_assert_int_eq(wm_options_set(options, "outbox_requests_max", "12"), WM_OK);
	ck_assert_int_eq(options->outbox_requests_max, 12);
	ck_assert_int_eq(wm_options_set(options, "outbox_requests_max", "twelve"), WM_INVALID);
	ck_assert_ptr_nonnull(strstr(wm_options_problem(options), "outbox_requests_max"));
	ck_assert_int_eq(wm_options_set(options, "outbox_requests_max", "0"), WM_INVALID);
	ck_assert_int_eq(wm_options_set(options, "tokn", "x"), WM_INVALID);
	ck_assert_ptr_nonnull(strstr(wm_options_problem(options), "tokn"));
	ck_assert_int_eq(wm_options_set(options, NULL, "x"), WM_INVALID);
	ck_assert_int_eq(wm_options_set_url(options, "nonsense"), WM_INVALID);
	ck_assert_str_eq(wm_options_url(options), "http://127.0.0.1:7878");
	ck_assert_int_eq(wm_options_set_token(options, NULL), WM_OK);
	wm_options_destroy(options);
	wm_options_destroy(NULL);
}
END_TEST

START_TEST(test_the_environment_sets_options)
{
	struct wm_options *options = wm_options_create();
	setenv("WAYMARK_URL", "https://waymark.example", 1);
	setenv("WAYMARK_REQUEST_TIMEOUT_MS", "5000", 1);
	ck_assert_int_eq(wm_options_read_environment(options), WM_OK);
	ck_assert_str_eq(wm_options_url(options), "https://waymark.example");
	ck_assert_int_eq(options->request_timeout_ms, 5000);
	setenv("WAYMARK_REQUEST_TIMEOUT_MS", "soon", 1);
	ck_assert_int_eq(wm_options_read_environment(options), WM_INVALID);
	wm_options_destroy(options);
}
END_TEST

START_TEST(test_a_token_does_not_go_in_the_clear_to_another_machine)
{
	struct wm_options *options = wm_options_create();
	wm_options_set_url(options, "http://waymark.example");
	struct wm_client *client = wm_client_create(options);
	ck_assert_msg(client != NULL, "without a token nothing is given away");
	ck_assert_int_eq(wm_set_token(client, "secret"), WM_INSECURE);
	wm_client_destroy(client);
	wm_options_set_token(options, "secret");
	ck_assert_ptr_null(wm_client_create(options));
	ck_assert_ptr_nonnull(strstr(wm_options_problem(options), "https"));
	wm_options_set(options, "insecure", "1");
	client = wm_client_create(options);
	ck_assert_ptr_nonnull(client);
	wm_client_destroy(client);
	wm_options_destroy(options);
}
END_TEST

Suite *suite_options(void);
Suite *suite_options(void)
{
	Suite *suite = suite_create("options");
	TCase *tests = tcase_create("options");
	tcase_add_test(tests, test_addresses_are_read);
	tcase_add_test(tests, test_what_is_no_address_is_refused_with_a_reason);
	tcase_add_test(tests, test_an_option_is_set_or_says_why_not);
	tcase_add_test(tests, test_the_environment_sets_options);
	tcase_add_test(tests, test_a_token_does_not_go_in_the_clear_to_another_machine);
	suite_add_tcase(suite, tests);
	return suite;
}
