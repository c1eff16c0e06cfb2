// Language: the table of sentences, and the reading of a line by it.
#include "tests/stories/language.h"

#include <ctype.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "tests/stories/steps.h"

// The longer of two that begin alike stands first.
const struct pattern language_patterns[] = {
	{ "people: LIST", step_people },
	{ "circle WORD: PERSON with LIST", step_circle },
	{ "circle WORD: PERSON", step_circle_alone },
	{ "nonce WORD", step_nonce },
	{ "the operator ends PERSON", step_ends_sessions },
	{ "the operator makes PERSON a WORD", step_gives_role },
	{ "the operator makes a link for PERSON", step_makes_link },
	{ "the newest mail to TEXT brings a link", step_mailed_link },
	{ "the database is lost", step_command },
	{ "the database is back", step_command },
	{ "the daemon is killed", step_command },
	{ "the daemon is back", step_command },
	{ "in the database TEXT", step_sql },
	{ "WHO connects", step_connects },
	{ "WHO greets", step_greets },
	{ "WHO signs in", step_signs_in },
	{ "WHO hangs up", step_hangs_up },
	{ "WHO is closed with NUMBER", step_closed },
	{ "WHO follows CHANNEL from the start", step_follows_start },
	{ "WHO follows CHANNEL from there on", step_follows_on },
	{ "WHO follows CHANNEL after TEXT", step_follows_after },
	{ "WHO follows CHANNEL", step_follows },
	{ "WHO unfollows CHANNEL", step_unfollows },
	{ "WHO says NUMBER things in CHANNEL", step_says_many },
	{ "WHO says NUMBER bytes in CHANNEL", step_says_long },
	{ "WHO says TEXT in CHANNEL", step_says },
	{ "WHO repeats TEXT in CHANNEL", step_repeats },
	{ "WHO answers TEXT with TEXT in CHANNEL", step_answers },
	{ "WHO edits TEXT to TEXT in CHANNEL", step_edits },
	{ "WHO retracts TEXT in CHANNEL", step_retracts },
	{ "WHO marks TEXT with TEXT in CHANNEL", step_marks },
	{ "WHO unmarks TEXT with TEXT in CHANNEL", step_unmarks },
	{ "WHO reads CHANNEL up to TEXT", step_reads },
	{ "WHO types in CHANNEL", step_types },
	{ "WHO asks PERSON into CHANNEL", step_asks_in },
	{ "WHO joins CHANNEL", step_joins },
	{ "WHO leaves CHANNEL", step_leaves },
	{ "WHO takes PERSON out of CHANNEL", step_takes_out },
	{ "WHO hears nothing more", step_hears_nothing },
	{ "WHO hears a farewell", step_hears_goaway },
	{ "WHO hears PERSON say NUMBER things in CHANNEL", step_hears_many },
	{ "WHO hears PERSON say TEXT in CHANNEL", step_hears_say },
	{ "WHO hears PERSON answer TEXT with TEXT in CHANNEL", step_hears_answer },
	{ "WHO hears PERSON edit TEXT to TEXT in CHANNEL", step_hears_edit },
	{ "WHO hears PERSON retract TEXT in CHANNEL", step_hears_retract },
	{ "WHO hears PERSON mark TEXT with TEXT in CHANNEL", step_hears_mark },
	{ "WHO hears PERSON unmark TEXT with TEXT in CHANNEL", step_hears_unmark },
	{ "WHO hears PERSON join CHANNEL", step_hears_join },
	{ "WHO hears PERSON leave CHANNEL", step_hears_leave },
	{ "WHO hears of a gap in CHANNEL", step_hears_gap },
	{ "WHO hears WORD JSON in CHANNEL", step_hears_kind },
	{ "WHO notices PERSON typing in CHANNEL", step_notices_typing },
	{ "WHO notices the mark at TEXT in CHANNEL", step_notices_read },
	{ "WHO soon calls WORD JSON", step_calls_soon },
	{ "WHO calls WORD JSON", step_calls },
	{ "WHO sends bytes TEXT", step_sends_bytes },
	{ "WHO is refused with WORD", step_refused },
	{ "WHO sends the text TEXT", step_sends_text },
	{ 0 },
};

static const char *skip_blanks(const char *at)
{
	while (*at == ' ' || *at == '\t')
		at++;
	return at;
}

static bool is_part(const char *word, size_t n)
{
	if (n < 3)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!isupper((unsigned char)word[i]))
			return false;
	}
	return true;
}

// Reads a JSON value at the front; returns what is behind it, or NULL.
static const char *read_json(const char *at, json_t **value)
{
	json_error_t error;
	*value = json_loads(at, JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK, &error);
	return *value == NULL ? NULL : at + error.position;
}

// Reads what stands for one capital word of a pattern. Returns what is behind it, or NULL if something else stands there.
static const char *read_part(const char *part, size_t n, const char *at, char **text)
{
	bool is_text = n == 4 && memcmp(part, "TEXT", 4) == 0;
	if (is_text || (n == 4 && memcmp(part, "JSON", 4) == 0)) {
		json_t *value;
		if (is_text ? *at != '"' : *at != '{')
			return NULL;
		const char *behind = read_json(at, &value);
		if (behind == NULL)
			return NULL;
		*text = is_text ? strdup(json_string_value(value)) : json_dumps(value, 0);
		json_decref(value);
		return behind;
	}
	bool is_list = n == 4 && memcmp(part, "LIST", 4) == 0;
	bool is_number = n == 6 && memcmp(part, "NUMBER", 6) == 0;
	size_t length = is_list ? strlen(at) : strcspn(at, " :,\"{");
	if (length == 0 || (is_number && !isdigit((unsigned char)*at)))
		return NULL;
	*text = strndup(at, length);
	return at + length;
}

static void forget(struct sentence *sentence)
{
	for (size_t i = 0; i < sentence->part_count; i++)
		free(sentence->part[i]);
	json_decref(sentence->expected);
	*sentence = (struct sentence){ .code = "ok", .detail = "" };
}

// Matches a line against one pattern, filling the sentence. Returns what is behind the sentence, or NULL.
static const char *match(const char *pattern, const char *line, struct sentence *sentence)
{
	const char *at = line;
	while (*pattern != 0) {
		size_t n = strcspn(pattern, " :");
		if (is_part(pattern, n)) {
			CHECK(sentence->part_count < LANGUAGE_ARGUMENTS_MAX);
			at = read_part(pattern, n, at, &sentence->part[sentence->part_count]);
			if (at == NULL)
				return NULL;
			sentence->part_count++;
		} else {
			if (strncmp(at, pattern, n) != 0 || isalnum((unsigned char)at[n]))
				return NULL;
			at += n;
		}
		pattern += n;
		if (*pattern == ':' && *at++ != ':')
			return NULL;
		pattern += *pattern == ':';
		if (*pattern == ' ' && *at != ' ')
			return NULL;
		pattern = skip_blanks(pattern);
		at = skip_blanks(at);
	}
	return at;
}

// Reads "-> code detail" or "-> ok JSON". False if something else stands there.
static bool read_outcome(const char *at, struct sentence *sentence, char *code, size_t size)
{
	if (*at == 0)
		return true;
	if (strncmp(at, "->", 2) != 0)
		return false;
	at = skip_blanks(at + 2);
	size_t n = strcspn(at, " ");
	snprintf(code, size, "%.*s", (int)n, at);
	sentence->code = code;
	at = skip_blanks(at + n);
	if (strcmp(code, "ok") != 0) {
		sentence->detail = at;
		return true;
	}
	if (*at == 0)
		return true;
	at = read_json(at, &sentence->expected);
	return at != NULL && *skip_blanks(at) == 0;
}

void language_play(struct story *story, const char *line)
{
	struct sentence sentence = { .code = "ok", .detail = "" };
	char code[STORY_WORD_BYTES_MAX];
	line = skip_blanks(line);
	if (*line == 0 || *line == '#')
		return;
	for (const struct pattern *pattern = language_patterns; pattern->words != NULL; pattern++) {
		const char *behind = match(pattern->words, line, &sentence);
		if (behind != NULL && read_outcome(behind, &sentence, code, sizeof code)) {
			// A sentence without parts, such as a command, is told what was said by its own words.
			if (sentence.part_count == 0)
				sentence.part[sentence.part_count++] = strdup(pattern->words);
			pattern->play(story, &sentence);
			forget(&sentence);
			return;
		}
		forget(&sentence);
	}
	story_fail(story, "this is no sentence of the language: %s", line);
}
