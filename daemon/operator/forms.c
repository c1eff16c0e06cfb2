// The forms of importable files.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/operator/forms.h"
#include "protocol/nearest.h"

// What is not named here is left out: published files hold more than the service wants. The rules of each value (lengths, words,
// what must exist already) are the database's, which names the row that breaks one.
static const struct form forms[] = {
	{ "places", "import_places",
		{ { FORM_TEXT, "code", true }, { FORM_TEXT, "name", true }, { FORM_TEXT, "name_cy", false },
			{ FORM_TEXT, "nation", false }, { FORM_TEXT, "kind", false }, { FORM_TEXT, "within", false },
			{ FORM_TEXT, "parent_code", false }, { FORM_NUMBER, "need_quintile", false },
			{ FORM_NUMBER, "dep_rank_in_nation", false }, { FORM_NUMBER, "dep_rank_of", false } } },
	{ "topics", "import_topics",
		{ { FORM_TEXT, "id", true }, { FORM_TEXT, "label", true }, { FORM_TEXT, "label_cy", false },
			{ FORM_TEXT, "parent", false }, { FORM_TEXT, "kind", false }, { FORM_TEXT, "synonyms", false },
			{ FORM_TEXT, "definition", false } } },
	{ "people", "import_people",
		{ { FORM_TEXT, "id", true }, { FORM_TEXT, "name", true }, { FORM_TEXT, "email", false }, { FORM_TEXT, "language", false },
			{ FORM_LIST, "languages", false }, { FORM_LIST, "roles", false }, { FORM_TEXT, "place_code", false },
			{ FORM_NUMBER, "hours", false }, { FORM_ANY, "availability", false }, { FORM_ANY, "topics", false } } },
	{ "circles", "import_circles",
		{ { FORM_TEXT, "id", true }, { FORM_TEXT, "name", true }, { FORM_TEXT, "language", false },
			{ FORM_TEXT, "purpose", true }, { FORM_LIST, "topics", false }, { FORM_TEXT, "host", true },
			{ FORM_LIST, "members", false }, { FORM_NUMBER, "size_limit", false }, { FORM_TEXT, "current_question", false } } },
};

const struct form *form_find(const char *what)
{
	CHECK(what != NULL);
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (strcmp(forms[i].what, what) == 0)
			return &forms[i];
	return NULL;
}

const char *form_nearest(const char *what)
{
	CHECK(what != NULL);
	struct nearest nearest = nearest_to(slice_of(what));
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		nearest_offer(&nearest, forms[i].what);
	return nearest.name;
}

void form_print(const struct form *form, FILE *out)
{
	static const char *const kinds[] = { [FORM_TEXT] = "text",
		[FORM_NUMBER] = "a whole number",
		[FORM_LIST] = "texts, with semicolons between",
		[FORM_ANY] = "in JSON only" };
	CHECK(form != NULL && out != NULL);
	fprintf(out, "%s: a CSV whose first line names its columns, or a JSON list of objects. Others than these are passed over.\n",
		form->what);
	for (const struct form_field *field = form->fields; field->kind != FORM_NONE; field++)
		fprintf(out, "  %-18s %s%s\n", field->name, kinds[field->kind], field->needed ? ", needed" : "");
}

static bool read_number(const json_t *value, json_int_t *number)
{
	char *end;
	if (json_is_integer(value)) {
		*number = json_integer_value(value);
		return true;
	}
	const char *text = json_string_value(value);
	errno = 0;
	*number = text == NULL ? 0 : strtoll(text, &end, 10);
	return text != NULL && errno == 0 && end != text && *end == '\0';
}

// The texts of "a;b; c", without blanks around them and without empty ones.
static json_t *cut_list(const char *text)
{
	json_t *list = json_array();
	CHECK(list != NULL);
	while (*text != '\0') {
		size_t length = strcspn(text, ";");
		size_t from = strspn(text, " ");
		size_t to = length;
		while (to > from && text[to - 1] == ' ')
			to--;
		if (to > from)
			json_array_append_new(list, json_stringn(text + from, to - from));
		text += length + (text[length] == ';');
	}
	return list;
}

// The value of one field in the service's form; NULL when it is not of the field's kind.
static json_t *convert(const struct form_field *field, json_t *value)
{
	json_int_t number;
	switch (field->kind) {
	case FORM_TEXT:
		return json_is_string(value) ? json_incref(value) : NULL;
	case FORM_NUMBER:
		return read_number(value, &number) ? json_integer(number) : NULL;
	case FORM_LIST:
		return json_is_string(value) ? cut_list(json_string_value(value)) : json_is_array(value) ? json_incref(value) : NULL;
	case FORM_ANY:
		return json_incref(value);
	case FORM_NONE:
		break;
	}
	return NULL;
}

json_t *form_row(const struct form *form, const json_t *row, char *problem, size_t size)
{
	CHECK(form != NULL && json_is_object(row) && problem != NULL);
	json_t *made = json_object();
	CHECK(made != NULL);
	for (size_t i = 0; i < FORM_FIELDS_MAX && form->fields[i].kind != FORM_NONE; i++) {
		const struct form_field *field = &form->fields[i];
		json_t *value = json_object_get(row, field->name);
		bool absent = value == NULL || json_is_null(value);
		json_t *converted = absent ? NULL : convert(field, value);
		if (converted != NULL)
			json_object_set_new(made, field->name, converted);
		if ((absent && !field->needed) || converted != NULL)
			continue;
		snprintf(problem, size, absent ? "%s is missing" : "%s is not of the right kind", field->name);
		json_decref(made);
		return NULL;
	}
	return made;
}
