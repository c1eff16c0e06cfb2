// waymarkd person, token, link, mail: one question to the running daemon, built from the words by the table of questions.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/operator/ask.h"
#include "daemon/operator/print.h"
#include "daemon/operator/socket.h"

static bool read_number(const char *text, json_int_t *number)
{
	char *end;
	errno = 0;
	*number = strtoll(text, &end, 10);
	return errno == 0 && end != text && *end == '\0';
}

// Puts an option's value, or values, into with. False with a reason printed.
static bool put_option(struct operator_call *call, const struct ask_parameter *parameter, json_t *with)
{
	json_int_t number;
	const char *value = operator_value(call, parameter->option);
	if (value == NULL) {
		if (parameter->needed)
			operator_missing(call, parameter->option);
		return !parameter->needed;
	}
	if (parameter->kind == ASK_NUMBER) {
		if (read_number(value, &number))
			return json_object_set_new(with, parameter->field, json_integer(number)) == 0;
		operator_fail(call, "%s needs a whole number, not %s", parameter->option, value);
		return false;
	}
	json_t *list = parameter->kind == ASK_LIST ? json_array() : NULL;
	for (; list != NULL && value != NULL; value = operator_value(call, parameter->option))
		json_array_append_new(list, json_string(value));
	if (json_object_set_new(with, parameter->field, list != NULL ? list : json_string(value)) == 0)
		return true;
	operator_fail(call, "%s is not UTF-8 text", parameter->option);
	return false;
}

// Puts a word into with: of a person, an address or a number.
static bool put_word(struct operator_call *call, const struct ask_parameter *parameter, const char *word, json_t *with)
{
	json_int_t number;
	if (parameter->kind == ASK_WORD || strchr(word, '@') != NULL)
		return json_object_set_new(with, parameter->kind == ASK_WORD ? parameter->field : "email", json_string(word)) == 0;
	if (read_number(word, &number))
		return json_object_set_new(with, parameter->field, json_integer(number)) == 0;
	operator_fail(call, "%s is neither a person's number nor a mail address", word);
	return false;
}

static bool is_word(const struct ask_parameter *parameter)
{
	return parameter->kind == ASK_PERSON || parameter->kind == ASK_WORD;
}

// Builds what goes with the question. Returns OPERATOR_DONE, or what the command ends with, its reason printed.
static int build(struct operator_call *call, const struct ask *ask, json_t *with)
{
	size_t words = 0, at = 0;
	for (size_t i = 0; i < ASK_PARAMETERS_MAX && ask->parameters[i].kind != ASK_NONE; i++) {
		const struct ask_parameter *parameter = &ask->parameters[i];
		words += is_word(parameter);
		if (!is_word(parameter) && !put_option(call, parameter, with))
			return operator_usage(call);
	}
	if (!operator_words(call, words))
		return OPERATOR_USAGE;
	for (size_t i = 0; at < words; i++)
		if (is_word(&ask->parameters[i]) && !put_word(call, &ask->parameters[i], call->words[at++], with))
			return operator_usage(call);
	return OPERATOR_DONE;
}

// Puts the question and prints the reply.
static int put_question(struct operator_call *call, const struct ask *ask, json_t *with)
{
	struct operator_socket *daemon = operator_socket_open(call);
	if (daemon == NULL)
		return OPERATOR_FAILED;
	int code = OPERATOR_FAILED;
	json_t *answer = operator_socket_ask(daemon, ask->call, with);
	if (answer != NULL && call->json) {
		json_dumpf(answer, stdout, JSON_INDENT(2));
		putchar('\n');
	}
	if (answer != NULL && operator_socket_good(call, answer)) {
		if (!call->json)
			operator_print(stdout, json_object_get(answer, "reply"));
		code = OPERATOR_DONE;
	}
	json_decref(answer);
	operator_socket_close(daemon);
	return code;
}

int operator_ask(struct operator_call *call)
{
	CHECK(call != NULL && call->settings != NULL);
	const struct ask *ask = call->count > 0 ? ask_find(call->command, call->words[0]) : NULL;
	if (ask == NULL)
		return call->count == 0 ? operator_usage(call)
								: operator_unknown(call, call->words[0], ask_nearest(call->command, call->words[0]));
	call->words++;
	call->count--;
	json_t *with = json_object();
	CHECK(with != NULL);
	int code = build(call, ask, with);
	if (code == OPERATOR_DONE)
		code = put_question(call, ask, with);
	json_decref(with);
	return code;
}
