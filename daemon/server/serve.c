// waymarkd serve: what stands around the loop while it runs.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/base/log.h"
#include "daemon/server/admin.h"
#include "daemon/server/notify.h"
#include "daemon/server/pulse.h"
#include "daemon/server/report.h"
#include "daemon/server/serve.h"
#include "daemon/server/server.h"

#define RELOAD_NAMES_BYTES_MAX 1024
#define FILES_BESIDE_CONNECTIONS 256 // database, log, admin socket, static files, sockets in the handshake

_Static_assert((int)SETTINGS_LOG_DEBUG == (int)LOG_DEBUG && (int)SETTINGS_LOG_ERROR == (int)LOG_ERROR, "the levels are the same");

struct serving {
	struct settings *settings;
	struct settings previous; // holds the texts that the last reload replaced, until the next
	const char *config;
	struct server_settings server;
	const char *origins[SETTINGS_WORDS_MAX + 2];
	char public_origin[512];
	struct log *log;
	struct admin *admin;
	struct pulse pulse;
	bool failed; // to open the admin socket
};

static const enum log_level levels[] = {
	[SERVER_DEBUG] = LOG_DEBUG, [SERVER_INFO] = LOG_INFO, [SERVER_WARNING] = LOG_WARN, [SERVER_ERROR] = LOG_ERROR
};

static void watch_log(void *context, enum server_level level, const char *room, const char *event, const char *detail)
{
	struct serving *serving = context;
	log_line(serving->log, levels[level], event, "room", room, "detail", detail, NULL);
}

// The origin of an address: without path, "https://learn.example.org".
static void origin_of(const char *url, char *origin, size_t size)
{
	const char *host = strstr(url, "://");
	size_t length = host == NULL ? strlen(url) : (size_t)(host + 3 - url) + strcspn(host + 3, "/");
	snprintf(origin, size, "%.*s", (int)length, url);
}

// Fills what the loop is given from the settings.
static void fill(struct serving *serving)
{
	const struct settings *settings = serving->settings;
	struct server_settings *server = &serving->server;
	size_t count = 0;
	origin_of(settings->gateway.public_url, serving->public_origin, sizeof serving->public_origin);
	serving->origins[count++] = serving->public_origin;
	for (size_t i = 0; i < settings->gateway.origins.count; i++)
		serving->origins[count++] = settings->gateway.origins.word[i];
	serving->origins[count] = NULL;
	server->gateway = (struct gateway_settings){
		.address = settings->gateway.address,
		.port = (uint16_t)settings->gateway.port,
		.static_folder = settings->gateway.static_folder,
		.origins = serving->origins,
		.secure_cookie = settings_secure_cookie(settings),
		.trusted_proxies = settings->gateway.trusted_proxies.word,
		.connections_max = settings->limits.connections_max,
		.frame_bytes_max = settings->limits.frame_bytes_max,
		.send_buffer_bytes = (int)settings->gateway.send_buffer_bytes,
	};
	server->database = (struct database_settings){
		.conninfo = settings->database.url,
		.read_connections = (uint32_t)settings->database.read_connections,
		.questions_max = (uint32_t)settings->database.questions_max,
		.batch_rows_max = (uint32_t)settings->database.batch_rows_max,
		.answer_ms_max = settings->database.answer_ms_max,
	};
	server->limits = settings->limits;
	server->public_url = settings->gateway.public_url;
}

static void watch_started(void *context, struct server *server, uv_loop_t *loop)
{
	struct serving *serving = context;
	const char *problem = NULL;
	pulse_start(&serving->pulse, loop);
	serving->admin = admin_create(loop, server, serving->settings->admin.socket, &problem);
	if (serving->admin == NULL) {
		log_line(
			serving->log, LOG_ERROR, "admin_socket_failed", "path", serving->settings->admin.socket, "detail", problem, NULL);
		serving->failed = true;
		server_stop(server); // a daemon that its operator cannot reach is not to run
		return;
	}
}

static void watch_ready(void *context, struct server *server)
{
	struct serving *serving = context;
	serving->pulse.starting = false;
	notify_send("READY=1\nSTATUS=Serving");
}

static void watch_ended(void *context, struct server *server)
{
	struct serving *serving = context;
	notify_send("STOPPING=1");
	pulse_stop(&serving->pulse);
	admin_destroy(serving->admin);
	serving->admin = NULL;
}

// Reads the settings again into serving->settings; false, with the problems in the log, if they are not right.
static bool read_again(struct serving *serving)
{
	struct settings fresh;
	struct settings_problems problems;
	char names[RELOAD_NAMES_BYTES_MAX];
	if (!settings_load(&fresh, serving->config, environ, &problems)) {
		log_line(serving->log, LOG_ERROR, "settings_wrong", "detail", problems.text, NULL);
		settings_release(&fresh);
		return false;
	}
	settings_reload(serving->settings, &fresh, names, sizeof names);
	settings_release(&serving->previous);
	serving->previous = fresh;
	if (names[0] != '\0')
		log_line(serving->log, LOG_WARN, "settings_need_restart", "names", names, NULL);
	return true;
}

static const struct server_settings *watch_reload(void *context)
{
	struct serving *serving = context;
	if (!serving->pulse.starting)
		notify_reloading();
	if (!log_reopen(serving->log))
		log_line(serving->log, LOG_WARN, "log_not_reopened", "detail", strerror(errno), NULL);
	bool good = read_again(serving);
	if (good) {
		fill(serving);
		log_set_level(serving->log, (enum log_level)serving->settings->log.level);
		log_line(serving->log, LOG_INFO, "settings_reloaded", NULL);
	}
	if (!serving->pulse.starting)
		notify_send("READY=1");
	return good ? &serving->server : NULL;
}

static int watch_report(void *context, const struct server *server, const char *path, char *text, size_t size)
{
	struct serving *serving = context;
	struct report_facts facts = {
		.server = server_figures(server),
		.loop_lag_us = serving->pulse.lag_us,
		.loop_lag_us_max = serving->pulse.lag_us_max,
		.admin_clients = serving->admin == NULL ? 0 : (int64_t)admin_clients(serving->admin),
	};
	report_process(&facts);
	return report_write(&facts, path, text, size);
}

// No memory of ours is written to a disk when we crash, and there are descriptors for every connection that may be open. No more
// than those: libwebsockets makes a table of as many as are allowed.
static void set_process_limits(const struct serving *serving)
{
	const struct rlimit none = { 0, 0 };
	struct rlimit files;
	rlim_t wanted = (rlim_t)serving->settings->limits.connections_max + FILES_BESIDE_CONNECTIONS;
	if (setrlimit(RLIMIT_CORE, &none) < 0)
		log_line(serving->log, LOG_WARN, "core_limit_not_set", "detail", strerror(errno), NULL);
	if (getrlimit(RLIMIT_NOFILE, &files) < 0)
		return;
	if (wanted > files.rlim_max)
		log_line(serving->log, LOG_WARN, "few_descriptors", "detail", "the hard limit is below limits.connections_max", NULL);
	files.rlim_cur = wanted < files.rlim_max ? wanted : files.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &files) < 0)
		log_line(serving->log, LOG_WARN, "descriptors_not_set", "detail", strerror(errno), NULL);
}

// Writes or removes the file with the process id; none is asked for by "".
static bool write_pidfile(const struct serving *serving)
{
	const char *path = serving->settings->server.pidfile;
	if (path[0] == '\0')
		return true;
	FILE *file = fopen(path, "we");
	bool good = file != NULL && fprintf(file, "%ld\n", (long)getpid()) > 0;
	if (file != NULL && fclose(file) != 0)
		good = false;
	if (!good)
		log_line(serving->log, LOG_ERROR, "pidfile_failed", "path", path, "detail", strerror(errno), NULL);
	return good;
}

static bool end(struct serving *serving, enum server_end ending)
{
	static const char *const reasons[] = {
		[SERVER_STOPPED] = "stopped", [SERVER_CANNOT_LISTEN] = "cannot listen", [SERVER_SCHEMA_MISMATCH] = "run waymarkd migrate"
	};
	bool good = ending == SERVER_STOPPED && !serving->failed;
	log_line(serving->log, good ? LOG_INFO : LOG_ERROR, "ended", "reason", serving->failed ? "no admin socket" : reasons[ending],
		NULL);
	if (serving->settings->server.pidfile[0] != '\0')
		unlink(serving->settings->server.pidfile);
	return good;
}

bool serve_run(struct settings *settings, const char *config)
{
	CHECK(settings != NULL);
	struct serving serving = { .settings = settings, .config = config };
	const struct server_watch watch = {
		.context = &serving,
		.log = watch_log,
		.started = watch_started,
		.ready = watch_ready,
		.ended = watch_ended,
		.reload = watch_reload,
		.report = watch_report,
	};
	serving.log = log_open(settings->log.file, (enum log_level)settings->log.level, NULL);
	if (serving.log == NULL) {
		fprintf(stderr, "waymarkd serve: cannot open the log %s: %s\n", settings->log.file, strerror(errno));
		return false;
	}
	set_process_limits(&serving);
	bool good = write_pidfile(&serving);
	if (good) {
		fill(&serving);
		log_line(serving.log, LOG_INFO, "starting", "address", settings->gateway.address, "public_url",
			settings->gateway.public_url, NULL);
		good = end(&serving, server_run(&serving.server, &watch));
	}
	settings_release(&serving.previous);
	log_close(serving.log);
	return good;
}
