// Report: the texts of /live, /ready and /metrics.
#ifndef WAYMARK_REPORT_H
#define WAYMARK_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/server/server.h"

// What the texts are made from.
struct report_facts {
	struct server_figures server;
	int64_t loop_lag_us, loop_lag_us_max;
	int64_t resident_bytes, open_files, admin_clients;
};

// Fills in what the process itself knows (resident_bytes, open_files); 0 where the kernel does not say.
void report_process(struct report_facts *facts);

// Writes the text of one path, zero-terminated; what does not fit is cut at a line's end. Returns the HTTP status: 200; 503 for
// /ready while the database is away, its functions were not checked yet, or the daemon is draining; 404 for another path.
int report_write(const struct report_facts *facts, const char *path, char *text, size_t size);

#endif
