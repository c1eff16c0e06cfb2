// Made by protocol/generate from protocol/schema; not for editing.
#include "protocol/outcome.h"
#include "protocol/tables.h"

static const struct schema_type type_0 = { .name = "id", .kind = SCHEMA_INT, .min = INT64_C(1), .max = INT64_C(100), .printable = false, .values = NULL, .of = NULL, .shape = NULL };
static const struct schema_type type_1 = { .name = "line", .kind = SCHEMA_TEXT, .min = INT64_C(1), .max = INT64_C(40), .printable = true, .values = NULL, .of = NULL, .shape = NULL };
static const struct schema_field fields_of_shape_0[] = {
	{ .name = "id", .type = &type_0, .optional = false, .nullable = false, .prose = "Which." },
	{ .name = "name", .type = &type_1, .optional = false, .nullable = false, .prose = "Whose." },
};
static const struct schema_struct shape_0 = { .name = "cup", .fields = fields_of_shape_0, .field_count = 2 };
static const struct schema_type type_2 = { .name = "struct:cup", .kind = SCHEMA_STRUCT, .min = INT64_C(0), .max = INT64_C(0), .printable = false, .values = NULL, .of = NULL, .shape = &shape_0 };
static const struct schema_field fields_of_shape_1[] = {
	{ .name = "cup", .type = &type_2, .optional = false, .nullable = false, .prose = "Into which cup." },
};
static const struct schema_struct shape_1 = { .name = "event.poured", .fields = fields_of_shape_1, .field_count = 1 };
static const struct schema_type type_3 = { .name = "list:line", .kind = SCHEMA_LIST, .min = INT64_C(0), .max = INT64_C(2), .printable = false, .values = NULL, .of = &type_1, .shape = NULL };
static const struct schema_field fields_of_shape_2[] = {
	{ .name = "words", .type = &type_3, .optional = false, .nullable = false, .prose = "What to look for." },
};
static const struct schema_struct shape_2 = { .name = "tea.look.takes", .fields = fields_of_shape_2, .field_count = 1 };
static const struct schema_struct shape_3 = { .name = "tea.look.gives", .fields = NULL, .field_count = 0 };
static const struct schema_type type_4 = { .name = "nonce", .kind = SCHEMA_BYTES, .min = INT64_C(16), .max = INT64_C(16), .printable = false, .values = NULL, .of = NULL, .shape = NULL };
static const struct schema_type type_5 = { .name = "list:struct:cup", .kind = SCHEMA_LIST, .min = INT64_C(0), .max = INT64_C(3), .printable = false, .values = NULL, .of = &type_2, .shape = NULL };
static const struct schema_type type_6 = { .name = "int", .kind = SCHEMA_INT, .min = INT64_C(0), .max = INT64_C(4), .printable = false, .values = NULL, .of = NULL, .shape = NULL };
static const struct schema_field fields_of_shape_4[] = {
	{ .name = "nonce", .type = &type_4, .optional = false, .nullable = false, .prose = "Makes a repeat harmless." },
	{ .name = "cups", .type = &type_5, .optional = false, .nullable = false, .prose = "Into what." },
	{ .name = "sugar", .type = &type_6, .optional = true, .nullable = false, .prose = "How many lumps." },
};
static const struct schema_struct shape_4 = { .name = "tea.pour.takes", .fields = fields_of_shape_4, .field_count = 3 };
static const struct schema_field fields_of_shape_5[] = {
	{ .name = "pot", .type = &type_0, .optional = false, .nullable = true, .prose = "What is left." },
};
static const struct schema_struct shape_5 = { .name = "tea.pour.gives", .fields = fields_of_shape_5, .field_count = 1 };
const struct schema_operation schema_operations[] = {
	{ .name = "tea.look", .function = "tea_look", .summary = "Look at the pot.", .prose = "", .since = 1, .needs = SCHEMA_NEEDS_NOBODY, .role = NULL, .path = SCHEMA_PATH_SQL, .early = true, .changes = false, .nonce = false, .cost = 3, .lane = SCHEMA_LANE_SEARCH, .takes = &shape_2, .gives = &shape_3 },
	{ .name = "tea.pour", .function = "tea_pour", .summary = "Pour a cup.", .prose = "", .since = 2, .needs = SCHEMA_NEEDS_ROLE, .role = "host", .path = SCHEMA_PATH_SQL, .early = false, .changes = true, .nonce = true, .cost = 1, .lane = SCHEMA_LANE_WRITE, .takes = &shape_4, .gives = &shape_5 },
};
const size_t schema_operation_count = 2;
const int schema_version = 2;
const struct schema_named schema_structs[] = {
	{ .name = "cup", .shape = &shape_0 },
};
const size_t schema_structs_count = 1;
const struct schema_named schema_events[] = {
	{ .name = "poured", .shape = &shape_1 },
};
const size_t schema_events_count = 1;
const struct schema_named schema_notifications[] = {
	{ .name = "event", .shape = &shape_0 },
};
const size_t schema_notifications_count = 1;
const struct schema_words schema_reasons[] = {
	{ .name = "cold", .words = "It has gone cold." },
};
const size_t schema_reasons_count = 1;
const struct schema_words schema_states[] = {
	{ .name = "pot.cold", .words = "Cold" },
	{ .name = "pot.hot", .words = "Hot" },
};
const size_t schema_states_count = 2;
const struct schema_words schema_labels[] = {
	{ .name = "role.guest", .words = "Guest" },
	{ .name = "role.host", .words = "Host" },
};
const size_t schema_labels_count = 2;
// A code that the C list lacks does not compile; the count finds one that the schema lacks.
const char *const schema_outcome_codes[OUTCOME_COUNT] = {
	[OUTCOME_OK] = "ok",
	[OUTCOME_DENIED] = "denied",
};
const char *const schema_outcome_words[OUTCOME_COUNT] = {
	[OUTCOME_OK] = "Done.",
	[OUTCOME_DENIED] = "You may not do that.",
};
_Static_assert(OUTCOME_COUNT == 2, "errors.toml and protocol/outcome.h differ");
