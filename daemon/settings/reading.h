// Reading: the sources of settings, each value on its way from a file or the environment into struct settings; for this room
// only.
#ifndef WAYMARK_SETTINGS_READING_H
#define WAYMARK_SETTINGS_READING_H

#include "daemon/settings/problems.h"
#include "daemon/settings/table.h"

struct settings_reading {
	struct settings *settings;
	struct settings_problems *problems;
	unsigned source;                       // counts files, so that a key given twice in one is seen
	unsigned source_of[SETTINGS_ROWS_MAX]; // the file that gave the row's value; 0: none yet
};

// Gives a value to the setting of this name, from where origin says; an unknown name or a bad value becomes a problem.
// Both texts are copied.
void settings_give(struct settings_reading *reading, const char *section, const char *key, const char *value, const char *origin);

// Reads one file in INI form; one that cannot be read is a problem.
void settings_read_file(struct settings_reading *reading, const char *path);

// Reads conf.d/*.conf beside a settings file, in the order of their names; no such folder is no problem.
void settings_read_folder(struct settings_reading *reading, const char *settings_file);

// Reads WAYMARK_SECTION_KEY; other names that begin with WAYMARK_ are left alone unless SECTION is one of ours.
void settings_read_environment(struct settings_reading *reading, char *const *environment);

#endif
