// Problems: what is wrong in the settings, all of it, in one text.
#include "daemon/settings/problems.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/check.h"

void settings_problem(struct settings_problems *problems, const char *format, ...)
{
	va_list list;
	size_t used = strlen(problems->text);
	problems->count++;
	va_start(list, format);
	int wanted = vsnprintf(problems->text + used, sizeof problems->text - used, format, list);
	va_end(list);
	CHECK(wanted >= 0);
	if (used + (size_t)wanted + 2 > sizeof problems->text) {
		problems->text[used] = '\0'; // no half lines
		return;
	}
	strcat(problems->text, "\n");
}
