// Params: holds the parameters of a request against the schema, and says in words which field is wrong, and how.
//
// The functions call one another as deep as the shape is nested. The generator refuses a shape that is deeper than the wire
// allows or holds itself; check_value holds it to that promise again.
#include "protocol/params.h"

#include <inttypes.h>
#include <stdarg.h>

#include "protocol/must.h"

#define PATH_BYTES_MAX 96

struct checker {
	struct wire_reader reader;
	struct envelope_problem problem;
	char path[PATH_BYTES_MAX]; // "topics[2]", "person.name": the value in hand
	size_t path_n;
	uint32_t depth;
	bool whole;
};

static void check_value(struct checker *checker, const struct schema_type *type, struct envelope_value *value);

void params_refuse(struct envelope_problem *problem, enum outcome outcome, const char *format, ...)
{
	MUST(outcome != OUTCOME_OK);
	if (problem->outcome != OUTCOME_OK) {
		return;
	}
	problem->outcome = outcome;
	va_list list;
	va_start(list, format);
	vsnprintf(problem->detail, sizeof problem->detail, format, list);
	va_end(list);
}

static bool refused(const struct checker *checker)
{
	return checker->problem.outcome != OUTCOME_OK;
}

// Appends to the path; returns its length before, for path_cut. What does not fit is left out.
__attribute__((format(printf, 2, 3))) static size_t path_add(struct checker *checker, const char *format, ...)
{
	size_t before = checker->path_n;
	va_list list;
	va_start(list, format);
	int n = vsnprintf(checker->path + before, PATH_BYTES_MAX - before, format, list);
	va_end(list);
	MUST(n >= 0);
	checker->path_n = strlen(checker->path);
	return before;
}

static void path_cut(struct checker *checker, size_t before)
{
	checker->path_n = before;
	checker->path[before] = '\0';
}

// "member, coach or operator", cut to fit.
static void put_choices(const char *const *values, char *text, size_t size)
{
	size_t n = 0;
	text[0] = '\0';
	for (size_t i = 0; values[i] != NULL && n < size; i++) {
		const char *before = i == 0 ? "" : values[i + 1] == NULL ? " or " : ", ";
		int more = snprintf(text + n, size - n, "%s%s", before, values[i]);
		MUST(more >= 0);
		n += (size_t)more;
	}
}

static void check_int(struct checker *checker, const struct schema_type *type, struct envelope_value *value)
{
	value->number = wire_read_int(&checker->reader);
	if (wire_failed(&checker->reader) || value->number < type->min || value->number > type->max) {
		params_refuse(&checker->problem, OUTCOME_INVALID, "%s must be a whole number from %" PRId64 " to %" PRId64, checker->path,
			type->min, type->max);
	}
}

// Text and bytes: the length, in bytes.
static void check_length(struct checker *checker, const struct schema_type *type, size_t n)
{
	if (n > (uint64_t)type->max) {
		params_refuse(&checker->problem, OUTCOME_TOO_LARGE, "%s is longer than %" PRId64 " bytes", checker->path, type->max);
	} else if (n == 0 && type->min > 0) {
		params_refuse(&checker->problem, OUTCOME_INVALID, "%s is empty", checker->path);
	} else if (n < (uint64_t)type->min) {
		params_refuse(&checker->problem, OUTCOME_INVALID, "%s is shorter than %" PRId64 " bytes", checker->path, type->min);
	}
}

static void check_text(struct checker *checker, const struct schema_type *type, struct envelope_value *value)
{
	value->bytes = wire_read_text(&checker->reader);
	if (wire_failed(&checker->reader)) {
		params_refuse(&checker->problem, OUTCOME_INVALID, "%s is not UTF-8, or holds a zero byte", checker->path);
		return;
	}
	check_length(checker, type, value->bytes.n);
	// Only on the way in: what is kept already goes out as it is.
	if (!type->printable || checker->whole || refused(checker)) {
		return;
	}
	enum wire_unprintable unprintable = wire_unprintable(value->bytes);
	if (unprintable != WIRE_PRINTABLE) {
		params_refuse(&checker->problem, OUTCOME_INVALID, "%s %s", checker->path,
			unprintable == WIRE_BLANK ? "is blank" : "holds a control character or an end of line");
	}
}

static void check_enum(struct checker *checker, const struct schema_type *type, struct envelope_value *value)
{
	value->bytes = wire_read_text(&checker->reader);
	for (int i = 0; type->values[i] != NULL; i++) {
		if (slice_equal(value->bytes, slice_of(type->values[i]))) {
			value->number = i;
			return;
		}
	}
	char choices[ENVELOPE_DETAIL_BYTES_MAX];
	put_choices(type->values, choices, sizeof choices);
	params_refuse(&checker->problem, OUTCOME_INVALID, "%s must be %s", checker->path, choices);
}

static void check_list(struct checker *checker, const struct schema_type *type)
{
	uint32_t count = wire_read_array(&checker->reader);
	if (count > (uint64_t)type->max) {
		params_refuse(&checker->problem, OUTCOME_TOO_LARGE, "%s has more than %" PRId64 " elements", checker->path, type->max);
	} else if (count < (uint64_t)type->min) {
		params_refuse(&checker->problem, OUTCOME_INVALID, "%s has fewer than %" PRId64 " elements", checker->path, type->min);
	}
	for (uint32_t i = 0; i < count && !refused(checker); i++) {
		size_t before = path_add(checker, "[%" PRIu32 "]", i);
		struct envelope_value element = { .present = true };
		check_value(checker, type->of, &element);
		path_cut(checker, before);
	}
}

// One field whose key has been read. seen has a bit for each field that stood already.
static void check_field(
	struct checker *checker, const struct schema_struct *shape, int index, uint32_t *seen, struct envelope_value *value)
{
	const struct schema_field *field = &shape->fields[index];
	size_t before = path_add(checker, "%s%s", checker->path_n == 0 ? "" : ".", field->name);
	if ((*seen & UINT32_C(1) << index) != 0) {
		params_refuse(&checker->problem, OUTCOME_INVALID, "%s stands twice", checker->path);
	}
	*seen |= UINT32_C(1) << index;
	if (wire_peek(&checker->reader) == WIRE_NIL) {
		wire_read_nil(&checker->reader);
		if (!field->nullable && !field->optional) {
			params_refuse(&checker->problem, OUTCOME_INVALID, "%s must not be nil", checker->path);
		}
	} else {
		value->present = true;
		check_value(checker, field->type, value);
	}
	path_cut(checker, before);
}

// The map's fields; values is NULL for a map inside another.
static void check_map(struct checker *checker, const struct schema_struct *shape, struct envelope_value *values)
{
	uint32_t seen = 0;
	uint32_t pairs = wire_read_map(&checker->reader);
	for (uint32_t i = 0; i < pairs && !refused(checker); i++) {
		if (wire_peek(&checker->reader) != WIRE_TEXT) {
			params_refuse(&checker->problem, OUTCOME_INVALID, "a field's name must be text");
			return;
		}
		int index = schema_field(shape, wire_read_text(&checker->reader));
		if (index < 0) {
			wire_skip(&checker->reader);
			continue;
		}
		struct envelope_value passing = { .present = false };
		check_field(checker, shape, index, &seen, values == NULL ? &passing : &values[index]);
	}
	for (size_t i = 0; i < shape->field_count; i++) {
		const struct schema_field *field = &shape->fields[i];
		bool needed = !field->optional && (checker->whole || !field->nullable);
		if (needed && (seen & UINT32_C(1) << i) == 0) {
			params_refuse(&checker->problem, OUTCOME_INVALID, "%s%s%s is missing", checker->path, checker->path_n == 0 ? "" : ".",
				field->name);
		}
	}
}

// One value behind its type, which has been looked at. Fills *value.
static void check_inside(struct checker *checker, const struct schema_type *type, struct envelope_value *value)
{
	const uint8_t *start = checker->reader.at;
	switch (type->kind) {
	case SCHEMA_INT:
		check_int(checker, type, value);
		return;
	case SCHEMA_BOOL:
		value->number = wire_read_bool(&checker->reader);
		return;
	case SCHEMA_TEXT:
		check_text(checker, type, value);
		return;
	case SCHEMA_BYTES:
		value->bytes = wire_read_bytes(&checker->reader);
		check_length(checker, type, value->bytes.n);
		return;
	case SCHEMA_ENUM:
		check_enum(checker, type, value);
		return;
	case SCHEMA_LIST:
		check_list(checker, type);
		break;
	case SCHEMA_STRUCT:
		check_map(checker, type->shape, NULL);
		break;
	case SCHEMA_ANY:
		wire_skip_within(&checker->reader, (uint32_t)type->max);
		break;
	}
	if (!refused(checker) && !wire_failed(&checker->reader)) {
		value->bytes = (struct slice){ .at = start, .n = (size_t)(checker->reader.at - start) };
	}
}

static void check_value(struct checker *checker, const struct schema_type *type, struct envelope_value *value)
{
	static const struct {
		enum wire_type wire;
		const char *words;
	} expected[] = {
		[SCHEMA_INT] = { WIRE_INT, "a whole number" },
		[SCHEMA_BOOL] = { WIRE_BOOL, "true or false" },
		[SCHEMA_TEXT] = { WIRE_TEXT, "text" },
		[SCHEMA_BYTES] = { WIRE_BYTES, "bytes" },
		[SCHEMA_ENUM] = { WIRE_TEXT, "text" },
		[SCHEMA_LIST] = { WIRE_ARRAY, "a list" },
		[SCHEMA_STRUCT] = { WIRE_MAP, "a map" },
		[SCHEMA_ANY] = { WIRE_NONE, "" },
	};
	MUST(++checker->depth <= WIRE_DEPTH_MAX);
	if (type->kind != SCHEMA_ANY && wire_peek(&checker->reader) != expected[type->kind].wire) {
		params_refuse(&checker->problem, OUTCOME_INVALID, "%s must be %s", checker->path, expected[type->kind].words);
	} else {
		check_inside(checker, type, value);
	}
	if (wire_failed(&checker->reader)) {
		params_refuse(&checker->problem, OUTCOME_INVALID, "%s: %s", checker->path, checker->reader.error);
	}
	checker->depth--;
}

struct envelope_problem params_check(
	struct slice params, const struct schema_struct *shape, struct envelope_value *values, bool whole)
{
	static const uint8_t empty_map[] = { 0x80 };
	MUST(shape != NULL && shape->field_count <= SCHEMA_FIELDS_MAX);
	struct slice map = params.n == 0 ? (struct slice){ .at = empty_map, .n = sizeof empty_map } : params;
	struct checker checker = { .reader = wire_reader_of(map), .whole = whole };
	if (wire_peek(&checker.reader) != WIRE_MAP) {
		params_refuse(&checker.problem, OUTCOME_INVALID, "the parameters must be one map");
		return checker.problem;
	}
	check_map(&checker, shape, values);
	if (wire_failed(&checker.reader)) {
		params_refuse(&checker.problem, OUTCOME_INVALID, "%s", checker.reader.error);
	} else if (!refused(&checker) && !wire_finished(&checker.reader)) {
		params_refuse(&checker.problem, OUTCOME_INVALID, "there are bytes behind the parameters");
	}
	return checker.problem;
}

struct envelope_problem envelope_params(struct slice params, const struct schema_struct *shape, struct envelope_value *values)
{
	MUST(shape != NULL && values != NULL);
	memset(values, 0, shape->field_count * sizeof *values);
	return params_check(params, shape, values, false);
}
