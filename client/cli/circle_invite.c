// waymark circle invite: asks a person who has an account into a circle.
#include "client/cli/arguments.h"
#include "client/cli/ask.h"
#include "client/cli/circles.h"
#include "client/cli/people.h"
#include "client/cli/refusals.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	struct place_of_talk where;
	int64_t person;
	int code = circles_find_mine(cli, arguments->words[0], &where);
	if (code == EXIT_OK)
		code = people_find(cli, arguments->words[1], &person);
	if (code != EXIT_OK)
		return code;
	refusals_expect(
		cli, WM_NOT_FOUND, "person", "There is no person %lld. The numbers are in: waymark members", (long long)person);
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "circle", where.circle);
	wm_params_int(params, "person", person);
	const struct wm_value *result;
	code = ask_and_print(cli, "circle.invite", params, &result);
	if (code == EXIT_OK)
		cli_say(cli, "They find it in their inbox: %s", where.title);
	return code;
}

const struct command command_circle_invite = {
	.name = "circle invite",
	.takes = "CIRCLE PERSON",
	.least = 2,
	.most = 2,
	.summary = WORDS_LATER("Ask a person who has an account into a circle."),
	.prose = WORDS_LATER("PERSON is the name, or its beginning, of somebody whom you share a circle with, or the number that "
						 "waymark members shows. "
						 "For someone without an account: waymark invite."),
	.run = run,
};
