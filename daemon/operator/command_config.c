// waymarkd config: what the settings are, where each came from, and whether they are right.
#include <stdio.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/operator/operator.h"

static void show(const struct operator_call *call, bool origins)
{
	settings_print(call->settings, stdout, origins, call->json);
}

// The settings were read before any command ran, so here they are right.
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
	void (*print)(const struct operator_call *call, bool origins);
} verbs[] = {
	{ "show", show },
	{ "check", check },
	{ "sample", sample },
	{ "manual", manual },
};

int operator_config(struct operator_call *call)
{
	CHECK(call != NULL && call->settings != NULL);
	bool origins = operator_flag(call, "--origin");
	if (!operator_words(call, 1))
		return OPERATOR_USAGE;
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
		if (strcmp(call->words[0], verbs[i].verb) == 0) {
			verbs[i].print(call, origins);
			return OPERATOR_DONE;
		}
	return operator_usage(call);
}
