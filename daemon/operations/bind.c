// Bind: values of a request as the texts that PostgreSQL reads.
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/operations/row.h"
#include "protocol/transcode.h"

void binding_put_null(struct binding *binding)
{
	binding->parameters[binding->count++] = (struct operations_parameter){ .null = true };
}

void binding_put_text(struct binding *binding, struct slice text)
{
	binding->parameters[binding->count++] = (struct operations_parameter){ .text = text };
}

void binding_put_bool(struct binding *binding, bool value)
{
	binding_put_text(binding, slice_of(value ? "true" : "false"));
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
	binding_put_text(binding, appended(binding->space, from));
}

void binding_put_person(struct binding *binding, int64_t person)
{
	if (person == 0)
		binding_put_null(binding);
	else
		binding_put_int(binding, person);
}

// -- one value, by its kind --

typedef void value_put(struct binding *binding, const struct schema_type *type, const struct envelope_value *value);

static void put_number(struct binding *binding, const struct schema_type *type, const struct envelope_value *value)
{
	binding_put_int(binding, value->number);
}

static void put_bool(struct binding *binding, const struct schema_type *type, const struct envelope_value *value)
{
	binding_put_bool(binding, value->number != 0);
}

static void put_text(struct binding *binding, const struct schema_type *type, const struct envelope_value *value)
{
	binding_put_text(binding, value->bytes);
}

// bytea's hex form.
static void put_bytes(struct binding *binding, const struct schema_type *type, const struct envelope_value *value)
{
	static const char digits[] = "0123456789abcdef";
	size_t from = binding->space->used;
	append(binding->space, "\\x", 2);
	for (size_t i = 0; i < value->bytes.n; i++) {
		char pair[2] = { digits[value->bytes.at[i] >> 4], digits[value->bytes.at[i] & 15] };
		append(binding->space, pair, 2);
	}
	binding_put_text(binding, appended(binding->space, from));
}

// An array literal of a list of numbers or words, which the envelope has checked.
static void put_array(struct binding *binding, const struct schema_type *type, const struct envelope_value *value)
{
	size_t from = binding->space->used;
	struct wire_reader reader = wire_reader_of(value->bytes);
	uint32_t count = wire_read_array(&reader);
	append(binding->space, "{", 1);
	for (uint32_t i = 0; i < count; i++) {
		if (i > 0)
			append(binding->space, ",", 1);
		if (type->of->kind == SCHEMA_INT)
			append_int(binding->space, wire_read_int(&reader));
		else
			append_quoted(binding->space, wire_read_text(&reader));
	}
	append(binding->space, "}", 1);
	CHECK(wire_finished(&reader));
	binding_put_text(binding, appended(binding->space, from));
}

static void put_json(struct binding *binding, const struct schema_type *type, const struct envelope_value *value)
{
	char *json = transcode_to_json(value->bytes);
	CHECK(json != NULL); // the envelope has checked all of it
	size_t from = binding->space->used;
	append(binding->space, json, strlen(json));
	free(json);
	binding_put_text(binding, appended(binding->space, from));
}

// A kind as PostgreSQL has it: what it calls one value and a list of them (NULL: a list is jsonb), and how one is written.
static const struct form {
	const char *sql, *sql_list;
	value_put *put;
} forms[] = {
	[SCHEMA_INT] = { "bigint", "bigint[]", put_number },
	[SCHEMA_BOOL] = { "boolean", NULL, put_bool },
	[SCHEMA_TEXT] = { "text", "text[]", put_text },
	[SCHEMA_BYTES] = { "bytea", NULL, put_bytes },
	[SCHEMA_ENUM] = { "text", "text[]", put_text },
	[SCHEMA_LIST] = { "jsonb", NULL, put_json },
	[SCHEMA_STRUCT] = { "jsonb", NULL, put_json },
	[SCHEMA_ANY] = { "jsonb", NULL, put_json },
};

static bool is_array(const struct schema_type *type)
{
	return type->kind == SCHEMA_LIST && forms[type->of->kind].sql_list != NULL;
}

void binding_put_value(struct binding *binding, const struct schema_type *type, const struct envelope_value *value)
{
	if (!value->present)
		binding_put_null(binding);
	else if (is_array(type))
		put_array(binding, type, value);
	else
		forms[type->kind].put(binding, type, value);
}

const char *row_sql_type(const struct schema_type *type)
{
	return is_array(type) ? forms[type->of->kind].sql_list : forms[type->kind].sql;
}

const struct envelope_value *row_value(const struct core_ask *ask, const char *field)
{
	int index = schema_field(ask->operation->takes, slice_of(field));
	CHECK(index >= 0);
	return &ask->values[index];
}
