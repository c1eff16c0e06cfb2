// Envelope: the MessagePack-RPC message around every request, response and notification.
// Specification: https://github.com/msgpack-rpc/msgpack-rpc/blob/master/spec.md
#ifndef WAYMARK_ENVELOPE_H
#define WAYMARK_ENVELOPE_H

#include "protocol/outcome.h"
#include "protocol/schema.h"
#include "protocol/wire.h"

#define ENVELOPE_DETAIL_BYTES_MAX 200

// One field of a request, read and checked against the schema.
struct envelope_value {
	bool present;       // false: absent or nil
	int64_t number;     // INT, BOOL (0 or 1), ENUM (index into values)
	struct slice bytes; // TEXT, BYTES; ENUM: its word; LIST, STRUCT, ANY: the MessagePack of the whole value
};

enum envelope_kind { ENVELOPE_BROKEN, ENVELOPE_REQUEST, ENVELOPE_RESPONSE, ENVELOPE_NOTIFICATION };

// The outside of a message: what it is, and where its parts lie in the frame (all borrowed from it).
struct envelope {
	enum envelope_kind kind;
	uint32_t id;         // REQUEST, RESPONSE
	struct slice name;   // REQUEST: operation. NOTIFICATION: name.
	struct slice params; // REQUEST: the one map of named parameters. NOTIFICATION: the array.
	struct slice error;  // RESPONSE: nil or {code, message, detail?, retry_after_ms?}
	struct slice result; // RESPONSE
	const char *problem; // BROKEN: what is wrong, static text; the connection is closed with it
};

// Reads one whole frame. A frame that is no MessagePack, or no MessagePack-RPC message, or has bytes after it, is BROKEN.
// A request whose parameters are not [ {map} ] or [] is a REQUEST with params empty (at NULL) for [], or BROKEN otherwise.
struct envelope envelope_read(struct slice frame);

// Why parameters were refused: the outcome, and in words the field, what is wrong, and what to do.
struct envelope_problem {
	enum outcome outcome;                   // OUTCOME_OK, OUTCOME_INVALID or OUTCOME_TOO_LARGE
	char detail[ENVELOPE_DETAIL_BYTES_MAX]; // "text is missing", "text is longer than 16000 bytes"
};

// Checks params against shape: types, ranges, lengths, required fields, list and struct insides, duplicate keys. Unknown
// fields are passed over (their bytes are still checked). Fills values[0..shape->field_count), which the caller holds.
struct envelope_problem envelope_params(struct slice params, const struct schema_struct *shape, struct envelope_value *values);

// [0, id, name, [params]] ; params is MessagePack of one map, or empty for none.
void envelope_put_request(struct wire_writer *writer, uint32_t id, const char *name, struct slice params);
// [1, id, nil, result] ; result is MessagePack, or empty for an empty map.
void envelope_put_result(struct wire_writer *writer, uint32_t id, struct slice result);
// [1, id, {code, message, detail?, retry_after_ms?}, nil] ; message is the words in the session's language;
// detail empty and retry_after_ms < 0 leave theirs out.
void envelope_put_error(struct wire_writer *writer, uint32_t id, enum outcome outcome, const char *message, struct slice detail,
	int64_t retry_after_ms);
// The head of [2, name, [ n maps ]]; the caller puts n maps after it.
void envelope_put_notification(struct wire_writer *writer, const char *name, uint32_t maps);

// The notifications that the core makes itself.
void envelope_put_lagged(struct wire_writer *writer, int64_t channel, int64_t seq);
void envelope_put_skipped(struct wire_writer *writer, int64_t channel, int64_t from, int64_t to);
void envelope_put_goaway(struct wire_writer *writer, const char *reason, int64_t retry_after_ms);
// kind "typing", "presence" or "read"; persons may be NULL with person_count 0; count and seq < 0 are left out.
void envelope_put_signal(struct wire_writer *writer, const char *kind, int64_t channel, const int64_t *persons,
	uint32_t person_count, int64_t count, int64_t seq);

// The map of one event. body is MessagePack of a map; actor 0 is nil; lang may be empty.
void envelope_put_event(struct wire_writer *writer, int64_t channel, int64_t seq, struct slice kind, int64_t at, int64_t actor,
	struct slice lang, struct slice body);

#endif
