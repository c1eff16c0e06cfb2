// Messages: found by circle and number, changed by one operation.
#include "client/cli/messages.h"

#include "client/cli/circles.h"
#include "client/cli/prompt.h"

struct wm_params *messages_name(struct cli *cli, const struct arguments *arguments, int *code)
{
	struct place_of_talk where;
	int64_t seq = prompt_number(cli, arguments->words[1], "NUMBER");
	*code = seq ? circles_find_channel(cli, arguments->words[0], &where) : EXIT_USAGE;
	if (*code != EXIT_OK)
		return NULL;
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "channel", where.channel);
	wm_params_int(params, "seq", seq);
	return params;
}

int messages_change(struct cli *cli, const char *operation, struct wm_params *params)
{
	const struct wm_value *result;
	int code = cli_carry_out(cli, operation, params, &result);
	if (code == EXIT_OK)
		cli_say(cli, "Done; it is number %lld.", (long long)wm_value_int(wm_value_get(result, "seq"), 0));
	return code;
}
