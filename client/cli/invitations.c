// Invitations: read by their link, and told.
#include "client/cli/invitations.h"

#include "client/cli/ask.h"
#include "client/cli/refusals.h"

int invitations_read(struct cli *cli, const char *link, char code[LINKS_CODE_BYTES], const struct wm_value **result)
{
	cli->quiet_token = true;
	int exit_code = links_read(cli, link, code);
	if (exit_code != EXIT_OK)
		return exit_code;
	struct wm_params *params = wm_params_create();
	wm_params_text(params, "code", code);
	refusals_expect(
		cli, WM_NOT_FOUND, NULL, "This invitation is not known. Copy the whole link, or ask whoever invited you for a new one.");
	return ask_service(cli, "invitation.read", params, result);
}

void invitations_tell(const struct cli *cli, const struct wm_value *invitation)
{
	int64_t hours = wm_value_int(wm_value_get(invitation, "asks_hours"), 0);
	cli_say(cli, "%s invites you to: %s", wm_value_text(wm_value_get(invitation, "who"), ""),
		wm_value_text(wm_value_get(invitation, "what"), ""));
	cli_say(cli, "Why you: %s", wm_value_text(wm_value_get(invitation, "why"), ""));
	if (hours > 0)
		cli_say(cli, "Hours a month that it asks of you: %lld", (long long)hours);
}
