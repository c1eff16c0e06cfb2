// Parameters: pairs put one behind the other, with a sticky failure.
// SPDX-License-Identifier: MIT
#include "client/library/params.h"

#include <stdio.h>

#include "client/library/chance.h"
#include "protocol/must.h"
#include "protocol/transcode.h"

#define HEAD_BYTES_MAX 16 // of any one MessagePack value besides its content

struct wm_params *wm_params_create(void)
{
	return calloc(1, sizeof(struct wm_params));
}

void wm_params_destroy(struct wm_params *params)
{
	if (!params)
		return;
	buffer_release(&params->pairs);
	free(params);
}

// Begins a pair: its name, then room for a value of so many bytes. False if nothing can be put.
static bool begin(struct wm_params *params, const char *name, size_t bytes, struct wire_writer *writer)
{
	if (!params || params->failed)
		return false;
	if (!name || params->count == PARAMS_FIELDS_MAX) {
		params->failed = WM_INVALID;
		return false;
	}
	*writer = buffer_begin(&params->pairs, strlen(name) + bytes + 2 * HEAD_BYTES_MAX);
	wire_put_word(writer, name);
	if (strcmp(name, "nonce") == 0)
		params->nonce = true;
	return true;
}

static void end(struct wm_params *params, const struct wire_writer *writer)
{
	buffer_end(&params->pairs, writer);
	if (params->pairs.failed)
		params->failed = WM_NO_MEMORY;
	else
		params->count++;
}

void wm_params_int(struct wm_params *params, const char *name, int64_t value)
{
	struct wire_writer writer;
	if (!begin(params, name, 0, &writer))
		return;
	wire_put_int(&writer, value);
	end(params, &writer);
}

void wm_params_bool(struct wm_params *params, const char *name, bool value)
{
	struct wire_writer writer;
	if (!begin(params, name, 0, &writer))
		return;
	wire_put_bool(&writer, value);
	end(params, &writer);
}

void wm_params_text(struct wm_params *params, const char *name, const char *value)
{
	struct wire_writer writer;
	if (!value || !begin(params, name, strlen(value), &writer))
		return;
	wire_put_word(&writer, value);
	end(params, &writer);
}

void wm_params_bytes(struct wm_params *params, const char *name, const void *bytes, size_t n)
{
	struct wire_writer writer;
	if (!begin(params, name, n, &writer))
		return;
	wire_put_bytes(&writer, (struct slice){ .at = bytes, .n = n });
	end(params, &writer);
}

void wm_params_ints(struct wm_params *params, const char *name, const int64_t *values, size_t count)
{
	struct wire_writer writer;
	if (!begin(params, name, count * HEAD_BYTES_MAX, &writer))
		return;
	wire_put_array(&writer, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		wire_put_int(&writer, values[i]);
	end(params, &writer);
}

void wm_params_texts(struct wm_params *params, const char *name, const char *const *values, size_t count)
{
	struct wire_writer writer;
	size_t bytes = 0;
	for (size_t i = 0; i < count; i++)
		bytes += strlen(values[i]) + HEAD_BYTES_MAX;
	if (!begin(params, name, bytes, &writer))
		return;
	wire_put_array(&writer, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		wire_put_word(&writer, values[i]);
	end(params, &writer);
}

int params_write(const struct wm_params *params, bool with_nonce, struct buffer *buffer)
{
	if (params && params->failed)
		return params->failed;
	struct slice pairs = params ? buffer_slice(&params->pairs) : (struct slice){ 0 };
	uint32_t count = params ? params->count : 0;
	bool fresh = with_nonce && !(params && params->nonce);

	struct wire_writer writer = buffer_begin(buffer, pairs.n + PARAMS_NONCE_BYTES + 3 * HEAD_BYTES_MAX);
	wire_put_map(&writer, count + (fresh ? 1 : 0));
	if (fresh) {
		uint8_t nonce[PARAMS_NONCE_BYTES];
		chance_bytes(nonce, sizeof nonce);
		wire_put_word(&writer, "nonce");
		wire_put_bytes(&writer, (struct slice){ .at = nonce, .n = sizeof nonce });
	}
	wire_put_raw(&writer, pairs);
	buffer_end(buffer, &writer);
	return buffer->failed ? WM_NO_MEMORY : WM_OK;
}

static int code_of(enum outcome outcome)
{
	return outcome == OUTCOME_OK ? WM_OK : outcome == OUTCOME_TOO_LARGE ? WM_TOO_LARGE : WM_INVALID;
}

// Takes the pairs out of a whole map.
static int take_map(struct wm_params *params, struct slice map)
{
	struct wire_reader reader = wire_reader_of(map);
	params->count = wire_read_map(&reader);
	if (wire_failed(&reader) || params->count > PARAMS_FIELDS_MAX)
		return WM_INVALID;
	struct slice pairs = { .at = reader.at, .n = (size_t)(reader.end - reader.at) };
	struct wire_writer writer = buffer_begin(&params->pairs, pairs.n);
	wire_put_raw(&writer, pairs);
	buffer_end(&params->pairs, &writer);
	return params->pairs.failed ? WM_NO_MEMORY : WM_OK;
}

int params_read_json(struct wm_params *params, const char *operation, const char *json, char *problem, size_t size)
{
	MUST(params->count == 0 && params->failed == WM_OK);
	const struct schema_operation *row = schema_operation(slice_of(operation));
	struct slice text = slice_of(json);
	size_t bytes = text.n + 1024; // MessagePack of a value is never longer than its JSON, besides absent fields written as nil
	uint8_t *map = malloc(bytes);
	if (!map)
		return WM_NO_MEMORY;

	struct wire_writer writer = wire_writer_of(map, bytes);
	struct envelope_problem found = transcode_to_wire(text, row ? row->takes : NULL, &writer);
	params->nonce = row && row->nonce && found.outcome == OUTCOME_OK;
	if (row && row->nonce && found.outcome != OUTCOME_OK && !strstr(json, "\"nonce\"")) {
		// The usual case: the nonce is ours to make, so the JSON is read by the shape without it.
		struct schema_struct shape = *row->takes;
		shape.fields++;
		shape.field_count--;
		writer = wire_writer_of(map, bytes);
		found = transcode_to_wire(text, &shape, &writer);
	}
	int code = code_of(found.outcome);
	if (code == WM_OK && writer.overflowed)
		code = WM_TOO_LARGE;
	if (code != WM_OK)
		snprintf(problem, size, "%s", found.outcome == OUTCOME_OK ? "the JSON is too large" : found.detail);
	else if ((code = take_map(params, wire_written(&writer))) == WM_INVALID)
		snprintf(problem, size, "the parameters must be one JSON object, such as {\"channel\": 1}");
	free(map);
	return code;
}
