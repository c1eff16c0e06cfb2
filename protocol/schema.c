// Schema: finds rows in the generated tables. All of them are sorted by name.
#include "protocol/schema.h"

#include "protocol/must.h"
#include "protocol/tables.h"

// Less, equal or greater than 0 as word stands before, at or behind name in byte order.
static int order(struct slice word, const char *name)
{
	size_t n = strlen(name);
	int difference = word.n == 0 ? 0 : memcmp(word.at, name, word.n < n ? word.n : n);
	if (difference != 0) {
		return difference;
	}
	return word.n < n ? -1 : word.n > n;
}

// The row of that name in a table whose rows begin with their name, or NULL.
static const void *find(struct slice name, const void *rows, size_t count, size_t row_bytes)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *const *row = (const void *)((const char *)rows + middle * row_bytes);
		int difference = order(name, *row);
		if (difference == 0) {
			return row;
		}
		if (difference < 0) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return NULL;
}

static const struct schema_struct *find_shape(struct slice name, const struct schema_named *rows, size_t count)
{
	const struct schema_named *row = find(name, rows, count, sizeof *rows);
	return row == NULL ? NULL : row->shape;
}

static const char *find_words(struct slice name, const struct schema_words *rows, size_t count)
{
	const struct schema_words *row = find(name, rows, count, sizeof *rows);
	return row == NULL ? NULL : row->words;
}

const struct schema_operation *schema_operation(struct slice name)
{
	return find(name, schema_operations, schema_operation_count, sizeof *schema_operations);
}

const struct schema_struct *schema_event(struct slice kind)
{
	return find_shape(kind, schema_events, schema_events_count);
}

const struct schema_struct *schema_notification(struct slice name)
{
	return find_shape(name, schema_notifications, schema_notifications_count);
}

const struct schema_struct *schema_struct(struct slice name)
{
	return find_shape(name, schema_structs, schema_structs_count);
}

int schema_field(const struct schema_struct *shape, struct slice name)
{
	MUST(shape != NULL && shape->field_count <= SCHEMA_FIELDS_MAX);
	for (size_t i = 0; i < shape->field_count; i++) {
		if (order(name, shape->fields[i].name) == 0) {
			return (int)i;
		}
	}
	return -1;
}

const char *schema_reason(struct slice reason)
{
	return find_words(reason, schema_reasons, schema_reasons_count);
}

const char *schema_state(struct slice lifecycle_and_state)
{
	return find_words(lifecycle_and_state, schema_states, schema_states_count);
}

const char *schema_label(struct slice type_and_value)
{
	return find_words(type_and_value, schema_labels, schema_labels_count);
}
