// Core: every decision of the daemon, and nothing else.
//
// core_step takes one happening with its time and gives a bounded list of effects. The core has no clock, no socket, no
// randomness but a seed, and no memory but what core_create takes, and the frames in its outboxes. So the same code serves, is
// simulated from a seed, and is told stories. The shell (daemon/server) carries the effects out, in order, before its next step:
// slices in an effect point into the happening or the core and are good until then.
//
//   connection:    OPEN -> (hello) GREETED -> CLOSING
//   request:       frame -> DECODED -> ADMITTED -> ASKED - - (the only wait) - - ANSWERED -> REPLIED
//   subscription:  ASKED - - CATCHING <-> LIVE
#ifndef WAYMARK_CORE_H
#define WAYMARK_CORE_H

#include "daemon/base/frame.h"
#include "protocol/envelope.h"
#include "protocol/outcome.h"
#include "protocol/schema.h"

// Handles: an index with a generation, so that a stale one finds nothing. 0 is none.
typedef uint64_t core_connection;
typedef uint64_t core_request;

struct core_limits {
	uint32_t connections_max;
	uint32_t connections_per_person_max;
	uint32_t connections_per_peer_max; // from one address; 0: as many as there may be
	uint32_t peers_max;                // addresses that are remembered behind their last connection
	uint32_t requests_max;             // waiting for the database, of all connections
	uint32_t requests_per_connection_max;
	uint32_t subscriptions_max; // of all connections
	uint32_t subscriptions_per_connection_max;
	uint32_t outbox_bytes_max; // of one connection; over it subscriptions fall back to CATCHING
	uint32_t frame_bytes_max;  // one incoming message
	uint32_t text_bytes_max;
	uint32_t history_max;                                          // events of one range
	uint32_t fetches_max;                                          // range fetches at once, of all connections
	uint32_t requests_per_s, requests_burst;                       // token bucket of a person's connection
	uint32_t early_requests_per_s, early_requests_burst;           // the same before a person is known
	uint32_t peer_early_requests_per_s, peer_early_requests_burst; // and that of all such connections from one address
	int64_t greet_us_max;                                          // to say hello after opening
	int64_t heartbeat_us;                                          // silence until a ping; twice that ends the connection
	int64_t answer_us_max;                                         // a request without an answer becomes unavailable
	int64_t drain_us_max;                                          // from shutdown to the last close
};

// The limits with which the daemon ships.
struct core_limits core_limits_default(void);

struct core;

// Takes all memory that the core needs for its limits. seed feeds its only randomness. Never NULL.
struct core *core_create(const struct core_limits *limits, uint64_t seed);
void core_destroy(struct core *core); // NULL is allowed

// -- what goes in ---------------------------------------------------------------------------------------------------------------

// A change to the daemon's state that an answer carries besides its reply.
enum core_change {
	CORE_CHANGE_NONE,
	CORE_CHANGE_GREETED,    // session.hello: session
	CORE_CHANGE_SUBSCRIBED, // channel.subscribe: subscription
	CORE_CHANGE_READ,       // channel.read: mark; the person's other connections get the signal
	CORE_CHANGE_ENDED,      // ended: sessions that are no more; their connections are closed, behind the reply
};

struct core_session { // person 0: nobody
	int64_t person, session, inbox;
	struct slice name, language;
	struct slice roles; // MessagePack array of words
	uint32_t role_bits; // bit i: the i-th value of the schema's type role
};

struct core_subscription {
	int64_t channel, head;
	int64_t after; // the cursor to begin behind
	bool quiet;    // coaching: no typing, no presence
	bool presence; // asked for
};

struct core_mark {
	int64_t channel, seq;
};

struct core_ended {
	int64_t person, session;
}; // session 0: all of the person's

// One event, encoded. person: who joined or left, for those kinds; left: that subscriber is dropped behind it.
struct core_event {
	int64_t channel, seq, person;
	bool left;
	struct slice map; // MessagePack of the event's map
};

struct core_answer {
	enum outcome outcome;
	struct slice detail;             // words or the reason; may be empty
	int64_t retry_after_ms;          // < 0: none
	struct slice reply;              // MessagePack map, empty for an empty map; for GREETED and SUBSCRIBED the core makes it
	const struct core_event *events; // in the order of their commit; for every subscriber, also when the request is forgotten
	size_t event_count;
	bool eventless; // of an operation that never causes events: if it is forgotten, none was missed
	enum core_change change;
	union {
		struct core_session session;
		struct core_subscription subscription;
		struct core_mark mark;
		struct core_ended ended;
	};
};

enum core_happening_kind {
	CORE_OPENED,   // a WebSocket is open
	CORE_FRAME,    // a whole message arrived
	CORE_ALIVE,    // a pong or any other sign of life
	CORE_CLOSED,   // the socket is gone; the handle is stale behind this step
	CORE_DRAINED,  // the gateway pulled from this outbox and there is room again
	CORE_ANSWERED, // the answer to an effect CORE_ASK
	CORE_FETCHED,  // the answer to an effect CORE_FETCH
	CORE_EVENTS,   // events that no request of ours caused (jobs, another daemon's)
	CORE_HEAD,     // a hint: this channel is at least at this position; channel 0: any channel may be further than was told
	CORE_REVOKED,  // sessions ended elsewhere (operator, another daemon)
	CORE_DATABASE, // the database is there, or lost; there again, or events may have passed unseen: heads are read again
	CORE_ALARM,    // the time that an effect CORE_SET_ALARM asked for
	CORE_SHUTDOWN, // finish: goaway to all, no new requests; CORE_STOPPED when the last connection is closed
};

struct core_happening {
	enum core_happening_kind kind;
	int64_t now_us;             // monotonic; never moves back
	core_connection connection; // FRAME, ALIVE, CLOSED, DRAINED
	union {
		struct {
			core_connection *handle;
			uint64_t peer; // a hash of the address; 0: none in particular, no limits for it
			struct slice token;
		} opened; // *handle is set, 0: refused, too many.
				  // peer: a hash of the address. token: from the cookie, or empty.
		struct slice frame;
		struct {
			core_request request;
			const struct core_answer *answer;
		} answered;
		struct {
			uint64_t fetch;                  // from the effect
			enum outcome outcome;            // NOT_FOUND: the person is no member now. UNAVAILABLE: try again later.
			const struct core_event *events; // in rising order, visible to the person, at most the limit asked for
			size_t event_count;
			int64_t head; // of the channel, in the same snapshot
			bool more;    // there are more behind the last event
		} fetched;
		struct {
			const struct core_event *events;
			size_t event_count;
		} events;
		struct {
			int64_t channel, seq;
		} head;
		struct core_ended revoked;
		bool database_there;
	};
};

// -- what comes out -------------------------------------------------------------------------------------------------------------

enum core_effect_kind {
	CORE_ASK,        // bind the operation's statement and ask the database; answer with CORE_ANSWERED
	CORE_FORGET,     // this request's answer is wanted no longer (it may still commit)
	CORE_FETCH,      // read a range of a channel as this person sees it; answer with CORE_FETCHED
	CORE_WANT_WRITE, // this outbox has something; pull it at the end of the turn
	CORE_PAUSE,      // read no more from this connection for now
	CORE_RESUME,
	CORE_PING,      // send a WebSocket ping
	CORE_CLOSE,     // close with code and reason, after what is in the outbox
	CORE_TELL_HEAD, // tell other daemons: this channel is at this position; channel 0: any may be, look at all (CORE_HEAD there)
	CORE_SET_ALARM, // step with CORE_ALARM at this time; a later one replaces it
	CORE_LOG,       // a line for the log
	CORE_STOPPED,   // after CORE_SHUTDOWN: nothing is left to do
};

struct core_ask {
	core_request request;
	core_connection connection;
	const struct schema_operation *operation;
	const struct envelope_value *values; // as many as operation->takes has fields
	int64_t person, session;             // 0: nobody
	struct slice language;               // of the session, "en" if none
	struct slice token;                  // session.hello: from the request, else the cookie's; may be empty
};

struct core_effect {
	enum core_effect_kind kind;
	core_connection connection; // WANT_WRITE, PAUSE, RESUME, PING, CLOSE, LOG (may be 0)
	union {
		struct core_ask ask;
		core_request request; // FORGET
		struct {
			uint64_t fetch;
			int64_t person, channel, after;
			uint32_t limit;
		} fetch;
		struct {
			uint16_t code;
			const char *reason;
		} close; // static text of at most 120 bytes
		struct {
			int64_t channel, seq;
		} head;
		int64_t alarm_us;
		struct {
			const char *event;
			const char *detail;
			int64_t number;
		} log; // static texts; never anyone's words
	};
};

#define CORE_EFFECTS_MAX 256 // of one round; core_step says whether more are waiting

struct core_effects {
	struct core_effect list[CORE_EFFECTS_MAX];
	size_t count;
	bool more; // call core_continue after carrying these out, until it is false
};

// One step. Overwrites *effects.
void core_step(struct core *core, const struct core_happening *happening, struct core_effects *effects);
// The rest of the last step's effects (fan-out to many subscribers). Overwrites *effects.
void core_continue(struct core *core, struct core_effects *effects);

// Copies whole frames from the front of a connection's outbox into bytes, as many as fit, and returns how many bytes; 0 when
// there are none. A first frame larger than size is copied in parts over several calls.
size_t core_pull(struct core *core, core_connection connection, uint8_t *bytes, size_t size);
// True if the outbox is not empty.
bool core_has_output(const struct core *core, core_connection connection);

// Figures for /metrics; all since core_create but the first four.
struct core_figures {
	uint64_t connections, sessions, subscriptions, requests_open;
	uint64_t requests, refusals[OUTCOME_COUNT], events_in, deliveries, lags, fetches, outbox_bytes, frames_broken;
};
struct core_figures core_figures(const struct core *core);

#endif
