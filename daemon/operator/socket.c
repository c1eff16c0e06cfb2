// The command's end of the admin socket; blocking, for it has nothing else to do.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/operator/socket.h"
#include "protocol/schema.h"

struct operator_socket {
	const struct operator_call *call;
	FILE *out, *in; // two streams of one socket
};

static void explain(const struct operator_call *call, const char *path)
{
	if (errno == EACCES || errno == EPERM)
		operator_fail(
			call, "%s is not yours to open; run this as the user of the daemon, for example: sudo -u waymark waymarkd ...", path);
	else
		operator_fail(call, "no daemon answers at %s (%s); start it first: waymarkd%s%s serve", path, strerror(errno),
			call->config == NULL ? "" : " --config ", call->config == NULL ? "" : call->config);
}

struct operator_socket *operator_socket_open(const struct operator_call *call)
{
	CHECK(call != NULL && call->settings != NULL);
	const char *path = call->settings->admin.socket;
	const struct timeval patience = { .tv_sec = SOCKET_ANSWER_S_MAX };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	CHECK(strlen(path) < sizeof address.sun_path); // the settings' bound
	strcpy(address.sun_path, path);
	int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (line < 0 || connect(line, (const struct sockaddr *)&address, sizeof address) < 0 ||
		setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) < 0) {
		explain(call, path);
		if (line >= 0)
			close(line);
		return NULL;
	}
	struct operator_socket *daemon = calloc(1, sizeof *daemon);
	CHECK(daemon != NULL);
	daemon->call = call;
	daemon->out = fdopen(line, "w");
	daemon->in = fdopen(dup(line), "r");
	CHECK(daemon->out != NULL && daemon->in != NULL);
	return daemon;
}

void operator_socket_close(struct operator_socket *daemon)
{
	if (daemon == NULL)
		return;
	fclose(daemon->out);
	fclose(daemon->in);
	free(daemon);
}

json_t *operator_socket_ask(struct operator_socket *daemon, const char *name, json_t *with)
{
	CHECK(daemon != NULL && name != NULL && json_is_object(with));
	char *line = NULL;
	size_t size = 0;
	json_error_t error;
	json_t *question = json_pack("{s:s, s:O}", "call", name, "with", with);
	CHECK(question != NULL);
	bool sent =
		json_dumpf(question, daemon->out, JSON_COMPACT) == 0 && fputc('\n', daemon->out) != EOF && fflush(daemon->out) == 0;
	json_decref(question);
	ssize_t length = sent ? getline(&line, &size, daemon->in) : -1;
	json_t *answer = length > 0 ? json_loadb(line, (size_t)length, 0, &error) : NULL;
	free(line);
	if (!json_is_object(answer)) {
		operator_fail(daemon->call, "the daemon gave no answer; its log says why");
		json_decref(answer);
		return NULL;
	}
	return answer;
}

bool operator_socket_good(const struct operator_call *call, const json_t *answer)
{
	const char *outcome = json_string_value(json_object_get(answer, "outcome"));
	const char *detail = json_string_value(json_object_get(answer, "detail"));
	if (outcome != NULL && strcmp(outcome, "ok") == 0)
		return true;
	const char *reason = detail == NULL ? NULL : schema_reason(slice_of(detail));
	if (outcome != NULL && reason != NULL) {
		operator_fail(call, "%s (%s: %s)", reason, outcome, detail);
		return false;
	}
	if (outcome != NULL && detail != NULL && strcmp(outcome, "not_found") == 0) {
		operator_fail(call, "there is none like that (%s: %s)", outcome, detail);
		return false;
	}
	operator_fail(call, "%s%s%s", outcome == NULL ? "the daemon's answer is none" : outcome, detail == NULL ? "" : ": ",
		detail == NULL ? "" : detail);
	return false;
}
