// Posts: a batch is a question whose parameters are six arrays, one element for each post, and whose answer has one row for each.
//
// A batch that PostgreSQL refuses as a whole is cut in two, in order, until the post that it cannot take is alone.
#include "daemon/database/posts.h"

#include <stdlib.h>

#include "daemon/base/check.h"

const struct database_statement posts_statement = {
	.name = "channel_post",
	.sql = "select ord, outcome, detail, seq, at, lang, text from api.channel_post($1::bigint[], $2::bigint[], $3::bytea[], "
		   "$4::text[], $5::text[], $6::bigint[])", // in the order of the posts
	.parameter_count = 6,
};

enum column { COLUMN_PERSON, COLUMN_CHANNEL, COLUMN_NONCE, COLUMN_TEXT, COLUMN_LANG, COLUMN_REPLY_TO };

struct post {
	int64_t person, channel, reply_to;
	uint8_t nonce[16];
	database_posted *answer;
	void *context;
	size_t text_n, lang_n;
	uint8_t bytes[]; // text, then lang
};

struct batch {
	struct question question; // first, so that one pointer is both
	struct posts *posts;
	struct post **list;
	uint32_t count, size;
};

static void batch_fill(struct question *question);
static struct question *batch_finish(struct question *question, enum question_end end, const struct database_rows *rows);

static struct batch *batch_create(struct posts *posts, uint64_t asked_ms)
{
	struct batch *batch = calloc(1, sizeof *batch);
	CHECK(batch != NULL);
	batch->posts = posts;
	batch->question.statement = &posts_statement;
	batch->question.batch = true;
	batch->question.asked_ms = asked_ms;
	batch->question.figures = posts->figures;
	batch->question.fill = batch_fill;
	batch->question.finish = batch_finish;
	return batch;
}

// Frees the batch; its posts have gone elsewhere.
static void batch_free(struct batch *batch)
{
	if (batch->posts->open == batch)
		batch->posts->open = NULL;
	free(batch->list);
	free(batch);
}

static void batch_add(struct batch *batch, struct post *post)
{
	if (batch->count == batch->size) {
		batch->size = batch->size == 0 ? 16 : batch->size * 2;
		batch->list = realloc(batch->list, batch->size * sizeof *batch->list);
		CHECK(batch->list != NULL);
	}
	batch->list[batch->count++] = post;
	people_add(&batch->question.people, post->person);
}

// Writes the arrays. From here on the batch grows no more. libpq copies them, so one set serves all batches in turn.
static void batch_fill(struct question *question)
{
	struct batch *batch = (struct batch *)question;
	struct posts *posts = batch->posts;
	static const enum array_type types[] = { ARRAY_BIGINT, ARRAY_BIGINT, ARRAY_BYTEA, ARRAY_TEXT, ARRAY_TEXT, ARRAY_BIGINT };
	CHECK(batch->count > 0);
	if (posts->open == batch)
		posts->open = NULL;
	for (int i = 0; i < posts_statement.parameter_count; i++)
		array_begin(&posts->arrays[i], types[i]);
	for (uint32_t i = 0; i < batch->count; i++) {
		const struct post *post = batch->list[i];
		array_add_bigint(&posts->arrays[COLUMN_PERSON], post->person);
		array_add_bigint(&posts->arrays[COLUMN_CHANNEL], post->channel);
		array_add_bytes(&posts->arrays[COLUMN_NONCE], (struct slice){ .at = post->nonce, .n = sizeof post->nonce });
		array_add_bytes(&posts->arrays[COLUMN_TEXT], (struct slice){ .at = post->bytes, .n = post->text_n });
		array_add_bytes(&posts->arrays[COLUMN_LANG], (struct slice){ .at = post->bytes + post->text_n, .n = post->lang_n });
		if (post->reply_to == 0)
			array_add_null(&posts->arrays[COLUMN_REPLY_TO]);
		else
			array_add_bigint(&posts->arrays[COLUMN_REPLY_TO], post->reply_to);
	}
	question->parameter_count = posts_statement.parameter_count;
	for (int i = 0; i < posts_statement.parameter_count; i++) {
		struct slice bytes = array_end(&posts->arrays[i]);
		question->values[i] = (const char *)bytes.at;
		question->lengths[i] = (int)bytes.n;
		question->formats[i] = 1;
	}
	posts->figures->batches++;
	posts->figures->batch_rows += batch->count;
}

// Two batches in place of one, in order.
static struct question *batch_split(struct batch *batch)
{
	struct batch *halves[] = { batch_create(batch->posts, batch->question.asked_ms),
		batch_create(batch->posts, batch->question.asked_ms) };
	for (uint32_t i = 0; i < batch->count; i++)
		batch_add(halves[i < batch->count / 2 ? 0 : 1], batch->list[i]);
	batch_free(batch);
	halves[0]->question.next = &halves[1]->question;
	return &halves[0]->question;
}

static struct question *batch_finish(struct question *question, enum question_end end, const struct database_rows *rows)
{
	struct batch *batch = (struct batch *)question;
	CHECK((end == QUESTION_ANSWERED) == (rows != NULL));
	if (end == QUESTION_FAULT && batch->count > 1)
		return batch_split(batch);
	if (rows != NULL && (uint32_t)database_row_count(rows) != batch->count) {
		// Committed, but whose is whose cannot be said: a fault, and the clients' second tries will find their first answers.
		end = QUESTION_FAULT;
		rows = NULL;
	}
	for (uint32_t i = 0; i < batch->count; i++) {
		struct post *post = batch->list[i];
		question_count_end(batch->question.figures, end);
		post->answer(post->context, rows, (int)i, end == QUESTION_UNAVAILABLE);
		free(post);
	}
	batch_free(batch);
	return NULL;
}

void posts_init(struct posts *posts, struct question_queue *waiting, struct database_figures *figures, uint32_t rows_max)
{
	CHECK(rows_max > 0);
	*posts = (struct posts){ .waiting = waiting, .figures = figures, .rows_max = rows_max };
}

void posts_add(struct posts *posts, const struct database_post *post, uint64_t now_ms, database_posted *answer, void *context)
{
	CHECK(post->person != 0 && answer != NULL);
	struct post *copy = malloc(sizeof *copy + post->text.n + post->lang.n);
	CHECK(copy != NULL);
	*copy = (struct post){ .person = post->person,
		.channel = post->channel,
		.reply_to = post->reply_to,
		.answer = answer,
		.context = context,
		.text_n = post->text.n,
		.lang_n = post->lang.n };
	memcpy(copy->nonce, post->nonce, sizeof copy->nonce);
	if (post->text.n > 0)
		memcpy(copy->bytes, post->text.at, post->text.n);
	if (post->lang.n > 0)
		memcpy(copy->bytes + post->text.n, post->lang.at, post->lang.n);

	struct people person;
	people_clear(&person);
	people_add(&person, post->person);
	bool joins = posts->open != NULL && posts->open->count < posts->rows_max && !people_meet(&posts->behind, &person);
	if (!joins) {
		posts->open = batch_create(posts, now_ms);
		people_clear(&posts->behind);
		question_queue_add(posts->waiting, &posts->open->question);
	}
	batch_add(posts->open, copy);
}

void posts_behind(struct posts *posts, const struct question *question)
{
	if (posts->open != NULL)
		people_join(&posts->behind, &question->people);
}

void posts_release(struct posts *posts)
{
	CHECK(posts->open == NULL);
	for (size_t i = 0; i < sizeof posts->arrays / sizeof *posts->arrays; i++)
		array_release(&posts->arrays[i]);
}
