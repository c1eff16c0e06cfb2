// Heard: callbacks that write down what they are told.
#include "heard.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 3, 4))) static void note(struct heard *heard, struct wm_client *client, const char *format, ...)
{
	size_t n = strlen(heard->text);
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(heard->text + n, sizeof heard->text - n, format, arguments);
	va_end(arguments);
	heard->count++;
	if (!heard->destroys)
		return;
	heard->destroys = false;
	heard->destroyed = true;
	wm_client_destroy(client);
}

void heard_reply(struct wm_client *client, const struct wm_reply *reply, void *user)
{
	if (reply->code == WM_OK) {
		int64_t number = wm_value_int(wm_value_get(reply->result, "seq"), wm_value_int(wm_value_get(reply->result, "head"), 0));
		note(user, client, "ok:%lld ", (long long)number);
		return;
	}
	note(user, client, "%s%s%s ", wm_code_word(reply->code), *reply->detail ? "/" : "", reply->detail);
}

void heard_notice(struct wm_client *client, const struct wm_notice *notice, void *user)
{
	switch (notice->kind) {
	case WM_NOTICE_SUBSCRIBED:
		note(user, client, "following:%lld ", (long long)notice->seq);
		break;
	case WM_NOTICE_EVENT:
		note(user, client, "event:%lld ", (long long)notice->seq);
		break;
	case WM_NOTICE_SKIPPED:
		note(user, client, "skipped:%lld-%lld ", (long long)notice->from, (long long)notice->to);
		break;
	case WM_NOTICE_LAGGED:
		note(user, client, "lagged:%lld ", (long long)notice->seq);
		break;
	case WM_NOTICE_SIGNAL:
		note(user, client, "signal:%s ", notice->event);
		break;
	case WM_NOTICE_ENDED:
		note(user, client, "ended:%s ", wm_code_word(notice->code));
		break;
	}
}

void heard_state(struct wm_client *client, enum wm_state state, int code, void *user)
{
	if (state != WM_CONNECTING)
		note(user, client, "%s%s%s ", wm_state_word(state), code ? "/" : "", code ? wm_code_word(code) : "");
}
