// waymarkd config: what the settings are, where each came from, and whether they are right.
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/operator/operator.h"
#include "protocol/nearest.h"

static void show(const struct operator_call *call, bool origins)
{
	settings_print(call->settings, stdout, call->json ? SETTINGS_JSON : origins ? SETTINGS_WITH_ORIGINS : SETTINGS_LINES);
}

static void check(const struct operator_call *call, bool origins)
{
	puts(call->json ? "{\"outcome\": \"ok\"}" : "The settings are right.");
}

static void sample(const struct operator_call *call, bool origins)
{
	settings_print_sample(stdout);
}

static void manual(const struct operator_call *call, bool origins)
{
	settings_print_manual(stdout);
}

static const struct {
	const char *verb;
	bool reads; // the settings, which must be right
	void (*print)(const struct operator_call *call, bool origins);
} verbs[] = {
	{ "show", true, show },
	{ "check", true, check },
	{ "sample", false, sample },
	{ "manual", false, manual },
};

// Prints what is wrong with the settings, one problem a line, or as a JSON list.
static int complain(const struct operator_call *call, struct settings_problems *problems)
{
	if (!call->json) {
		fputs(problems->text, stderr);
		return OPERATOR_FAILED;
	}
	json_t *list = json_array();
	char *rest = problems->text;
	for (char *line = strsep(&rest, "\n"); line != NULL && *line != '\0'; line = strsep(&rest, "\n"))
		json_array_append_new(list, json_string(line));
	json_t *report = json_pack("{s:s, s:o}", "outcome", "invalid", "problems", list);
	CHECK(report != NULL);
	json_dumpf(report, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(report);
	return OPERATOR_FAILED;
}

static const char *nearest_verb(const char *word)
{
	struct nearest nearest = nearest_to(slice_of(word));
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
		nearest_offer(&nearest, verbs[i].verb);
	return nearest.name;
}

int operator_config(struct operator_call *call)
{
	CHECK(call != NULL);
	struct settings settings = { 0 };
	struct settings_problems problems;
	bool origins = operator_flag(call, "--origin");
	if (!operator_words(call, 1))
		return OPERATOR_USAGE;
	size_t i = 0;
	while (i < sizeof verbs / sizeof verbs[0] && strcmp(call->words[0], verbs[i].verb) != 0)
		i++;
	if (i == sizeof verbs / sizeof verbs[0])
		return operator_unknown(call, call->words[0], nearest_verb(call->words[0]));
	if (verbs[i].reads && !settings_load(&settings, call->config, environ, &problems)) {
		settings_release(&settings);
		return complain(call, &problems);
	}
	call->settings = &settings;
	verbs[i].print(call, origins);
	settings_release(&settings);
	return OPERATOR_DONE;
}
