// Notify: words to the service manager (systemd's readiness protocol), where there is one.
#ifndef WAYMARK_NOTIFY_H
#define WAYMARK_NOTIFY_H

// Sends lines such as "READY=1" to the socket that $NOTIFY_SOCKET names. Nothing happens where there is none, or on failure:
// no service depends on it.
void notify_send(const char *lines);

// As notify_send of "RELOADING=1", with the time that the manager asks for.
void notify_reloading(void);

#endif
