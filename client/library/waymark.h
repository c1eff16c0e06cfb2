// libwaymark: talk with a Waymark service from a C program, on any event loop and without hidden threads.
// SPDX-License-Identifier: MIT
//
// A client is one connection that comes back by itself. It keeps what was asked until it is answered, with the same nonces, and
// follows channels without a gap or a repeat, whatever happens to the network or the service in between.
//
// Three rules hold everywhere:
//   Threads    A client belongs to one thread at a time. Callbacks run only inside wm_process (and wm_run, which calls it).
//   Callbacks  Every function may be called in every callback, wm_client_destroy too; only wm_process and wm_run refuse there.
//   Ownership  What you give is copied. What a callback is given is borrowed until it returns; wm_value_ref keeps it.
#ifndef WAYMARK_H
#define WAYMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define WM_API __attribute__((visibility("default")))
#else
#define WM_API
#endif

// -- outcomes -------------------------------------------------------------------------------------------------------------------

// What a call comes to. The numbers never change; new ones may be added. Every failure is below zero.
enum wm_code {
	WM_OK = 0,
	// The service's own answers.
	WM_UNAUTHENTICATED = -1, // not signed in, or the sign-in has ended
	WM_DENIED = -2,          // you may see it but not do that
	WM_NOT_FOUND = -3,       // it does not exist, or you may not see it
	WM_INVALID = -4,         // the request is wrong; detail names the field. Also: a wrong argument of a function here
	WM_TOO_LARGE = -5,       // over a limit; detail names it
	WM_CONFLICT = -6,        // clashes with what has happened; detail is the reason's word
	WM_RATE_LIMITED = -7,    // too many requests (requests are retried by themselves; seen only with session.enter and the like)
	WM_UNAVAILABLE = -8,     // the service cannot just now (as above)
	WM_INTERNAL = -9,        // a fault of the service
	// The library's own.
	WM_FULL = -20, // the outbox is full: wait for answers, or raise its limits
	WM_NO_MEMORY = -21,
	WM_UNREACHABLE = -22, // no connection
	WM_TIMEOUT = -23,     // no answer in request_timeout_ms; a change may have happened
	WM_LOST = -24,        // the connection broke behind a request that must not be sent twice; it may have happened
	WM_PROTOCOL = -25,    // the other side does not speak the protocol, or refused our frame
	WM_INSECURE = -26,    // it would send the token in the clear to another machine
	WM_TLS = -27,         // the other side could not prove who it is
	WM_GONE = -28,        // from wm_process and wm_run: the client was destroyed in a callback; touch it no more
};

// The code in plain English with what to do, static text. Never NULL.
WM_API const char *wm_strerror(int code);
// The code's word: "not_found", "unreachable"... as in the protocol's errors. Static text, never NULL.
WM_API const char *wm_code_word(int code);
// The version of the library as text, such as "0.1.0".
WM_API const char *wm_version(void);

// -- options --------------------------------------------------------------------------------------------------------------------

struct wm_options;

// Options with their defaults. NULL when memory is out.
WM_API struct wm_options *wm_options_create(void);
WM_API void wm_options_destroy(struct wm_options *options); // NULL is allowed
// Sets one option by its name (the list is in libwaymark(3)): url, address, token, program, ca_file, insecure,
// connect_timeout_ms, request_timeout_ms, reconnect_min_ms, reconnect_max_ms, outbox_requests_max, outbox_bytes_max,
// frame_bytes_max. WM_OK; WM_INVALID for an unknown name or a value that does not fit (wm_options_problem says which);
// WM_NO_MEMORY.
WM_API int wm_options_set(struct wm_options *options, const char *name, const char *value);
// Reads WAYMARK_URL, WAYMARK_TOKEN and so on: the option's name in capitals behind WAYMARK_. As wm_options_set.
WM_API int wm_options_read_environment(struct wm_options *options);
// The same as wm_options_set(options, "url", url): http://, https://, ws:// or wss://, host, port, path.
WM_API int wm_options_set_url(struct wm_options *options, const char *url);
// A session token; NULL or "" is nobody.
WM_API int wm_options_set_token(struct wm_options *options, const char *token);
// The program's name and version, for the service's log of connections.
WM_API int wm_options_set_program(struct wm_options *options, const char *program);
// How long a request may wait for its answer, in milliseconds; 0 waits for ever (the default).
WM_API int wm_options_set_request_timeout_ms(struct wm_options *options, int64_t timeout_ms);
// The least and the most wait between two tries to connect, in milliseconds (200 and 30000).
WM_API int wm_options_set_reconnect_ms(struct wm_options *options, int64_t min_ms, int64_t max_ms);
// How many requests, and how many bytes of them, may wait for their answers (1000 and 4 MiB).
WM_API int wm_options_set_outbox(struct wm_options *options, int64_t requests_max, int64_t bytes_max);
// The url, borrowed until it is set again. Never NULL.
WM_API const char *wm_options_url(const struct wm_options *options);
// What was wrong with the last option or the last wm_client_create, in plain words; "" if nothing. Borrowed until the next call.
WM_API const char *wm_options_problem(const struct wm_options *options);

// -- values: what the service sends, as a read-only tree ------------------------------------------------------------------------

enum wm_type { WM_NIL, WM_BOOL, WM_INT, WM_FLOAT, WM_TEXT, WM_BYTES, WM_LIST, WM_MAP };

struct wm_value;

// Every function here takes NULL as nil, so that wm_value_int(wm_value_get(wm_value_get(v, "a"), "b"), 0) needs no checks.
WM_API enum wm_type wm_value_type(const struct wm_value *value);
WM_API bool wm_value_bool(const struct wm_value *value, bool otherwise);
WM_API int64_t wm_value_int(const struct wm_value *value, int64_t otherwise);
WM_API double wm_value_float(const struct wm_value *value, double otherwise); // integers too
// Zero-terminated UTF-8, borrowed from the tree; otherwise if it is no text.
WM_API const char *wm_value_text(const struct wm_value *value, const char *otherwise);
// The bytes of WM_BYTES or WM_TEXT, borrowed from the tree, *n of them; NULL and 0 for anything else.
WM_API const void *wm_value_bytes(const struct wm_value *value, size_t *n);
// Elements of a list or pairs of a map; 0 for anything else.
WM_API size_t wm_value_count(const struct wm_value *value);
// The i-th element of a list, or the value of the i-th pair of a map; NULL beyond.
WM_API const struct wm_value *wm_value_at(const struct wm_value *value, size_t i);
// The key of the i-th pair of a map; NULL beyond.
WM_API const struct wm_value *wm_value_key(const struct wm_value *value, size_t i);
// The value under a text key of a map; NULL if there is none.
WM_API const struct wm_value *wm_value_get(const struct wm_value *value, const char *key);
// The value as JSON text in one line (bytes as base64url), which you free(). NULL when memory is out.
WM_API char *wm_value_json(const struct wm_value *value);
// Keeps the whole tree that the value stands in, beyond the callback; returns the value. Undo each with wm_value_unref.
WM_API const struct wm_value *wm_value_ref(const struct wm_value *value);
WM_API void wm_value_unref(const struct wm_value *value); // NULL is allowed

// -- parameters of a request ----------------------------------------------------------------------------------------------------

struct wm_params;

// No parameters yet. NULL when memory is out. Puts remember the first failure; wm_call reports it, so none needs a check.
WM_API struct wm_params *wm_params_create(void);
WM_API void wm_params_destroy(struct wm_params *params); // NULL is allowed
WM_API void wm_params_int(struct wm_params *params, const char *name, int64_t value);
WM_API void wm_params_bool(struct wm_params *params, const char *name, bool value);
WM_API void wm_params_text(struct wm_params *params, const char *name, const char *value); // NULL: left out
WM_API void wm_params_bytes(struct wm_params *params, const char *name, const void *bytes, size_t n);
WM_API void wm_params_ints(struct wm_params *params, const char *name, const int64_t *values, size_t count);
WM_API void wm_params_texts(struct wm_params *params, const char *name, const char *const *values, size_t count);

// -- the client -----------------------------------------------------------------------------------------------------------------

struct wm_client;

// A client of the service that the options name; it copies them. It connects in its first wm_process, not before.
// NULL: wm_options_problem says why.
WM_API struct wm_client *wm_client_create(struct wm_options *options);
// Closes and frees everything; callbacks of unanswered requests are not called. In a callback: nothing is called any more, and
// the memory goes when wm_process unwinds. NULL is allowed.
WM_API void wm_client_destroy(struct wm_client *client);

enum wm_state {
	WM_WAITING,    // no connection; it tries again by itself
	WM_CONNECTING, // on the way: network, TLS, upgrade, hello
	WM_READY,      // connected and greeted
	WM_ENDED,      // the token was refused or its session has ended: nothing is tried until wm_set_token
};

// Where it stands now; any time.
WM_API enum wm_state wm_client_state(const struct wm_client *client);
// "waiting", "connecting", "ready", "ended". Static text.
WM_API const char *wm_state_word(enum wm_state state);
// Is told of every change of state; code says why (WM_OK on the way up). One at a time; NULL takes it away.
typedef void wm_state_callback(struct wm_client *client, enum wm_state state, int code, void *user);
WM_API void wm_on_state(struct wm_client *client, wm_state_callback *callback, void *user);
// What happened to the connection last, in plain words with what to do; "" if nothing. Borrowed until the next wm_process.
WM_API const char *wm_last_error(const struct wm_client *client);
// The service's answer to session.hello: person, inbox, limits. NULL before the first. Borrowed until the next wm_process.
WM_API const struct wm_value *wm_hello(const struct wm_client *client);
// Says who you are from now on (NULL or "": nobody): greets again, on a new connection if need be. WM_OK, WM_INVALID,
// WM_INSECURE or WM_NO_MEMORY; whether the service takes it, the state tells.
WM_API int wm_set_token(struct wm_client *client, const char *token);

// -- asking ---------------------------------------------------------------------------------------------------------------------

// One answer. Fields may be added at the end.
struct wm_reply {
	int64_t request;               // what wm_call returned
	int code;                      // WM_OK or why not
	const char *message;           // for a person, in their language; "" when ok
	const char *detail;            // the field, or the reason's word; "" if there is none
	int64_t retry_after_ms;        // -1: none
	const struct wm_value *result; // a map when ok, else NULL
};
typedef void wm_reply_callback(struct wm_client *client, const struct wm_reply *reply, void *user);

// Asks one operation by its name, "noun.verb". It is kept until it is answered: sent again with the same nonce after a lost
// connection, and after the wait that `unavailable` or `rate_limited` names. Changes go out one behind the other, each when the
// one before it is answered, so that their order holds whatever happens; questions go beside them.
// The nonce is made here unless params has one. session.enter, session.link and channel.typing are never sent twice: WM_LOST.
// params may be NULL; it stays yours. callback may be NULL; else it is called once, from wm_process, unless the request is
// cancelled or the client destroyed. Returns the request's number above zero, or WM_INVALID, WM_FULL, WM_NO_MEMORY.
WM_API int64_t wm_call(
	struct wm_client *client, const char *operation, const struct wm_params *params, wm_reply_callback *callback, void *user);
// The same with a JSON object as text, checked by the schema first: WM_INVALID or WM_TOO_LARGE, and wm_last_error names the
// field.
WM_API int64_t wm_call_json(
	struct wm_client *client, const char *operation, const char *json, wm_reply_callback *callback, void *user);
// channel.post: says something. reply_to 0 is none. As wm_call; the result has seq and at.
WM_API int64_t wm_post(
	struct wm_client *client, int64_t channel, const char *text, int64_t reply_to, wm_reply_callback *callback, void *user);
// Forgets a request: its callback is not called. What was sent may still happen. False if it is answered already.
WM_API bool wm_cancel(struct wm_client *client, int64_t request);
// How many requests wait for their answers.
WM_API size_t wm_pending(const struct wm_client *client);

// -- following channels ---------------------------------------------------------------------------------------------------------

enum wm_notice_kind {
	WM_NOTICE_SUBSCRIBED, // following from here; seq is the head. Again after every reconnect
	WM_NOTICE_EVENT,      // seq, at, actor, event, lang, body: each position once, in order
	WM_NOTICE_SKIPPED,    // from..to exist but may not be seen
	WM_NOTICE_LAGGED,     // you were too slow; what you missed follows by itself
	WM_NOTICE_SIGNAL,     // typing, presence, read: event is its word, body the whole of it
	WM_NOTICE_ENDED,      // it follows no longer: WM_OK you left, else why; wm_subscribe begins anew
};

// One thing about a channel. Fields may be added at the end.
struct wm_notice {
	enum wm_notice_kind kind;
	int64_t channel;
	int64_t seq;                  // EVENT: its position. SUBSCRIBED: the head. LAGGED: the last one you had
	int64_t from, to;             // SKIPPED
	int64_t at;                   // EVENT: microseconds since 1970 UTC
	int64_t actor;                // EVENT: the person, or 0 for the service itself
	const char *event;            // EVENT: its kind, "message", "joined"... pass over what you do not know
	const char *lang;             // EVENT: the text's language, or ""
	const struct wm_value *body;  // EVENT: the map of its kind
	const struct wm_value *whole; // EVENT: all of it, as it came
	int code;                     // ENDED
};
typedef void wm_notice_callback(struct wm_client *client, const struct wm_notice *notice, void *user);

#define WM_FROM_NOW ((int64_t)-1) // wm_subscribe: only what happens from now on

// Follows a channel behind position after (0: from its beginning; WM_FROM_NOW). It is followed again behind the last event
// handed out after every reconnect. A second call for the same channel moves it. WM_OK, WM_INVALID, WM_FULL, WM_NO_MEMORY.
WM_API int wm_subscribe(struct wm_client *client, int64_t channel, int64_t after, wm_notice_callback *callback, void *user);
// Follows it no longer; its callback is not called again. WM_NOT_FOUND if it was not followed.
WM_API int wm_unsubscribe(struct wm_client *client, int64_t channel);
// The position of the last event handed out (or skipped), to resume from after a restart of your program; -1 if unknown.
WM_API int64_t wm_cursor(const struct wm_client *client, int64_t channel);

// -- the loop -------------------------------------------------------------------------------------------------------------------

enum { WM_READ = 1, WM_WRITE = 2 };

// What to wait for; ask again after every call into the library. The descriptor, or -1 while there is none.
WM_API int wm_fd(const struct wm_client *client);
// WM_READ and WM_WRITE, or 0.
WM_API int wm_events(const struct wm_client *client);
// Milliseconds until wm_process must be called even if nothing happens; 0 at once, -1 never.
WM_API int wm_timeout_ms(const struct wm_client *client);
// Does what can be done without waiting, and calls the callbacks. happened: WM_READ and WM_WRITE as the descriptor is ready; both
// are harmless guesses. The one thing that can wait is looking up a host's name when a connection begins (see libwaymark(3):
// the option address avoids it). WM_OK; WM_GONE; WM_INVALID in a callback; the reason when the state is WM_ENDED.
WM_API int wm_process(struct wm_client *client, int happened);
// For simple programs: waits and processes until wm_stop (WM_OK), for_ms milliseconds are over (WM_TIMEOUT; below zero: no end),
// a signal came (WM_OK), or as wm_process.
WM_API int wm_run(struct wm_client *client, int64_t for_ms);
// Makes wm_run return when the callback that calls it has returned.
WM_API void wm_stop(struct wm_client *client);

#ifdef __cplusplus
}
#endif
#endif
