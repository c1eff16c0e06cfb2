// Table: every setting, one row each, with its kind, bounds, unit and manual text; for the files of this folder only.
//
// The rooms, lowest first; each calls only those above it in this list:
//   table, find        the rows; a row by its name
//   problems           what is wrong
//   value              one value: its default, its bounds, its field
//   reading            files and the environment
//   settings, print    load, reload, release; as they are, as a sample, as a manual
#ifndef WAYMARK_SETTINGS_TABLE_H
#define WAYMARK_SETTINGS_TABLE_H

#include "daemon/settings/settings.h"

enum setting_kind {
	SETTING_TEXT,   // min and max are bytes
	SETTING_NUMBER, // min and max are its bounds
	SETTING_CHOICE, // one of the words in choices; its place is the value
	SETTING_WORDS,  // several, separated by spaces; min and max are how many
};

enum setting_secrecy {
	SETTING_OPEN,
	SETTING_MAY_HIDE,  // may hold a secret, so KEY_file is allowed too, and it is shown without its password
	SETTING_FILE_ONLY, // a secret: only KEY_file is allowed, and it is never shown
};

enum setting_change { SETTING_RESTART, SETTING_RELOAD };

struct setting {
	const char *section, *key;
	enum setting_kind kind;
	enum setting_secrecy secrecy;
	enum setting_change change;
	const char *fallback; // its default; NULL: the core's own limit at this offset
	int64_t min, max;
	const char *unit;    // "" when it has none
	const char *choices; // of a SETTING_CHOICE, separated by spaces; else NULL
	size_t offset;       // in struct settings
	size_t width;        // of a number: 4 or 8 bytes
	const char *manual;
};

extern const struct setting setting_table[];
extern const size_t setting_count; // at most SETTINGS_ROWS_MAX

// The row of this section and key, or NULL. A key with "_file" behind it finds the secret's row and sets *of_file.
const struct setting *setting_find(const char *section, const char *key, bool *of_file);

// The name "section.key" that is nearest to the one given, never NULL; static text until the next call.
const char *setting_nearest(const char *section, const char *key);

// True if some setting stands in this section.
bool setting_section_known(const char *section);

#endif
