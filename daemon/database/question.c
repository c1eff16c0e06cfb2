// Question: its memory is one block, the parameters' bytes behind the struct, so that it is made and freed in one go.
#include "daemon/database/question.h"

#include <stdlib.h>

#include "daemon/base/check.h"

struct asked_question {
	struct question question; // first, so that one pointer is both
	database_answer *answer;
	void *context;
	char bytes[];
};

static struct question *asked_finish(struct question *question, enum question_end end, const struct database_rows *rows)
{
	struct asked_question *asked = (struct asked_question *)question;
	CHECK((end == QUESTION_ANSWERED) == (rows != NULL));
	question_count_end(question->figures, end);
	asked->answer(asked->context, rows, end == QUESTION_UNAVAILABLE);
	free(asked);
	return NULL;
}

struct question *question_create(struct database_figures *figures, const struct database_statement *statement, int64_t person,
	const struct database_parameter *parameters, int parameter_count, database_answer *answer, void *context)
{
	CHECK(statement != NULL && answer != NULL);
	CHECK(parameter_count == statement->parameter_count && parameter_count <= DATABASE_PARAMETERS_MAX);
	size_t bytes = 0;
	for (int i = 0; i < parameter_count; i++)
		bytes += parameters[i].null ? 0 : parameters[i].bytes.n + 1; // libpq wants a zero behind a text
	struct asked_question *asked = calloc(1, sizeof *asked + bytes);
	CHECK(asked != NULL);
	asked->answer = answer;
	asked->context = context;
	struct question *question = &asked->question;
	question->figures = figures;
	question->statement = statement;
	question->person = person;
	people_add(&question->people, person);
	question->finish = asked_finish;
	question->parameter_count = parameter_count;
	char *at = asked->bytes;
	for (int i = 0; i < parameter_count; i++) {
		const struct database_parameter *parameter = &parameters[i];
		if (parameter->null)
			continue;
		CHECK(parameter->binary || parameter->bytes.n == 0 || memchr(parameter->bytes.at, 0, parameter->bytes.n) == NULL);
		if (parameter->bytes.n > 0)
			memcpy(at, parameter->bytes.at, parameter->bytes.n);
		question->values[i] = at;
		question->lengths[i] = (int)parameter->bytes.n;
		question->formats[i] = parameter->binary ? 1 : 0;
		at += parameter->bytes.n + 1;
	}
	return question;
}

void question_queue_add(struct question_queue *queue, struct question *question)
{
	CHECK(question != NULL);
	question->next = NULL;
	if (queue->last == NULL)
		queue->first = question;
	else
		queue->last->next = question;
	queue->last = question;
	queue->count++;
}

struct question *question_queue_take(struct question_queue *queue)
{
	struct question *question = queue->first;
	CHECK((question == NULL) == (queue->count == 0));
	if (question == NULL)
		return NULL;
	queue->first = question->next;
	if (queue->first == NULL)
		queue->last = NULL;
	question->next = NULL;
	queue->count--;
	return question;
}

void question_queue_put_back(struct question_queue *queue, struct question *chain)
{
	struct question_queue returned = { .first = chain };
	for (struct question *question = chain; question != NULL; question = question->next) {
		returned.last = question;
		returned.count++;
	}
	question_queue_put_all_back(queue, &returned);
}

void question_queue_put_all_back(struct question_queue *queue, struct question_queue *others)
{
	CHECK(queue != others);
	if (others->count == 0)
		return;
	others->last->next = queue->first;
	queue->first = others->first;
	if (queue->last == NULL)
		queue->last = others->last;
	queue->count += others->count;
	memset(others, 0, sizeof *others);
}
