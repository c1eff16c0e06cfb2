// Refusals: from the cheapest question to the dearest, so that nonsense costs least.
#include "daemon/core/refusals.h"

#include <stdio.h>

#include "protocol/nearest.h"

#define NAME_BYTES_MAX NEAREST_BYTES_MAX // of an operation's name that is repeated
#define AWAY_RETRY_MS 1000               // behind what is everybody's trouble
#define WAITING_RETRY_MS 100             // behind what is the connection's own
#define SEARCHES_MAX 2                   // of one person that wait at once: searches share one lane, and each may take seconds
#define SEARCH_RETRY_MS 500              // behind one more

struct refusal refusals_none(void)
{
	return (struct refusal){ .outcome = OUTCOME_OK, .retry_after_ms = -1 };
}

struct refusal refusals_make(enum outcome outcome, const char *detail, int64_t retry_after_ms)
{
	struct refusal refusal = { .outcome = outcome, .retry_after_ms = retry_after_ms };
	snprintf(refusal.detail, sizeof(refusal.detail), "%s", detail);
	return refusal;
}

static struct refusal unknown_operation(struct slice name)
{
	if (name.n > NAME_BYTES_MAX)
		return refusals_make(OUTCOME_INVALID, "there is no such operation", -1);
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < schema_operation_count; i++)
		nearest_offer(&nearest, schema_operations[i].name);
	struct refusal refusal = { .outcome = OUTCOME_INVALID, .retry_after_ms = -1 };
	snprintf(refusal.detail, sizeof(refusal.detail), "there is no operation %.*s%s%s", (int)name.n, (const char *)name.at,
		nearest.name != NULL ? "; did you mean " : "", nearest.name != NULL ? nearest.name : "");
	return refusal;
}

// A service may be set to take shorter texts than the schema allows.
static struct refusal text_too_long(const struct core *core, const struct schema_operation *operation)
{
	for (size_t i = 0; i < operation->takes->field_count; i++) {
		const struct schema_field *field = &operation->takes->fields[i];
		if (field->type->kind != SCHEMA_TEXT || core->values[i].bytes.n <= core->limits.text_bytes_max)
			continue;
		struct refusal refusal = { .outcome = OUTCOME_TOO_LARGE, .retry_after_ms = -1 };
		snprintf(refusal.detail, sizeof(refusal.detail), "%s is longer than %u bytes", field->name, core->limits.text_bytes_max);
		return refusal;
	}
	return refusals_none();
}

struct refusal refusals_of(struct core *core, const struct connection *connection, const struct envelope *envelope,
	const struct schema_operation **operation)
{
	*operation = schema_operation(envelope->name);
	if (*operation == NULL)
		return unknown_operation(envelope->name);
	if (connection->state == CONNECTION_OPEN && !(*operation)->early)
		return refusals_make(OUTCOME_UNAUTHENTICATED, "say session.hello first", -1);
	if ((*operation)->needs != SCHEMA_NEEDS_NOBODY && connection->person == NULL)
		return refusals_make(OUTCOME_UNAUTHENTICATED, "sign in, then say session.hello with the token", -1);
	struct envelope_problem problem = envelope_params(envelope->params, (*operation)->takes, core->values);
	if (problem.outcome != OUTCOME_OK)
		return refusals_make(problem.outcome, problem.detail, -1);
	return text_too_long(core, *operation);
}

static uint32_t searches_of(const struct connection *connection)
{
	uint32_t count = 0;
	for (const struct list *link = connection->requests.next; link != &connection->requests; link = link->next)
		count += list_entry(link, struct request, of_connection)->operation->lane == SCHEMA_LANE_SEARCH;
	return count;
}

// How many searches of the person wait, on all their connections; of the connection, if it is nobody's.
static uint32_t searches_waiting(const struct connection *connection)
{
	if (connection->person == NULL)
		return searches_of(connection);
	uint32_t count = 0;
	const struct list *all = &connection->person->connections;
	for (const struct list *link = all->next; link != all; link = link->next)
		count += searches_of(list_entry(link, struct connection, of_person));
	return count;
}

struct refusal refusals_to_ask(
	const struct core *core, const struct connection *connection, const struct schema_operation *operation)
{
	const struct core_limits *limits = &core->limits;
	if (!core->there)
		return refusals_make(OUTCOME_UNAVAILABLE, "the database is away", AWAY_RETRY_MS);
	if (connection->request_count >= limits->requests_per_connection_max)
		return refusals_make(OUTCOME_RATE_LIMITED, "wait for answers before asking more", WAITING_RETRY_MS);
	if (operation->lane == SCHEMA_LANE_SEARCH && searches_waiting(connection) >= SEARCHES_MAX)
		return refusals_make(OUTCOME_RATE_LIMITED, "wait for the answers of your other searches", SEARCH_RETRY_MS);
	if (core->requests.count >= core->requests.count_max)
		return refusals_make(OUTCOME_UNAVAILABLE, "too many requests are waiting", AWAY_RETRY_MS);
	return refusals_none();
}
