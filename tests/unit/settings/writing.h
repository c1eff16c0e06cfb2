// Writing: settings files and environments for the tests of this room.
#ifndef WAYMARK_TEST_SETTINGS_WRITING_H
#define WAYMARK_TEST_SETTINGS_WRITING_H

#include "daemon/settings/settings.h"

struct writing {
	char folder[64];
	char file[96]; // waymark.conf in it
};

// Makes a folder with a settings file of this text.
void writing_begin(struct writing *writing, const char *text);
// Writes another file into the folder, whose name may begin with conf.d/; with this mode.
void writing_add(const struct writing *writing, const char *name, const char *text, unsigned mode);
// Removes the folder.
void writing_end(struct writing *writing);

// Loads the file of writing without an environment.
bool writing_load(const struct writing *writing, struct settings *settings, struct settings_problems *problems);

#endif
