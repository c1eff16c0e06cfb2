// Runs story files on one of the two stages and says how many went as told: stories memory FILE..., stories daemon FILE...
#include <stdlib.h>

#include "tests/stories/language.h"

// A name for the story's people that no other story and no other run has.
static void make_label(char *label, size_t size, const char *file)
{
	const char *name = strrchr(file, '/');
	name = name == NULL ? file : name + 1;
	const char *run = getenv("WAYMARK_STORY_RUN");
	snprintf(label, size, "%.*s%s%s", (int)strcspn(name, "."), name, run == NULL ? "" : ".", run == NULL ? "" : run);
}

static bool play_one(const char *where, const char *file)
{
	char label[200];
	const char *port = getenv("WAYMARK_STORY_PORT"), *admin = getenv("WAYMARK_STORY_ADMIN"), *seed = getenv("WAYMARK_STORY_SEED");
	make_label(label, sizeof label, file);
	struct stage stage = strcmp(where, "memory") == 0
							 ? stage_memory(seed == NULL ? 1 : strtoull(seed, NULL, 10))
							 : stage_daemon((uint16_t)atoi(port == NULL ? "7878" : port), admin == NULL ? "" : admin);
	bool good = story_play(file, &stage, label);
	stage.destroy(stage.state);
	return good;
}

static int print_language(void)
{
	for (const struct pattern *pattern = language_patterns; pattern->words != NULL; pattern++)
		printf("%s\n", pattern->words);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	int passed = 0, failed = 0;
	if (argc == 2 && strcmp(argv[1], "language") == 0)
		return print_language();
	if (argc < 3 || (strcmp(argv[1], "memory") != 0 && strcmp(argv[1], "daemon") != 0)) {
		fprintf(stderr, "usage: stories memory|daemon FILE...; stories language\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 2; i < argc; i++) {
		if (play_one(argv[1], argv[i]))
			passed++;
		else
			failed++;
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
