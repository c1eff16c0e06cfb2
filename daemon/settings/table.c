// The one table of settings; parsing, config show, config check, the sample file and the manual page come from it.
#include "daemon/settings/table.h"

#define AT(member) offsetof(struct settings, member)
#define TEXT(s, k, secrecy, change, fallback, bytes, member, manual)                                                             \
	{                                                                                                                            \
		s, k, SETTING_TEXT, secrecy, change, fallback, 0, bytes, "bytes", NULL, AT(member), 0, manual                            \
	}
#define NUMBER(s, k, change, fallback, min, max, unit, member, manual)                                                           \
	{                                                                                                                            \
		s, k, SETTING_NUMBER, SETTING_OPEN, change, fallback, min, max, unit, NULL, AT(member), 8, manual                        \
	}
#define CHOICE(s, k, change, fallback, choices, member, manual)                                                                  \
	{                                                                                                                            \
		s, k, SETTING_CHOICE, SETTING_OPEN, change, fallback, 0, 0, "", choices, AT(member), 8, manual                           \
	}
#define WORDS(s, k, change, member, manual)                                                                                      \
	{                                                                                                                            \
		s, k, SETTING_WORDS, SETTING_OPEN, change, "", 0, SETTINGS_WORDS_MAX, "words", NULL, AT(member), 0, manual               \
	}
#define LIMIT(k, min, max, unit, manual)                                                                                         \
	{                                                                                                                            \
		"limits", #k, SETTING_NUMBER, SETTING_OPEN, SETTING_RESTART, NULL, min, max, unit, NULL, AT(limits.k),                   \
			sizeof(((struct core_limits *)0)->k), manual                                                                         \
	}

#define DAY_US (24 * 3600 * INT64_C(1000000))

const struct setting setting_table[] = {
	TEXT("gateway", "address", SETTING_OPEN, SETTING_RESTART, "127.0.0.1", 64, gateway.address,
		"The address to listen on. Keep it on loopback and put a TLS front before it."),
	NUMBER("gateway", "port", SETTING_RESTART, "7878", 0, 65535, "port", gateway.port, "The TCP port; 0 takes any free one."),
	TEXT("gateway", "public_url", SETTING_OPEN, SETTING_RELOAD, "http://127.0.0.1:7878", 256, gateway.public_url,
		"The address that people see in links, without a slash at the end. Its origin is always allowed."),
	TEXT("gateway", "static", SETTING_OPEN, SETTING_RESTART, "", 1024, gateway.static_folder,
		"The folder of the web pages, with .br and .gz files beside them; empty serves none."),
	WORDS("gateway", "origins", SETTING_RELOAD, gateway.origins,
		"More Origins from which browsers may connect, such as https://app.example.org, exactly as a browser sends them."),
	WORDS("gateway", "trusted_proxies", SETTING_RELOAD, gateway.trusted_proxies,
		"Addresses of TLS fronts whose X-Forwarded-For is believed. All who come through another front count as one address."),
	CHOICE("gateway", "secure_cookie", SETTING_RESTART, "auto", "auto yes no", gateway.secure_cookie,
		"Whether the session cookie is for TLS only; auto follows public_url."),
	NUMBER("gateway", "send_buffer_bytes", SETTING_RESTART, "65536", 4096, 4194304, "bytes", gateway.send_buffer_bytes,
		"The kernel's send buffer of each connection."),

	TEXT("database", "url", SETTING_MAY_HIDE, SETTING_RESTART, "host=/run/postgresql dbname=waymark user=waymark_daemon", 1024,
		database.url, "The database as the daemon reaches it: libpq key words or a postgresql:// address."),
	TEXT("database", "owner_url", SETTING_MAY_HIDE, SETTING_RESTART, "", 1024, database.owner_url,
		"The database as its owner reaches it, for migrate, backup and restore; empty: the libpq environment."),
	NUMBER("database", "read_connections", SETTING_RESTART, "2", 1, 16, "connections", database.read_connections,
		"Connections for reading, beside the one that writes."),
	NUMBER("database", "questions_max", SETTING_RESTART, "0", 0, 65536, "questions", database.questions_max,
		"Questions that may wait for the database; 0: one for each request that is admitted, and some."),
	NUMBER("database", "batch_rows_max", SETTING_RESTART, "256", 1, 1024, "rows", database.batch_rows_max,
		"Posts that one statement may carry."),
	NUMBER("database", "answer_ms_max", SETTING_RESTART, "10000", 100, 600000, "ms", database.answer_ms_max,
		"A database connection that is silent for so long is dropped and made again."),

	TEXT("admin", "socket", SETTING_OPEN, SETTING_RESTART, "/run/waymark/admin.sock", 100, admin.socket,
		"The unix socket of the operator's commands; only the daemon's own user may open it."),

	CHOICE("log", "level", SETTING_RELOAD, "info", "debug info warn error", log.level, "The least grave lines that are written."),
	TEXT("log", "file", SETTING_OPEN, SETTING_RESTART, "", 1024, log.file,
		"Where lines go; empty is standard error. Opened again on SIGHUP."),

	TEXT("server", "pidfile", SETTING_OPEN, SETTING_RESTART, "", 1024, server.pidfile,
		"A file that holds the process id while the daemon runs; empty writes none."),

	TEXT("mail", "smtp_url", SETTING_OPEN, SETTING_RESTART, "", 256, mail.smtp_url,
		"The mail server: smtp://host:587 or smtps://host:465. Empty: mail waits in the outbox."),
	TEXT("mail", "from", SETTING_OPEN, SETTING_RESTART, "", 254, mail.from, "The address that mail comes from."),
	TEXT("mail", "user", SETTING_OPEN, SETTING_RESTART, "", 254, mail.user, "The name to sign in to the mail server with."),
	TEXT("mail", "password", SETTING_FILE_ONLY, SETTING_RESTART, "", 1024, mail.password,
		"The password of that name; only from a file, readable by the daemon alone."),

	TEXT("backup", "folder", SETTING_OPEN, SETTING_RESTART, "", 1024, backup.folder,
		"Where backups are kept, so that doctor can say how old the newest is; empty: not looked at."),
	NUMBER("backup", "age_hours_max", SETTING_RESTART, "26", 1, 8760, "hours", backup.age_hours_max,
		"How old the newest backup may be before doctor complains."),

	LIMIT(connections_max, 1, 1000000, "connections", "WebSocket connections at once."),
	LIMIT(connections_per_person_max, 1, 1000000, "connections", "Connections of one person at once."),
	LIMIT(connections_per_peer_max, 0, 1000000, "connections",
		"Connections from one address at once; people share them behind a router. 0: no limit."),
	LIMIT(peers_max, 1, 1000000, "addresses", "Addresses whose limits are remembered when their last connection is gone."),
	LIMIT(requests_max, 1, 1000000, "requests", "Requests waiting for the database, of all connections."),
	LIMIT(requests_per_connection_max, 1, 1000000, "requests", "Requests waiting, of one connection; more pauses its reading."),
	LIMIT(subscriptions_max, 1, 10000000, "subscriptions", "Subscriptions of all connections."),
	LIMIT(subscriptions_per_connection_max, 1, 10000, "subscriptions", "Subscriptions of one connection."),
	LIMIT(
		outbox_bytes_max, 4096, 67108864, "bytes", "What may wait to be sent on one connection before it falls back to the log."),
	LIMIT(frame_bytes_max, 1024, 16777216, "bytes", "The largest message that a client may send."),
	LIMIT(text_bytes_max, 256, 1048576, "bytes", "The longest text of a post."),
	LIMIT(history_max, 1, 1000, "events", "Events in one range of history."),
	LIMIT(fetches_max, 1, 10000, "fetches", "Ranges being read for catching up, of all connections."),
	LIMIT(requests_per_s, 1, 10000000, "requests", "Requests a second of a person's connection, over time."),
	LIMIT(requests_burst, 1, 10000000, "requests", "Requests at once of a person's connection."),
	LIMIT(early_requests_per_s, 1, 10000000, "requests", "Requests a second before a person is known."),
	LIMIT(early_requests_burst, 1, 10000000, "requests", "Requests at once before a person is known."),
	LIMIT(peer_early_requests_per_s, 1, 10000000, "requests",
		"Requests a second before a person is known, of all connections from one address."),
	LIMIT(peer_early_requests_burst, 1, 10000000, "requests",
		"Requests at once before a person is known, of all connections from one address."),
	LIMIT(greet_us_max, 1000, DAY_US, "us", "How long a new connection may take to say hello."),
	LIMIT(heartbeat_us, 10000, DAY_US, "us", "Silence until a ping; twice that ends the connection."),
	LIMIT(answer_us_max, 1000, DAY_US, "us", "How long a request may wait until it is answered as unavailable."),
	LIMIT(drain_us_max, 0, DAY_US, "us", "From the order to stop until the last connection is closed."),
};

const size_t setting_count = sizeof setting_table / sizeof setting_table[0];
_Static_assert(sizeof setting_table / sizeof setting_table[0] <= SETTINGS_ROWS_MAX, "struct settings has a place for every row");
