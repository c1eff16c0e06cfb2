// Value: one setting's value, as text and in its field of struct settings; for this folder only.
#ifndef WAYMARK_SETTINGS_VALUE_H
#define WAYMARK_SETTINGS_VALUE_H

#include "daemon/settings/problems.h"
#include "daemon/settings/table.h"

// The default of a row as text, written to text.
void setting_default(const struct setting *setting, char *text, size_t size);

// The value of a number's field.
int64_t setting_number(const struct settings *settings, const struct setting *setting);

// Checks a value against its row. Returns true, or false with a problem that names origin and the bounds.
bool settings_check(const struct setting *setting, const char *value, const char *origin, struct settings_problems *problems);

// Reads the secrets' files and writes every value into its field.
void settings_apply(struct settings *settings, struct settings_problems *problems);

#endif
