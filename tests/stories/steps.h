// Steps: what the sentences do; one function for each pattern of language.c, in the files steps_*.c.
#ifndef WAYMARK_STORIES_STEPS_H
#define WAYMARK_STORIES_STEPS_H

#include "tests/stories/language.h"

typedef void step(struct story *story, const struct sentence *sentence);

// The cast and its connections (steps_cast.c).
step step_people, step_circle, step_circle_alone, step_connects, step_greets, step_signs_in, step_hangs_up, step_closed,
	step_ends_sessions, step_gives_role, step_makes_link, step_mailed_link, step_command, step_sql;
// What people do in a channel (steps_talk.c).
step step_follows, step_follows_start, step_follows_after, step_follows_on, step_unfollows, step_says, step_says_many,
	step_says_long, step_answers, step_repeats, step_edits, step_retracts, step_marks, step_unmarks, step_reads, step_types,
	step_asks_in, step_joins, step_leaves, step_takes_out;
// What people hear (steps_hear.c).
step step_hears_say, step_hears_many, step_hears_answer, step_hears_edit, step_hears_retract, step_hears_mark, step_hears_unmark,
	step_hears_join, step_hears_leave, step_hears_kind, step_hears_gap, step_hears_nothing, step_notices_typing,
	step_notices_read, step_hears_goaway;
// Plain requests (steps_call.c).
step step_calls, step_calls_soon, step_sends_bytes, step_sends_text, step_refused, step_nonce;

// Does an operation for a sentence that may expect a refusal; returns the result or NULL.
json_t *step_must(
	struct story *story, const struct sentence *sentence, struct story_player *player, const char *operation, json_t *params);

#endif
