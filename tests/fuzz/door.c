// Fuzzes the HTTP door: whatever bytes knock, reading stays inside them, and what is let in has exactly the shape that is let in.
#include <stdint.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/gateway/door.h"
#include "daemon/gateway/files.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const origins[] = { "https://waymark.test", NULL };
static const char *const proxies[] = { "10.0.0.1", "::1", NULL };

static void check_inside(struct slice part, const uint8_t *bytes, size_t n)
{
	CHECK(part.at == NULL || (part.at >= bytes && part.n <= n && (size_t)(part.at - bytes) <= n - part.n));
}

static void check_head(const struct head *head, const uint8_t *bytes, size_t n)
{
	CHECK(head->path.n > 0 && head->path.at[0] == '/' && head->field_count <= HEAD_FIELDS_MAX);
	check_inside(head->path, bytes, n);
	check_inside(head->query, bytes, n);
	for (size_t i = 0; i < head->field_count; i++) {
		const struct head_field *field = &head->fields[i];
		CHECK(field->name.n > 0 && memchr(field->name.at, ' ', field->name.n) == NULL);
		for (size_t j = 0; j < field->value.n; j++)
			CHECK(field->value.at[j] >= ' ' || field->value.at[j] == '\t');
		check_inside(field->name, bytes, n);
		check_inside(field->value, bytes, n);
	}
}

static void check_caller(const struct head *head, const struct caller_rules *rules)
{
	char address[CALLER_ADDRESS_BYTES_MAX];
	struct slice token = caller_token(head, rules);
	CHECK(token.n == 0 || caller_is_token(token));
	caller_address(head, rules, "192.0.2.1", address);
	CHECK(strcmp(address, "192.0.2.1") == 0); // not a proxy that is trusted
	caller_address(head, rules, "10.0.0.1", address);
	CHECK(strlen(address) >= 2 && strspn(address, "0123456789abcdefABCDEF.:") == strlen(address));
	CHECK(!caller_is_local(head, "192.0.2.1"));
	static const uint8_t form[1] = { 0 };
	static const struct file file = { .etag = "W/\"00\"", .forms = { { form, 1 }, { form, 1 }, { form, 1 } } };
	CHECK(files_choose(&file, head) < FILES_FORM_COUNT);
	files_known(&file, head);
}

static void check_door(const struct head *head, const struct caller_rules *rules)
{
	struct door_answer answer = door_check(head, rules);
	CHECK(answer.status == 101 || answer.text[0] != '\0');
	if (answer.status != 101)
		return;
	CHECK(head->method == HEAD_GET && !door_has_body(head) && caller_origin(head, rules) != CALLER_ORIGIN_FOREIGN);
	CHECK(answer.token.n == 0 || caller_origin(head, rules) == CALLER_ORIGIN_ALLOWED);
	char request[DOOR_REQUEST_BYTES_MAX];
	struct head written;
	size_t used, bytes = door_write_request(&answer, request, sizeof request);
	CHECK(head_read((struct slice){ (const uint8_t *)request, bytes }, &written, &used) == HEAD_WHOLE && used == bytes);
	CHECK(door_check(&written, rules).status == 101);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct caller_rules rules[] = {
		{ .origins = origins, .trusted_proxies = proxies },
		{ .origins = origins, .trusted_proxies = proxies, .secure_cookie = true },
		{ 0 },
	};
	static struct head head; // large, and written before it is read
	size_t used = 0;
	enum head_outcome outcome = head_read((struct slice){ data, n }, &head, &used);
	CHECK(used <= n && (outcome != HEAD_WHOLE || used <= HEAD_BYTES_MAX));
	if (outcome != HEAD_WHOLE)
		return 0;
	check_head(&head, data, used);
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		check_door(&head, &rules[i]);
		if (rules[i].trusted_proxies != NULL)
			check_caller(&head, &rules[i]);
	}
	return 0;
}
