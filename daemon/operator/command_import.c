// waymarkd import: a file of places, topics, people or circles into the running service, in chunks, by key: so it may run again.
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/operator/forms.h"
#include "daemon/operator/operator.h"
#include "daemon/operator/print.h"
#include "daemon/operator/rows.h"
#include "daemon/operator/socket.h"

struct importing {
	const struct operator_call *call;
	const struct form *form;
	const char *path;
	struct rows rows;
	json_t *made;   // all rows in the service's form
	json_t *totals; // of the numbers that the service replies with
};

static const char *place_word(const struct importing *importing)
{
	return importing->rows.lines ? "line" : "element";
}

// Brings every row into the service's form before the first is sent, so that a bad file changes nothing. False, printed.
static bool make_rows(struct importing *importing)
{
	char problem[256];
	size_t i;
	json_t *row;
	json_array_foreach(importing->rows.list, i, row)
	{
		json_t *made = form_row(importing->form, row, problem, sizeof problem);
		if (made == NULL) {
			operator_fail(importing->call, "%s, %s %zu: %s; nothing was imported", importing->path, place_word(importing),
				importing->rows.places[i], problem);
			return false;
		}
		json_array_append_new(importing->made, made);
	}
	return true;
}

// Adds the whole numbers of a reply up.
static void add_up(json_t *totals, json_t *reply)
{
	const char *name;
	json_t *value;
	json_object_foreach(reply, name, value) if (json_is_integer(value)) json_object_set_new(
		totals, name, json_integer(json_integer_value(json_object_get(totals, name)) + json_integer_value(value)));
}

// Says where in the file the row stands that the service refused: its words begin with "row N: ", counted within the chunk
// from 1.
static void blame(const struct importing *importing, size_t from, const json_t *answer)
{
	const char *detail = json_string_value(json_object_get(answer, "detail"));
	size_t row = 0, count = json_array_size(importing->made);
	int length = 0;
	if (detail != NULL && sscanf(detail, "row %zu: %n", &row, &length) == 1 && row > 0 && from + row <= count)
		operator_fail(importing->call, "%s, %s %zu: %s", importing->path, place_word(importing),
			importing->rows.places[from + row - 1], detail + length);
	else
		operator_socket_good(importing->call, answer);
	operator_fail(importing->call, "%zu of %zu rows are in; correct the file and run this again", from, count);
}

static bool send_chunk(struct importing *importing, struct operator_socket *daemon, size_t from, size_t to)
{
	json_t *chunk = json_array();
	CHECK(chunk != NULL);
	for (size_t i = from; i < to; i++)
		json_array_append(chunk, json_array_get(importing->made, i));
	json_t *with = json_pack("{s:o}", "rows", chunk);
	CHECK(with != NULL);
	json_t *answer = operator_socket_ask(daemon, importing->form->call, with);
	json_decref(with);
	const char *outcome = json_string_value(json_object_get(answer, "outcome"));
	bool good = outcome != NULL && strcmp(outcome, "ok") == 0;
	if (good)
		add_up(importing->totals, json_object_get(answer, "reply"));
	else if (answer != NULL)
		blame(importing, from, answer);
	json_decref(answer);
	return good;
}

static bool send_all(struct importing *importing)
{
	struct operator_socket *daemon = operator_socket_open(importing->call);
	size_t count = json_array_size(importing->made);
	bool good = daemon != NULL;
	for (size_t from = 0; good && from < count; from += FORM_CHUNK_ROWS_MAX)
		good = send_chunk(importing, daemon, from, from + FORM_CHUNK_ROWS_MAX < count ? from + FORM_CHUNK_ROWS_MAX : count);
	operator_socket_close(daemon);
	return good;
}

static void print_totals(const struct importing *importing)
{
	if (importing->call->json) {
		json_dumpf(importing->totals, stdout, JSON_INDENT(2));
		putchar('\n');
	} else {
		operator_print(stdout, importing->totals);
	}
}

int operator_import(struct operator_call *call)
{
	CHECK(call != NULL);
	const struct form *form = call->count > 0 ? form_find(call->words[0]) : NULL;
	if (call->count > 0 && form == NULL && (call->words[0][0] != '-' || call->words[0][1] == '\0'))
		return operator_unknown(call, call->words[0], form_nearest(call->words[0]));
	if (call->count == 1 && form != NULL) {
		form_print(form, stdout);
		return OPERATOR_DONE;
	}
	if (!operator_words(call, 2))
		return OPERATOR_USAGE;
	CHECK(form != NULL); // two words, and neither is an option
	struct importing importing = { .call = call, .form = form, .path = call->words[1] };
	importing.made = json_array();
	importing.totals = json_pack("{s:i}", "read", 0); // an empty file is told too
	bool good = rows_read(&importing.rows, importing.path);
	if (!good)
		operator_fail(call, "%s: %s; nothing was imported", importing.path, importing.rows.problem);
	good = good && make_rows(&importing) && send_all(&importing);
	if (good)
		print_totals(&importing);
	rows_release(&importing.rows);
	json_decref(importing.made);
	json_decref(importing.totals);
	return good ? OPERATOR_DONE : OPERATOR_FAILED;
}
