// Serve: the program around the loop: settings into server_settings, the log, the service manager, the admin socket.
#ifndef WAYMARK_SERVE_H
#define WAYMARK_SERVE_H

#include "daemon/settings/settings.h"

// Runs the service until it is told to stop. settings is changed by SIGHUP, which reads config (a file, or NULL for where
// settings_load looks) again. Returns true if it stopped because it was told to, false if it could not serve; the reason is in
// the log, and on the standard error stream when there is no log.
bool serve_run(struct settings *settings, const char *config);

#endif
