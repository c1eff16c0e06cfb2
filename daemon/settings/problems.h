// Problems: how the rooms of the settings say what is wrong; for this folder only.
#ifndef WAYMARK_SETTINGS_PROBLEMS_H
#define WAYMARK_SETTINGS_PROBLEMS_H

#include "daemon/settings/settings.h"

// Adds one line to the problems; counted even when there is no more room for its text.
void settings_problem(struct settings_problems *problems, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
