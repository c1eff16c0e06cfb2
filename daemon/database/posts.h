// Posts: group commit. What is posted while a batch is on its way becomes the next batch: one statement, one commit.
//
// A batch stands in the write lane's queue like any question, where its first post put it. Until it is sent, a post may still
// join it from behind other questions, unless one of those concerns the same person: so nobody's own commands change places.
#ifndef WAYMARK_POSTS_H
#define WAYMARK_POSTS_H

#include "daemon/database/arrays.h"
#include "daemon/database/question.h"

// The statement of a batch; every connection prepares it.
extern const struct database_statement posts_statement;

struct batch;

struct posts {
	struct question_queue *waiting; // the write lane's
	struct database_figures *figures;
	uint32_t rows_max;
	struct batch *open;     // the last in the queue that may still grow; NULL if none
	struct people behind;   // of the questions behind it
	struct array arrays[6]; // the parameters of the batch that is being sent
};

// waiting and figures outlive it.
void posts_init(struct posts *posts, struct question_queue *waiting, struct database_figures *figures, uint32_t rows_max);
// Queues one post; answer is called once. now_ms: on the loop's clock.
void posts_add(struct posts *posts, const struct database_post *post, uint64_t now_ms, database_posted *answer, void *context);
// Another question was queued behind: this person's later posts must not overtake it.
void posts_behind(struct posts *posts, const struct question *question);
// Frees the arrays; all batches must have ended.
void posts_release(struct posts *posts);

#endif
