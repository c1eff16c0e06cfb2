// Question: one statement with its parameters on its way to PostgreSQL and back, and queues of them; for this folder only.
//
// The rooms, lowest first; each calls only those above it in this list:
//   rows, arrays            cells of an answer; arrays as parameters
//   question, connection    what is asked; one libpq connection on the loop
//   posts, pipeline         posts as one statement; questions sent and answered in order
//   database                lanes of pipelines
//   operator                one blocking connection, apart from all this
#ifndef WAYMARK_QUESTION_H
#define WAYMARK_QUESTION_H

#include "daemon/database/database.h"
#include "daemon/database/people.h"

struct question;

// What a question came to.
enum question_end {
	QUESTION_ANSWERED,    // rows, committed
	QUESTION_UNAVAILABLE, // nothing is known to be stored; may be asked again later
	QUESTION_FAULT,       // PostgreSQL refused it: a fault of ours
};

struct question {
	struct question *next; // in its queue
	const struct database_statement *statement;
	int64_t person;                   // 0: nobody; else row-level security sees this person
	struct people people;             // whose commands must keep their order with it
	uint64_t asked_ms;                // on the loop's clock
	int tries;                        // times that it was sent and came to nothing that is its own doing
	bool batch;                       // a batch of posts
	struct database_figures *figures; // its ending is counted here
	// Called before each sending, to fill in the parameters; NULL if they stand already.
	void (*fill)(struct question *question);
	// Takes the question over, and its memory. rows is NULL unless QUESTION_ANSWERED. Returns a queue's worth of questions to
	// be asked in its place, in order, linked by next; NULL for none.
	struct question *(*finish)(struct question *question, enum question_end end, const struct database_rows *rows);
	int parameter_count;
	const char *values[DATABASE_PARAMETERS_MAX];
	int lengths[DATABASE_PARAMETERS_MAX];
	int formats[DATABASE_PARAMETERS_MAX]; // 1: binary
};

// Makes a question of one caller's, copying its parameters. Its finish tells answer once and frees it. figures is counted up
// at the end, and waiting down; it outlives the question.
struct question *question_create(struct database_figures *figures, const struct database_statement *statement, int64_t person,
	const struct database_parameter *parameters, int parameter_count, database_answer *answer, void *context);

// Counts one answer, of a question or of one post in a batch.
static inline void question_count_end(struct database_figures *figures, enum question_end end)
{
	figures->waiting--;
	if (end == QUESTION_ANSWERED)
		figures->answered++;
	else
		figures->failed++;
}

// First in, first out. Zeroed is empty.
struct question_queue {
	struct question *first, *last;
	uint32_t count;
};

// At the end.
void question_queue_add(struct question_queue *queue, struct question *question);
// The first, removed; NULL when empty.
struct question *question_queue_take(struct question_queue *queue);
// A chain linked by next (NULL: none), in its order, before the first.
void question_queue_put_back(struct question_queue *queue, struct question *chain);
// All of another queue, in its order, before the first; the other is empty then.
void question_queue_put_all_back(struct question_queue *queue, struct question_queue *others);

#endif
