// Bind: values of a request as the texts that PostgreSQL reads.
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/operations/row.h"
#include "protocol/transcode.h"

static void put(struct binding *binding, bool null, struct slice text)
{
	binding->parameters[binding->count++] = (struct operations_parameter){ .null = null, .text = text };
}

void binding_put_null(struct binding *binding)
{
	put(binding, true, (struct slice){ 0 });
}

void binding_put_text(struct binding *binding, struct slice text)
{
	put(binding, false, text);
}

void binding_put_bool(struct binding *binding, bool value)
{
	put(binding, false, slice_of(value ? "true" : "false"));
}

// Copies bytes behind what the space holds. False when they do not fit.
static bool append(struct operations_space *space, const void *bytes, size_t n)
{
	if (space->overflowed || n > OPERATIONS_SPACE_BYTES_MAX - space->used) {
		space->overflowed = true;
		return false;
	}
	memcpy(space->bytes + space->used, bytes, n);
	space->used += n;
	return true;
}

static void append_int(struct operations_space *space, int64_t value)
{
	char text[24];
	append(space, text, (size_t)snprintf(text, sizeof text, "%lld", (long long)value));
}

// An array literal's element: in double quotes, with a backslash before quotes and backslashes.
static void append_quoted(struct operations_space *space, struct slice text)
{
	append(space, "\"", 1);
	for (size_t i = 0; i < text.n; i++) {
		if (text.at[i] == '"' || text.at[i] == '\\')
			append(space, "\\", 1);
		append(space, &text.at[i], 1);
	}
	append(space, "\"", 1);
}

// What was appended since from.
static struct slice appended(const struct operations_space *space, size_t from)
{
	return (struct slice){ .at = space->bytes + from, .n = space->used - from };
}

void binding_put_int(struct binding *binding, int64_t value)
{
	size_t from = binding->space->used;
	append_int(binding->space, value);
	put(binding, false, appended(binding->space, from));
}

void binding_put_person(struct binding *binding, int64_t person)
{
	if (person == 0)
		binding_put_null(binding);
	else
		binding_put_int(binding, person);
}

// bytea's hex form.
static void put_bytes(struct binding *binding, struct slice bytes)
{
	static const char digits[] = "0123456789abcdef";
	size_t from = binding->space->used;
	append(binding->space, "\\x", 2);
	for (size_t i = 0; i < bytes.n; i++) {
		char pair[2] = { digits[bytes.at[i] >> 4], digits[bytes.at[i] & 15] };
		append(binding->space, pair, 2);
	}
	put(binding, false, appended(binding->space, from));
}

// An array literal of a list of numbers or words, which the envelope has checked.
static void put_list(struct binding *binding, const struct schema_type *of, struct slice list)
{
	size_t from = binding->space->used;
	struct wire_reader reader = wire_reader_of(list);
	uint32_t count = wire_read_array(&reader);
	append(binding->space, "{", 1);
	for (uint32_t i = 0; i < count; i++) {
		if (i > 0)
			append(binding->space, ",", 1);
		if (of->kind == SCHEMA_INT)
			append_int(binding->space, wire_read_int(&reader));
		else
			append_quoted(binding->space, wire_read_text(&reader));
	}
	append(binding->space, "}", 1);
	CHECK(wire_finished(&reader));
	put(binding, false, appended(binding->space, from));
}

static void put_json(struct binding *binding, struct slice value)
{
	char *json = transcode_to_json(value);
	CHECK(json != NULL); // the envelope has checked all of it
	size_t from = binding->space->used;
	append(binding->space, json, strlen(json));
	free(json);
	put(binding, false, appended(binding->space, from));
}

static bool is_array(const struct schema_type *type)
{
	return type->kind == SCHEMA_LIST &&
		   (type->of->kind == SCHEMA_INT || type->of->kind == SCHEMA_TEXT || type->of->kind == SCHEMA_ENUM);
}

void binding_put_value(struct binding *binding, const struct schema_type *type, const struct envelope_value *value)
{
	if (!value->present) {
		binding_put_null(binding);
		return;
	}
	switch (type->kind) {
	case SCHEMA_INT:
		binding_put_int(binding, value->number);
		break;
	case SCHEMA_BOOL:
		binding_put_bool(binding, value->number != 0);
		break;
	case SCHEMA_TEXT:
	case SCHEMA_ENUM:
		binding_put_text(binding, value->bytes);
		break;
	case SCHEMA_BYTES:
		put_bytes(binding, value->bytes);
		break;
	default:
		if (is_array(type))
			put_list(binding, type->of, value->bytes);
		else
			put_json(binding, value->bytes);
		break;
	}
}

const char *row_sql_type(const struct schema_type *type)
{
	switch (type->kind) {
	case SCHEMA_INT:
		return "bigint";
	case SCHEMA_BOOL:
		return "boolean";
	case SCHEMA_TEXT:
	case SCHEMA_ENUM:
		return "text";
	case SCHEMA_BYTES:
		return "bytea";
	default:
		if (is_array(type))
			return type->of->kind == SCHEMA_INT ? "bigint[]" : "text[]";
		return "jsonb";
	}
}

const struct envelope_value *row_value(const struct core_ask *ask, const char *field)
{
	int index = schema_field(ask->operation->takes, slice_of(field));
	CHECK(index >= 0);
	return &ask->values[index];
}
