// The texts of /live, /ready and /metrics; the figures are one table.
#include <dirent.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/server/report.h"

enum figure_kind { GAUGE, COUNTER };
enum figure_width { WIDE, NARROW, SIGNED, SWITCH, MICROSECONDS };

struct figure {
	const char *name;
	enum figure_kind kind;
	enum figure_width width; // of the member that holds it
	size_t offset;           // in struct report_facts
	const char *help;
};

#define AT(member) offsetof(struct report_facts, member)

static const struct figure figures[] = {
	{ "waymark_ready", GAUGE, SWITCH, AT(server.ready), "1 while requests are answered." },
	{ "waymark_database_up", GAUGE, SWITCH, AT(server.database_there), "1 while the write connection to PostgreSQL is usable." },
	{ "waymark_draining", GAUGE, SWITCH, AT(server.stopping), "1 from the order to stop." },
	{ "waymark_uptime_seconds", GAUGE, MICROSECONDS, AT(server.uptime_us), "Since the start." },
	{ "waymark_connections", GAUGE, WIDE, AT(server.core.connections), "Open WebSocket connections." },
	{ "waymark_sessions", GAUGE, WIDE, AT(server.core.sessions), "Connections of a known person." },
	{ "waymark_subscriptions", GAUGE, WIDE, AT(server.core.subscriptions), "Subscriptions of all connections." },
	{ "waymark_requests_open", GAUGE, WIDE, AT(server.core.requests_open), "Requests that wait for their answer." },
	{ "waymark_outbox_bytes", GAUGE, WIDE, AT(server.core.outbox_bytes), "Waiting to be sent, of all connections." },
	{ "waymark_requests_total", COUNTER, WIDE, AT(server.core.requests), "Requests received." },
	{ "waymark_events_total", COUNTER, WIDE, AT(server.core.events_in), "Events that came into the core." },
	{ "waymark_deliveries_total", COUNTER, WIDE, AT(server.core.deliveries), "Events put into an outbox." },
	{ "waymark_lags_total", COUNTER, WIDE, AT(server.core.lags), "Subscriptions that fell back to reading the log." },
	{ "waymark_fetches_total", COUNTER, WIDE, AT(server.core.fetches), "Ranges read for catching up." },
	{ "waymark_frames_broken_total", COUNTER, WIDE, AT(server.core.frames_broken), "Messages that were no request at all." },
	{ "waymark_database_asked_total", COUNTER, WIDE, AT(server.database.asked), "Questions put to PostgreSQL." },
	{ "waymark_database_answered_total", COUNTER, WIDE, AT(server.database.answered), "Questions that it answered." },
	{ "waymark_database_failed_total", COUNTER, WIDE, AT(server.database.failed), "Questions that failed." },
	{ "waymark_database_batches_total", COUNTER, WIDE, AT(server.database.batches), "Statements that carried posts." },
	{ "waymark_database_batch_rows_total", COUNTER, WIDE, AT(server.database.batch_rows), "Posts carried by them." },
	{ "waymark_database_reconnects_total", COUNTER, WIDE, AT(server.database.reconnects), "Connections made anew." },
	{ "waymark_database_waiting", GAUGE, NARROW, AT(server.database.waiting), "Questions that wait for PostgreSQL." },
	{ "waymark_jobs_done_total", COUNTER, WIDE, AT(server.jobs_done), "Due jobs that were done." },
	{ "waymark_jobs_failed_total", COUNTER, WIDE, AT(server.jobs_failed), "Rounds of due jobs that came to nothing." },
	{ "waymark_faults_total", COUNTER, WIDE, AT(server.faults), "Answers of the database that did not fit the schema." },
	{ "waymark_loop_lag_seconds", GAUGE, MICROSECONDS, AT(loop_lag_us), "How late the loop was at its last beat." },
	{ "waymark_loop_lag_max_seconds", GAUGE, MICROSECONDS, AT(loop_lag_us_max), "The latest that the loop was." },
	{ "waymark_admin_clients", GAUGE, SIGNED, AT(admin_clients), "Open connections to the admin socket." },
	{ "process_resident_memory_bytes", GAUGE, SIGNED, AT(resident_bytes), "Memory in use." },
	{ "process_open_fds", GAUGE, SIGNED, AT(open_files), "Open file descriptors." },
};

#define FIGURE_COUNT (sizeof figures / sizeof figures[0])

// A text that grows to its size and no further: what does not fit is left out whole, and so is everything behind it.
struct text {
	char *at;
	size_t size, used;
	bool full;
};

static void put(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct text *text, const char *format, ...)
{
	va_list list;
	if (text->full)
		return;
	va_start(list, format);
	int wanted = vsnprintf(text->at + text->used, text->size - text->used, format, list);
	va_end(list);
	CHECK(wanted >= 0);
	if (text->used + (size_t)wanted >= text->size) {
		text->at[text->used] = '\0';
		text->full = true;
		return;
	}
	text->used += (size_t)wanted;
}

static void put_figure(struct text *text, const struct figure *figure, const struct report_facts *facts)
{
	const char *member = (const char *)facts + figure->offset;
	uint64_t wide = 0;
	uint32_t narrow = 0;
	bool yes = false;
	put(text, "# HELP %s %s\n# TYPE %s %s\n", figure->name, figure->help, figure->name,
		figure->kind == GAUGE ? "gauge" : "counter");
	switch (figure->width) {
	case WIDE:
	case SIGNED:
	case MICROSECONDS:
		memcpy(&wide, member, sizeof wide);
		break;
	case NARROW:
		memcpy(&narrow, member, sizeof narrow);
		wide = narrow;
		break;
	case SWITCH:
		memcpy(&yes, member, sizeof yes);
		wide = yes;
		break;
	}
	if (figure->width == MICROSECONDS)
		put(text, "%s %" PRIu64 ".%06" PRIu64 "\n", figure->name, wide / 1000000, wide % 1000000);
	else
		put(text, "%s %" PRIu64 "\n", figure->name, wide);
}

static void put_metrics(struct text *text, const struct report_facts *facts)
{
	for (size_t i = 0; i < FIGURE_COUNT; i++)
		put_figure(text, &figures[i], facts);
	put(text,
		"# HELP waymark_refusals_total Requests refused, by the code of the error.\n# TYPE waymark_refusals_total counter\n");
	for (int code = OUTCOME_OK + 1; code < OUTCOME_COUNT; code++)
		put(text, "waymark_refusals_total{code=\"%s\"} %" PRIu64 "\n", outcome_code((enum outcome)code),
			facts->server.core.refusals[code]);
}

void report_process(struct report_facts *facts)
{
	CHECK(facts != NULL);
	long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");
	if (file != NULL) {
		if (fscanf(file, "%*d %ld", &pages) != 1)
			pages = 0;
		fclose(file);
	}
	facts->resident_bytes = pages * sysconf(_SC_PAGESIZE);
	facts->open_files = 0;
	DIR *folder = opendir("/proc/self/fd");
	if (folder == NULL)
		return;
	for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
		facts->open_files += entry->d_name[0] != '.';
	facts->open_files--; // the folder itself
	closedir(folder);
}

int report_write(const struct report_facts *facts, const char *path, char *text, size_t size)
{
	CHECK(facts != NULL && path != NULL && text != NULL && size > 0);
	struct text out = { .at = text, .size = size };
	text[0] = '\0';
	if (strcmp(path, "/live") == 0) {
		put(&out, "live\n");
		return 200;
	}
	if (strcmp(path, "/metrics") == 0) {
		put_metrics(&out, facts);
		return 200;
	}
	if (strcmp(path, "/ready") != 0) {
		put(&out, "there is no such report\n");
		return 404;
	}
	const char *reason = facts->server.stopping          ? "draining"
						 : !facts->server.database_there ? "the database is away"
						 : !facts->server.ready          ? "the database's functions are being checked"
														 : NULL;
	put(&out, "%s\n", reason == NULL ? "ready" : reason);
	return reason == NULL ? 200 : 503;
}
