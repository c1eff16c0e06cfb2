// waymark invitation read: who invites to what.
#include "client/cli/arguments.h"
#include "client/cli/invitations.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	char code[LINKS_CODE_BYTES];
	const struct wm_value *result;
	int exit_code = invitations_read(cli, arguments->words[0], code, &result);
	if (exit_code != EXIT_OK)
		return exit_code;
	if (cli->json)
		cli_print_json(result);
	invitations_tell(cli, result);
	cli_note(cli, "Say yes with: waymark invitation accept LINK");
	return EXIT_OK;
}

const struct command command_invitation_read = {
	.name = "invitation read",
	.takes = "LINK",
	.least = 1,
	.most = 1,
	.summary = WORDS_LATER("Who invites you to what; it uses nothing up."),
	.run = run,
};
