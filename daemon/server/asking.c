// Asking: a request of the core's becomes a question to PostgreSQL, and its rows the core's answer, given to the one who asked.
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/server/loop.h"

// A request that waits. text of asked points behind the struct.
struct asking {
	struct server *server;
	asking_answered *answered;
	core_request request;
	const struct operation *operation;
	struct operations_asked asked;
	uint8_t text[];
};

// A range that waits.
struct fetching {
	struct server *server;
	asking_fetched *fetched;
	uint64_t fetch;
	int64_t channel;
};

static bool read_cell(const void *rows, int row, int column, struct slice *text)
{
	if (database_is_null(rows, row, column))
		return false;
	*text = database_text(rows, row, column);
	return true;
}

struct operations_rows asking_rows(const struct database_rows *rows)
{
	return (struct operations_rows){ .rows = rows, .count = database_row_count(rows), .cell = read_cell };
}

void asking_fault(struct server *server, const struct operations_space *space)
{
	server->faults++;
	loop_log(server, SERVER_ERROR, "server", "unfit_answer", space->problem);
}

static struct core_answer failed_answer(struct server *server, bool unavailable)
{
	if (!unavailable)
		server->faults++;
	return (struct core_answer){ .outcome = unavailable ? OUTCOME_UNAVAILABLE : OUTCOME_INTERNAL,
		.retry_after_ms = unavailable ? OPERATIONS_UNAVAILABLE_RETRY_MS : -1 };
}

static void end(struct asking *asking, const struct core_answer *answer)
{
	asking->answered(asking->server, asking->request, answer);
	free(asking);
}

static void on_answer(void *context, const struct database_rows *rows, bool unavailable)
{
	struct asking *asking = context;
	struct server *server = asking->server;
	struct core_answer answer;
	if (rows == NULL) {
		answer = failed_answer(server, unavailable);
	} else {
		struct operations_rows texts = asking_rows(rows);
		if (!operations_finish(asking->operation, &asking->asked, &texts, server->answer_space, &answer))
			asking_fault(server, server->answer_space);
	}
	answer.eventless = !asking->operation->schema->nonce; // what is worth an event is worth asking twice
	end(asking, &answer);
}

static void on_posted(void *context, const struct database_rows *rows, int row, bool unavailable)
{
	struct asking *asking = context;
	struct server *server = asking->server;
	struct core_answer answer;
	if (rows == NULL) {
		answer = failed_answer(server, unavailable);
	} else {
		struct operations_rows texts = asking_rows(rows);
		if (!operations_finish_post(&asking->asked, &texts, row, server->answer_space, &answer))
			asking_fault(server, server->answer_space);
	}
	end(asking, &answer);
}

// Remembers the request until its answer, with a text of its own.
static struct asking *remember(struct server *server, const struct core_ask *ask, const struct operation *operation,
	const struct operations_asked *asked, asking_answered *answered)
{
	struct asking *asking = malloc(sizeof *asking + asked->text.n);
	CHECK(asking != NULL);
	*asking = (struct asking){
		.server = server, .answered = answered, .request = ask->request, .operation = operation, .asked = *asked
	};
	if (asked->text.n > 0)
		memcpy(asking->text, asked->text.at, asked->text.n);
	asking->asked.text.at = asking->text;
	return asking;
}

static bool ask_post(
	struct server *server, const struct core_ask *ask, const struct operation *operation, asking_answered *answered)
{
	struct operations_asked asked;
	struct operations_posting posting = operations_bind_post(ask, &asked);
	struct database_post post = { .person = posting.person,
		.channel = posting.channel,
		.text = posting.text,
		.lang = posting.lang,
		.reply_to = posting.reply_to };
	memcpy(post.nonce, posting.nonce.at, sizeof post.nonce);
	struct asking *asking = remember(server, ask, operation, &asked, answered);
	if (database_post(server->database, &post, on_posted, asking))
		return true;
	free(asking);
	return false;
}

static const enum database_lane lanes[] = {
	[SCHEMA_LANE_READ] = DATABASE_READ, [SCHEMA_LANE_WRITE] = DATABASE_WRITE, [SCHEMA_LANE_SEARCH] = DATABASE_SEARCH
};

static bool ask_statement(
	struct server *server, const struct core_ask *ask, const struct operation *operation, asking_answered *answered)
{
	struct operations_parameter texts[DATABASE_PARAMETERS_MAX];
	struct database_parameter parameters[DATABASE_PARAMETERS_MAX];
	struct operations_asked asked;
	CHECK(operation->parameter_count <= DATABASE_PARAMETERS_MAX);
	if (!operations_bind(operation, ask, server->asking_space, texts, &asked))
		return false;
	for (int i = 0; i < operation->parameter_count; i++)
		parameters[i] = (struct database_parameter){ .null = texts[i].null, .bytes = texts[i].text };
	const struct database_statement *statement = &server->asked[operation->schema - schema_operations];
	struct asking *asking = remember(server, ask, operation, &asked, answered);
	if (database_ask(server->database, lanes[operation->schema->lane], statement, ask->person, parameters,
			operation->parameter_count, on_answer, asking))
		return true;
	free(asking);
	return false;
}

bool asking_ask(struct server *server, const struct core_ask *ask, asking_answered *answered)
{
	const struct operation *operation = operations_find(server->operations, ask->operation);
	CHECK(operation != NULL);
	if (ask->operation->path == SCHEMA_PATH_POST)
		return ask_post(server, ask, operation, answered);
	return ask_statement(server, ask, operation, answered);
}

static void on_fetched(void *context, const struct database_rows *rows, bool unavailable)
{
	struct fetching *fetching = context;
	struct server *server = fetching->server;
	struct operations_range range = { .outcome = unavailable ? OUTCOME_UNAVAILABLE : OUTCOME_INTERNAL };
	if (rows != NULL) {
		struct operations_rows texts = asking_rows(rows);
		if (!operations_finish_range(fetching->channel, &texts, server->answer_space, &range))
			asking_fault(server, server->answer_space);
	}
	fetching->fetched(server, fetching->fetch, &range);
	free(fetching);
}

bool asking_own(struct server *server, enum database_lane lane, const struct database_statement *statement, int64_t person,
	const struct slice *texts, int count, database_answer *answer, void *context)
{
	struct database_parameter parameters[DATABASE_PARAMETERS_MAX];
	CHECK(count <= DATABASE_PARAMETERS_MAX && count == statement->parameter_count);
	for (int i = 0; i < count; i++)
		parameters[i] = (struct database_parameter){ .null = texts[i].at == NULL, .bytes = texts[i] };
	return database_ask(server->database, lane, statement, person, parameters, count, answer, context);
}

bool asking_fetch(struct server *server, const struct core_effect *effect, asking_fetched *fetched)
{
	int64_t numbers[OPERATIONS_RANGE_PARAMETERS] = { effect->fetch.person, effect->fetch.channel, effect->fetch.after,
		effect->fetch.limit };
	char texts[OPERATIONS_RANGE_PARAMETERS][24];
	struct database_parameter parameters[OPERATIONS_RANGE_PARAMETERS];
	for (int i = 0; i < OPERATIONS_RANGE_PARAMETERS; i++) {
		snprintf(texts[i], sizeof texts[i], "%lld", (long long)numbers[i]);
		parameters[i] = (struct database_parameter){ .bytes = slice_of(texts[i]) };
	}
	struct fetching *fetching = malloc(sizeof *fetching);
	CHECK(fetching != NULL);
	*fetching =
		(struct fetching){ .server = server, .fetched = fetched, .fetch = effect->fetch.fetch, .channel = effect->fetch.channel };
	if (database_ask(server->database, DATABASE_READ, &server->own[OWN_RANGE], effect->fetch.person, parameters,
			OPERATIONS_RANGE_PARAMETERS, on_fetched, fetching))
		return true;
	free(fetching);
	return false;
}
