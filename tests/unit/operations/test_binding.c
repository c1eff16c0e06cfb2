// Binding: what stands in the table, and what texts a request becomes.
#include "rows.h"

Suite *suite_binding(void);

static struct operations *operations;
static struct operations_space *space;
static struct operations_parameter parameters[SCHEMA_FIELDS_MAX + 1];
static struct operations_asked asked;

static void set_up(void)
{
	operations = operations_create();
	space = operations_space_create();
}

static void tear_down(void)
{
	operations_destroy(operations);
	operations_space_destroy(space);
}

static void bind(const char *operation, const char *json)
{
	const struct core_ask *ask = ask_of(operation, json);
	ck_assert(operations_bind(row_of(operations, operation), ask, space, parameters, &asked));
}

static void expect(int index, const char *text)
{
	const struct operations_parameter *parameter = &parameters[index];
	if (text == NULL) {
		ck_assert_msg(parameter->null, "parameter %d is not null", index);
		return;
	}
	ck_assert_msg(!parameter->null, "parameter %d is null", index);
	ck_assert_msg(slice_equal(parameter->text, slice_of(text)), "parameter %d is %.*s", index, (int)parameter->text.n,
		(const char *)parameter->text.at);
}

START_TEST(a_row_is_made_from_the_schema)
{
	const struct operation *row = row_of(operations, "circle.open");
	ck_assert_str_eq(row->arguments, "bigint,bytea,text,text,bigint[],bigint,text");
	ck_assert_str_eq(row->statement,
		"select outcome, detail, reply::text, events::text, ended from api.circle_open($1::bigint, $2::bytea, $3::text, $4::text,"
		" $5::bigint[], $6::bigint, $7::text)");
	ck_assert_int_eq(row->parameter_count, 7);
}
END_TEST

START_TEST(every_operation_but_those_of_the_core_has_a_row)
{
	for (size_t i = 0; i < schema_operation_count; i++) {
		const struct operation *row = operations_find(operations, &schema_operations[i]);
		ck_assert_msg((row == NULL) == (schema_operations[i].path == SCHEMA_PATH_CORE), "%s", schema_operations[i].name);
		ck_assert_msg(row == NULL || row->arguments != NULL, "%s", schema_operations[i].name);
	}
}
END_TEST

START_TEST(numbers_bytes_and_lists_become_texts)
{
	bind("circle.open", "{\"nonce\": \"AAECAwQFBgcICQoLDA0O_w\", \"title\": \"Caf\\u00e9 \\\"one\\\"\", \"purpose\": \"p\", "
						"\"topics\": [3, 14], \"seats\": 8}");
	expect(0, "7");
	expect(1, "\\x000102030405060708090a0b0c0d0eff");
	expect(2, "Caf\xc3\xa9 \"one\"");
	expect(4, "{3,14}");
	expect(5, "8");
	expect(6, NULL);
}
END_TEST

START_TEST(an_empty_list_is_not_null)
{
	bind("circle.open",
		"{\"nonce\": \"AAECAwQFBgcICQoLDA0O_w\", \"title\": \"t\", \"purpose\": \"p\", \"topics\": [], \"seats\": 8}");
	expect(4, "{}");
}
END_TEST

START_TEST(nobody_is_null)
{
	struct core_ask ask = *ask_of("invitation.read", "{\"code\": \"abc\"}");
	ask.person = 0;
	ck_assert(operations_bind(row_of(operations, "invitation.read"), &ask, space, parameters, &asked));
	expect(0, NULL);
	expect(1, "abc");
}
END_TEST

START_TEST(truth_is_bound_as_a_word)
{
	bind("channel.react", "{\"nonce\": \"AAECAwQFBgcICQoLDA0O_w\", \"channel\": 4, \"seq\": 2, \"mark\": \"+\", \"off\": true}");
	expect(5, "true");
	bind("channel.react", "{\"nonce\": \"AAECAwQFBgcICQoLDA0O_w\", \"channel\": 4, \"seq\": 2, \"mark\": \"+\"}");
	expect(5, NULL);
}
END_TEST

START_TEST(hello_binds_the_token_that_the_core_chose)
{
	struct core_ask ask = *ask_of("session.hello", "{\"client\": \"test 1\"}");
	ask.token = slice_of("from-the-cookie");
	ck_assert(operations_bind(row_of(operations, "session.hello"), &ask, space, parameters, &asked));
	expect(0, "from-the-cookie");
}
END_TEST

START_TEST(ending_remembers_which_sessions)
{
	bind("session.end", "{\"everywhere\": true}");
	expect(0, "7");
	expect(1, "70");
	expect(2, "true");
	ck_assert(asked.flag);
	bind("session.end", "{}");
	expect(2, "false");
	ck_assert(!asked.flag);
}
END_TEST

START_TEST(history_has_a_limit_of_its_own)
{
	bind("channel.history", "{\"channel\": 4, \"before\": 90}");
	expect(1, "4");
	expect(2, "90");
	expect(3, NULL);
	expect(4, "50");
	ck_assert_int_eq(asked.channel, 4);
}
END_TEST

START_TEST(a_post_is_read_for_the_batch)
{
	const struct core_ask *ask =
		ask_of("channel.post", "{\"nonce\": \"AAECAwQFBgcICQoLDA0O_w\", \"channel\": 4, \"text\": \"hello\", \"reply_to\": 3}");
	struct operations_posting posting = operations_bind_post(ask, &asked);
	ck_assert_int_eq(posting.person, 7);
	ck_assert_int_eq(posting.channel, 4);
	ck_assert_int_eq(posting.reply_to, 3);
	ck_assert_uint_eq(posting.nonce.n, 16);
	ck_assert_uint_eq(posting.lang.n, 0);
	ck_assert(slice_equal(posting.text, slice_of("hello")));
	ck_assert(slice_equal(asked.text, slice_of("hello")));
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
	static char huge[OPERATIONS_SPACE_BYTES_MAX / 2]; // in hexadecimal it is twice as long, and two characters more
	static struct envelope_value values[SCHEMA_FIELDS_MAX];
	struct core_ask ask = *ask_of("invitation.read", "{\"code\": \"abc\"}");
	ask.operation = schema_operation(slice_of("invitation.make"));
	ask.values = values;
	values[0] = (struct envelope_value){ .present = true, .bytes = { (const uint8_t *)huge, sizeof(huge) } };
	ck_assert(!operations_bind(row_of(operations, "invitation.make"), &ask, space, parameters, &asked));
}
END_TEST

Suite *suite_binding(void)
{
	Suite *suite = suite_create("binding");
	TCase *tests = tcase_create("binding");
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, a_row_is_made_from_the_schema);
	tcase_add_test(tests, every_operation_but_those_of_the_core_has_a_row);
	tcase_add_test(tests, numbers_bytes_and_lists_become_texts);
	tcase_add_test(tests, an_empty_list_is_not_null);
	tcase_add_test(tests, nobody_is_null);
	tcase_add_test(tests, truth_is_bound_as_a_word);
	tcase_add_test(tests, hello_binds_the_token_that_the_core_chose);
	tcase_add_test(tests, ending_remembers_which_sessions);
	tcase_add_test(tests, history_has_a_limit_of_its_own);
	tcase_add_test(tests, a_post_is_read_for_the_batch);
	tcase_add_test(tests, what_does_not_fit_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
