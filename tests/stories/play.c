// Play: reads a story file and plays it line by line; then says where it went wrong, if it did.
#include <stdlib.h>
#include <time.h>

#include "daemon/base/check.h"
#include "tests/stories/language.h"

#define LINE_BYTES_MAX 8192

void story_rest(void)
{
	struct timespec tenth = { .tv_nsec = 100000000 };
	nanosleep(&tenth, NULL);
}

static void release(struct story *story)
{
	for (size_t i = 0; i < story->player_count; i++) {
		struct story_player *player = &story->players[i];
		story_hang_up(story, player);
		for (size_t k = 0; k < player->heard_count; k++)
			json_decref(player->heard[k]);
	}
	for (size_t i = 0; i < story->message_count; i++)
		free(story->messages[i].text);
	for (size_t i = 0; i < story->name_count; i++)
		json_decref(story->names[i].value);
}

bool story_play(const char *file, struct stage *stage, const char *label)
{
	static struct story story;
	char line[LINE_BYTES_MAX];
	story = (struct story){ .file = file, .label = label, .stage = stage };
	FILE *in = fopen(file, "r");
	if (in == NULL) {
		printf("%s: cannot be read\n", file);
		return false;
	}
	while (!story_failed(&story) && fgets(line, sizeof line, in) != NULL) {
		story.line++;
		line[strcspn(line, "\r\n")] = 0;
		if (story.line == 1 && line[0] != '#')
			story_fail(&story, "a story begins with a comment that says what it is about");
		language_play(&story, line);
	}
	fclose(in);
	if (story_failed(&story))
		printf("%s:%d: %s\n", file, story.line, story.problem);
	release(&story);
	return !story_failed(&story);
}
