// Schema: the tables that protocol/generate makes from protocol/schema/*.toml, and how to find a row in them.
#ifndef WAYMARK_SCHEMA_H
#define WAYMARK_SCHEMA_H

#include "protocol/slice.h"

#define SCHEMA_FIELDS_MAX 24 // fields of one struct; the generator refuses more

enum schema_kind { SCHEMA_INT, SCHEMA_BOOL, SCHEMA_TEXT, SCHEMA_BYTES, SCHEMA_ENUM, SCHEMA_LIST, SCHEMA_STRUCT, SCHEMA_ANY };

struct schema_struct;

struct schema_type {
	const char *name; // "id", "message", "list:id", "struct:event"...
	enum schema_kind kind;
	int64_t min, max;                  // INT: the value. TEXT, BYTES: bytes. LIST: elements. ANY: max is the depth.
	bool printable;                    // TEXT: holds something that can be seen, and no control characters
	const char *const *values;         // ENUM: NULL-terminated
	const struct schema_type *of;      // LIST: each element
	const struct schema_struct *shape; // STRUCT
};

struct schema_field {
	const char *name;
	const struct schema_type *type;
	bool optional; // may be absent
	bool nullable; // may be nil
	const char *prose;
};

struct schema_struct {
	const char *name;
	const struct schema_field *fields;
	size_t field_count;
};

// Who may ask. SCHEMA_NEEDS_ROLE: a person with the role that stands in the operation's role.
enum schema_needs { SCHEMA_NEEDS_NOBODY, SCHEMA_NEEDS_PERSON, SCHEMA_NEEDS_ROLE };

// How it is served. SQL: one function of schema api, JSON answers, no C. TYPED: one function with columns of its own and a
// finish function in daemon/operations. POST: batched. CORE: decided in daemon/core without the database.
enum schema_path { SCHEMA_PATH_SQL, SCHEMA_PATH_TYPED, SCHEMA_PATH_POST, SCHEMA_PATH_CORE };

// Where it waits for the database. SEARCH: apart from what everybody needs, because one may take seconds.
enum schema_lane { SCHEMA_LANE_READ, SCHEMA_LANE_WRITE, SCHEMA_LANE_SEARCH };

struct schema_operation {
	const char *name;     // "circle.open"
	const char *function; // "circle_open", in SQL schema api
	const char *summary, *prose;
	int since;
	enum schema_needs needs;
	const char *role; // NULL unless needs is SCHEMA_NEEDS_ROLE
	enum schema_path path;
	bool early;    // answered before session.hello
	bool changes;  // something; its lane is then WRITE
	bool nonce;    // takes a nonce, as the field of that name, first in takes
	uint32_t cost; // as how many requests it counts
	enum schema_lane lane;
	const struct schema_struct *takes; // with nonce as field 0 where nonce is true
	const struct schema_struct *gives;
};

extern const struct schema_operation schema_operations[]; // sorted by name
extern const size_t schema_operation_count;
extern const int schema_version;

// The operation of that name, or NULL.
const struct schema_operation *schema_operation(struct slice name);
// The body of an event kind, the shape of a notification, or a struct by its name; NULL if unknown.
const struct schema_struct *schema_event(struct slice kind);
const struct schema_struct *schema_notification(struct slice name);
const struct schema_struct *schema_struct(struct slice name);
// The index of a field in a struct, or -1.
int schema_field(const struct schema_struct *shape, struct slice name);
// The English words for a person of a named reason of conflict ("full"), of a life-cycle's state ("circle.active") or of an
// enum's value ("role.coach"); translate with words_in. NULL if unknown.
const char *schema_reason(struct slice reason);
const char *schema_state(struct slice lifecycle_and_state);
const char *schema_label(struct slice type_and_value);

#endif
