// State: what the core remembers, shared by its rooms and by nobody else.
//
// The rooms, lowest first; each calls only those above it in this list:
//   outbox, admission          structures of their own
//   peers                      the addresses that connections come from
//   effects                    marks on connections, and how they become effects
//   channels                   who follows what, and how far each channel is known to be
//   ending                     how a connection loses everything it holds
//   sending                    replies, errors and notices into an outbox
//   fetches, ranges            the queue of ranges to read from the log; events as frames
//   subscriptions, signals     CATCHING and LIVE; presence, typing, read marks
//   delivery                   one event to all its subscribers
//   timers                     what happens because time passed
//   sessions, refusals         hello; why a request is not asked
//   requests, shutdown, core   the request machine; the end; the door
#ifndef WAYMARK_CORE_STATE_H
#define WAYMARK_CORE_STATE_H

#include "daemon/base/list.h"
#include "daemon/base/map.h"
#include "daemon/base/pool.h"
#include "daemon/core/admission.h"
#include "daemon/core/core.h"
#include "daemon/core/outbox.h"

#define TOKEN_BYTES_MAX 100
#define LANGUAGE_BYTES_MAX 35
#define ENDED_KEPT 64  // ends of sessions that are remembered for the hellos in flight
#define WHEEL_SLOTS 64 // of the heartbeat; one round is four heartbeats
#define WHEEL_TICKS_PER_HEARTBEAT 16
#define EVENT_FRAME_BYTES_MAX 65536 // events that share one frame, unless one alone is larger

enum connection_state {
	CONNECTION_OPEN,    // has not said hello
	CONNECTION_GREETED, // is somebody, or said that it is nobody
	CONNECTION_CLOSING, // holds nothing but its outbox, and waits for CORE_CLOSED
};

// Effects that a connection is due; see effects.h.
enum connection_mark { MARK_PAUSE = 1, MARK_RESUME = 2, MARK_PING = 4, MARK_WRITE = 8, MARK_CLOSE = 16 };

struct connection {
	// What a delivery touches stands together.
	struct outbox outbox;
	struct list due;   // in core->due while marks are set
	uint8_t marks;     // enum connection_mark
	uint8_t state;     // enum connection_state
	bool write_wanted; // WANT_WRITE went out and no pull came yet
	bool paused;       // PAUSE went out
	bool pinged;       // and heard nothing since
	bool hello_asked;  // a session.hello with a token waits for its answer
	uint16_t close_code;
	core_connection handle;
	struct person *person; // NULL: nobody
	struct peer *peer;     // NULL: no address in particular
	struct list of_person; // in person->connections
	struct list timer;     // OPEN: in core->ungreeted; GREETED: in a slot of core->wheel
	struct list subscriptions;
	struct list requests;
	struct list hungry;  // its subscriptions that want a fetch
	struct list queued;  // in core->queued
	struct fetch *fetch; // at most one at a time
	int64_t session;
	int64_t since_us; // OPEN: when it opened. GREETED: the last sign of life, or ping.
	const char *close_reason;
	struct bucket bucket;
	uint32_t subscription_count, request_count;
	char language[LANGUAGE_BYTES_MAX + 1];
	uint8_t token_bytes; // of the cookie, until the first hello
	uint8_t token[TOKEN_BYTES_MAX];
};

struct person { // who has a connection
	int64_t id;
	struct list connections;
	uint32_t connection_count;
	uint32_t stamp; // of the last count that saw them; see signals.c
};

struct peer { // an address that has a connection, or had one lately
	uint64_t hash;
	struct bucket bucket; // of all who are nobody yet
	struct list left;     // in core->peers_left while it has no connection
	uint32_t connection_count;
};

struct channel { // that somebody follows, or is about to
	int64_t id;
	int64_t live; // the highest position known to exist
	struct list subscribers;
	struct list all;     // in core->channels_all
	struct list stirred; // in core->stirred: its presence changed
	int64_t stirred_us;
	uint32_t keepers;  // subscriptions, and requests that may become one
	uint32_t present;  // subscriptions with presence
	struct list check; // in core->unchecked: somebody has to ask the log for its head
	bool unchecked;    // the database was away: whether live is still the head is not known
};

enum subscription_state { SUBSCRIPTION_CATCHING, SUBSCRIPTION_LIVE };

struct subscription {
	struct list of_channel;
	struct connection *connection;
	int64_t cursor; // the last position that was sent, or is known to be hidden
	struct channel *channel;
	uint8_t state; // enum subscription_state
	bool quiet, presence;
	struct list of_connection;
	struct list hungry; // in connection->hungry while it wants a fetch
	int64_t member_at;  // the log said at this position that the person is a member
	int64_t typed_us;   // the last typing signal, or 0
};

struct fetch {                         // in flight
	struct subscription *subscription; // NULL: wanted no longer
	struct list of_core;               // in core->fetching, oldest first
	int64_t asked_us;
	int64_t live;   // of the channel when it was asked
	uint32_t epoch; // core->epoch when it was asked
};

struct request {                   // asked, not answered
	struct connection *connection; // NULL: only waits for its FORGET to go out
	const struct schema_operation *operation;
	struct list of_connection;
	struct list of_core;     // in core->waiting, oldest first, or in core->forgotten
	struct channel *channel; // kept for channel.subscribe
	int64_t asked_us;
	uint32_t ended_count; // core->ended_count when it was asked
	uint32_t id;
	bool presence; // channel.subscribe asked for it
	bool unsure;   // was in flight when the database was lost
};

struct core {
	struct core_limits limits;
	int64_t now_us;
	int64_t alarm_us; // that is set in the shell; INT64_MAX: none
	uint64_t chance;  // the state of its only randomness
	bool there;       // the database
	bool stopping, stopped;
	int64_t stopping_us; // when it began to stop
	struct pool connections, people, peers, channels, subscriptions, requests, fetches, chunks;
	struct map people_by_id, peers_by_hash, channels_by_id;
	struct list peers_left; // without a connection, the one left first in front
	struct list ungreeted, waiting, forgotten, fetching, queued, stirred, channels_all, unchecked, due;
	struct list wheel[WHEEL_SLOTS];
	uint32_t wheel_count; // connections in it
	int64_t wheel_tick;   // the last one that was looked at
	int64_t fetch_not_before_us;
	int64_t recheck_us;                  // when the heads of all channels are asked for again; INT64_MAX: not
	bool doubtful;                       // and others are told to do so
	uint32_t epoch;                      // counts the times that the database came back
	uint32_t unsure;                     // requests in flight with their mark set
	bool unsure_left;                    // there were some when the database came back: check heads again when they have ended
	uint32_t stamp;                      // see signals.c
	uint32_t ended_count;                // ends of sessions
	struct core_ended ended[ENDED_KEPT]; // the last of them, a ring
	const struct schema_operation *hello, *subscribe, *unsubscribe, *typing;
	struct core_effects *effects;                    // of the step in hand; NULL between steps
	struct envelope_value values[SCHEMA_FIELDS_MAX]; // of the request in hand
	struct core_figures figures;
};

#endif
