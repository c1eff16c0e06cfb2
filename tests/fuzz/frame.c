// Fuzz target: a whole frame from a stranger, read as the daemon reads it, held against every operation's schema, and turned into
// JSON and back. What was read must lie inside the frame; what comes out must be read again as the same.
#include <stdlib.h>

#include "protocol/envelope.h"
#include "protocol/must.h"
#include "protocol/transcode.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_inside(struct slice part, struct slice whole)
{
	MUST(part.n == 0 || (part.at >= whole.at && part.at + part.n <= whole.at + whole.n));
}

// The parameters against one shape: a refusal says why, an acceptance stays inside the frame.
static void check_params(struct slice params, const struct schema_struct *shape)
{
	struct envelope_value values[SCHEMA_FIELDS_MAX];
	struct envelope_problem problem = envelope_params(params, shape, values);
	MUST((problem.outcome == OUTCOME_OK) == (problem.detail[0] == '\0'));
	for (size_t i = 0; problem.outcome == OUTCOME_OK && i < shape->field_count; i++) {
		const struct schema_field *field = &shape->fields[i];
		MUST(values[i].present || field->optional || field->nullable);
		check_inside(values[i].bytes, params);
		if (values[i].present && field->type->kind == SCHEMA_INT) {
			MUST(values[i].number >= field->type->min && values[i].number <= field->type->max);
		}
		if (values[i].present && field->type->kind == SCHEMA_TEXT) {
			MUST(wire_is_text(values[i].bytes) && values[i].bytes.n <= (uint64_t)field->type->max);
		}
	}
}

// To JSON, to the wire, to JSON: the second JSON is the first.
static void check_json(struct slice value)
{
	char *json = transcode_to_json(value);
	if (json == NULL) {
		return;
	}
	size_t size = strlen(json) * 3 + 64;
	uint8_t *again = malloc(size);
	MUST(again != NULL);
	struct wire_writer writer = wire_writer_of(again, size);
	if (transcode_to_wire(slice_of(json), NULL, &writer).outcome == OUTCOME_OK) {
		char *json_again = transcode_to_json(wire_written(&writer));
		MUST(json_again != NULL && strcmp(json_again, json) == 0);
		free(json_again);
	}
	free(again);
	free(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct slice frame = { .at = bytes, .n = n };
	struct envelope envelope = envelope_read(frame);
	MUST((envelope.kind == ENVELOPE_BROKEN) == (envelope.problem != NULL));
	check_inside(envelope.name, frame);
	check_inside(envelope.params, frame);
	check_inside(envelope.error, frame);
	check_inside(envelope.result, frame);
	if (envelope.kind == ENVELOPE_REQUEST) {
		for (size_t i = 0; i < schema_operation_count; i++) {
			check_params(envelope.params, schema_operations[i].takes);
		}
	}
	if (envelope.params.n > 0) {
		check_json(envelope.params);
	}
	return 0;
}
