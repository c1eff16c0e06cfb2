// Transcode: JSON to MessagePack and back, by the schema, bounded. SQL answers in JSON; people type JSON; the wire is
// MessagePack.
#ifndef WAYMARK_TRANSCODE_H
#define WAYMARK_TRANSCODE_H

#include "protocol/envelope.h"

#define TRANSCODE_JSON_BYTES_MAX (4u << 20)

// Reads JSON text (an object) and writes it as a MessagePack map of the shape's fields, in the shape's order. A field that the
// shape has and the JSON lacks must be optional or nullable (nullable ones are written as nil); a field that the shape lacks is
// a problem, so that a misspelt name is found. bytes fields are base64url text in JSON. SCHEMA_ANY takes any JSON.
// shape NULL: any JSON value, without checks but depth. On a problem nothing useful is written.
struct envelope_problem transcode_to_wire(struct slice json, const struct schema_struct *shape, struct wire_writer *writer);

// Writes the JSON array of events that SQL functions return, [{channel, seq, kind, at, actor, lang, body}], calling each for
// every event: its scalar parts, and its MessagePack map as for a notification. The slices are good during the call only.
// Returns what was wrong, OUTCOME_OK if nothing. person is body.person of kinds joined and left, else 0.
struct transcode_event {
	int64_t channel, seq, at, actor, person;
	struct slice kind;
	struct slice map; // MessagePack of the whole event
};
struct envelope_problem transcode_events(
	struct slice json, void (*each)(void *context, const struct transcode_event *event), void *context);

// Writes one MessagePack value as JSON text: bytes as base64url text, floats shortest. Returns the malloc'd, zero-terminated
// text, which the caller frees, or NULL if the value is malformed or has no form in JSON (an ext, a key that is no text). A float
// that is no number is null.
char *transcode_to_json(struct slice value);

#endif
