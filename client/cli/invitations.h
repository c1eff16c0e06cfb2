// Invitations: what a link is about, before anybody says yes.
#ifndef WAYMARK_CLI_INVITATIONS_H
#define WAYMARK_CLI_INVITATIONS_H

#include "client/cli/links.h"

// Reads the link, or bare code, as nobody in particular, and asks what it is about; *result is borrowed until the next question,
// and code holds what invitation.accept takes. An exit code.
int invitations_read(struct cli *cli, const char *link, char code[LINKS_CODE_BYTES], const struct wm_value **result);
// Says in words who invites to what, and why.
void invitations_tell(const struct cli *cli, const struct wm_value *invitation);

#endif
