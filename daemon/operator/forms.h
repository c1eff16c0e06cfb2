// Forms: what the files that can be imported look like, and the fields that the service takes from each row.
#ifndef WAYMARK_OPERATOR_FORMS_H
#define WAYMARK_OPERATOR_FORMS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define FORM_FIELDS_MAX 16
#define FORM_CHUNK_ROWS_MAX 500 // in one question to the daemon

enum form_kind {
	FORM_NONE, // behind the last field
	FORM_TEXT,
	FORM_NUMBER, // a whole number
	FORM_LIST,   // of texts; in a CSV separated by semicolons
	FORM_ANY,    // taken over as it is; JSON only
};

struct form_field {
	enum form_kind kind;
	const char *name; // of the column, or the member
	bool needed;
};

struct form {
	const char *what; // "places"
	const char *call; // "import_places"
	struct form_field fields[FORM_FIELDS_MAX];
};

// The form of this name, or NULL.
const struct form *form_find(const char *what);
// What can be imported and is called nearly so; NULL if nothing is near.
const char *form_nearest(const char *what);

// Writes the columns, one a line: what stands in each, and which are needed.
void form_print(const struct form *form, FILE *out);

// Makes the row that the service takes from a row of the file, for the caller to decref; columns that it does not know are left
// out. NULL, with what is wrong in problem, when a value cannot be taken.
json_t *form_row(const struct form *form, const json_t *row, char *problem, size_t size);

#endif
