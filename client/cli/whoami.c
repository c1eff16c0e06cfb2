// waymark whoami: who you are here.
#include "client/cli/command.h"
#include "client/cli/connection.h"
#include "client/cli/contexts.h"
#include "client/cli/refusals.h"
#include "client/cli/show.h"
#include "client/cli/text.h"

static int run(struct cli *cli, const struct arguments *arguments)
{
	int code = connection_greet(cli);
	if (code != EXIT_OK)
		return code;
	const struct wm_value *person = wm_value_get(wm_hello(cli->client), "person");
	if (wm_value_type(person) != WM_MAP)
		return refusals_tell(cli, WM_UNAUTHENTICATED, NULL, NULL);
	if (cli->json) {
		cli_print_json(person);
		return EXIT_OK;
	}
	text_put(stdout, wm_value_text(wm_value_get(person, "name"), ""), TEXT_ONE_LINE);
	printf(" (%lld)", (long long)wm_value_int(wm_value_get(person, "id"), 0));
	const struct wm_value *roles = wm_value_get(person, "roles");
	for (size_t i = 0; i < wm_value_count(roles); i++)
		printf("%s%s", i ? ", " : ": ", show_label(cli, "role", wm_value_text(wm_value_at(roles, i), "")));
	printf(" [%s]\n", contexts_current());
	return EXIT_OK;
}

const struct command command_whoami = {
	.name = "whoami",
	.takes = "",
	.summary = WORDS_LATER("Who you are here."),
	.run = run,
};
