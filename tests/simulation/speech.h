// Speech: the bytes of what programs say and hear.
#ifndef WAYMARK_SIMULATION_SPEECH_H
#define WAYMARK_SIMULATION_SPEECH_H

#include "simulation.h"

// The message of a request; good until the next call. choice picks among ASKED_OTHER.
struct slice speech_request(const struct pending *asked, int64_t person, size_t choice);

struct speech_answer {
	enum outcome outcome;
	int64_t number;
}; // number: seq or head
struct speech_answer speech_answer_read(const struct envelope *envelope);

struct speech_event {
	int64_t channel, seq, actor;
	size_t text_bytes;
	bool left;
};
struct speech_event speech_event_read(struct slice map);

struct speech_notice {
	int64_t channel, seq, from, to;
};
struct speech_notice speech_notice_read(struct slice map);

#endif
