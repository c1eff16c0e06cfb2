// Outbox: a list in order. It decides what may go next and what may go again; the client sends.
// SPDX-License-Identifier: MIT
#include "client/library/outbox.h"

#include "client/library/chance.h"
#include "protocol/must.h"
#include "protocol/schema.h"

static size_t bytes_of(const struct request *request)
{
	return sizeof *request + request->params.n + strlen(request->operation);
}

bool outbox_changes(const char *operation)
{
	const struct schema_operation *row = schema_operation(slice_of(operation));
	return !row || row->changes;
}

bool outbox_once(const char *operation, bool has_nonce)
{
	// A code works once and a link is mailed each time; a typing signal that comes late is a lie. All other changes without a
	// nonce only set what stands already, so that a repeat does nothing.
	static const char *const once[] = { "session.enter", "session.link", "channel.typing" };
	for (size_t i = 0; i < sizeof once / sizeof *once; i++)
		if (strcmp(operation, once[i]) == 0)
			return true;
	return !has_nonce && !schema_operation(slice_of(operation));
}

void outbox_add(struct outbox *outbox, struct request *request)
{
	MUST(!request->next && !request->sent);
	if (outbox->last)
		outbox->last->next = request;
	else
		outbox->first = request;
	outbox->last = request;
	outbox->count++;
	outbox->bytes += bytes_of(request);
}

struct request *outbox_next(const struct outbox *outbox, size_t on_way_max)
{
	bool change_before = false;
	if (outbox->sent >= on_way_max)
		return NULL;
	for (struct request *request = outbox->first; request; request = request->next) {
		if (!request->sent && !(request->changes && change_before))
			return request;
		change_before = change_before || request->changes;
	}
	return NULL;
}

void outbox_mark_sent(struct outbox *outbox, struct request *request)
{
	MUST(!request->sent);
	request->sent = true;
	outbox->sent++;
}

void outbox_mark_unsent(struct outbox *outbox, struct request *request)
{
	MUST(request->sent && outbox->sent > 0);
	request->sent = false;
	outbox->sent--;
}

struct request *outbox_find(const struct outbox *outbox, uint32_t id)
{
	for (struct request *request = outbox->first; request; request = request->next)
		if (request->id == id)
			return request;
	return NULL;
}

void outbox_take(struct outbox *outbox, struct request *request)
{
	struct request *before = NULL;
	for (struct request *at = outbox->first; at != request; at = at->next) {
		MUST(at);
		before = at;
	}
	if (before)
		before->next = request->next;
	else
		outbox->first = request->next;
	if (outbox->last == request)
		outbox->last = before;
	request->next = NULL;
	MUST(outbox->count > 0 && outbox->bytes >= bytes_of(request));
	outbox->count--;
	outbox->bytes -= bytes_of(request);
	if (request->sent)
		outbox_mark_unsent(outbox, request);
}

struct request *outbox_lost(const struct outbox *outbox)
{
	for (struct request *request = outbox->first; request; request = request->next)
		if (request->sent && request->once)
			return request;
	return NULL;
}

void outbox_rewind(struct outbox *outbox)
{
	for (struct request *request = outbox->first; request; request = request->next)
		request->sent = false;
	outbox->sent = 0;
}

struct request *outbox_late(const struct outbox *outbox, int64_t now_ms)
{
	for (struct request *request = outbox->first; request; request = request->next)
		if (request->deadline_ms <= now_ms)
			return request;
	return NULL;
}

int64_t outbox_deadline_ms(const struct outbox *outbox)
{
	int64_t earliest = NEVER_MS;
	for (struct request *request = outbox->first; request; request = request->next)
		if (request->deadline_ms < earliest)
			earliest = request->deadline_ms;
	return earliest;
}

void request_destroy(struct request *request)
{
	if (!request)
		return;
	free(request->operation);
	buffer_release(&request->params);
	free(request);
}

void outbox_release(struct outbox *outbox)
{
	while (outbox->first) {
		struct request *request = outbox->first;
		outbox->first = request->next;
		request_destroy(request);
	}
	*outbox = (struct outbox){ 0 };
}
