// Messages: found by circle and number.
#include "client/cli/messages.h"

#include "client/cli/arguments.h"
#include "client/cli/circles.h"
#include "client/cli/prompt.h"
#include "client/cli/refusals.h"

struct wm_params *messages_name(struct cli *cli, const struct arguments *arguments, int64_t *seq, int *code)
{
	struct place_of_talk where;
	*seq = prompt_number(cli, arguments->words[1], "NUMBER");
	*code = *seq ? circles_find_channel(cli, arguments->words[0], &where) : EXIT_USAGE;
	if (*code != EXIT_OK)
		return NULL;
	refusals_expect(
		cli, WM_NOT_FOUND, NULL, "Number %lld is no message that you can see there: %s", (long long)*seq, where.title);
	refusals_expect(cli, WM_DENIED, NULL, "Number %lld is somebody else's message: only they can change it.", (long long)*seq);
	refusals_expect(cli, WM_CONFLICT, "retracted", "Number %lld was taken back.", (long long)*seq);
	struct wm_params *params = wm_params_create();
	wm_params_int(params, "channel", where.channel);
	wm_params_int(params, "seq", *seq);
	return params;
}
