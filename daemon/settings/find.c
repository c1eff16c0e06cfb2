// Finding a setting by its name, and the nearest one to a name that is none.
#include <stdio.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/settings/table.h"
#include "protocol/nearest.h"

const struct setting *setting_find(const char *section, const char *key, bool *of_file)
{
	CHECK(section != NULL && key != NULL && of_file != NULL);
	size_t length = strlen(key);
	*of_file = false;
	for (size_t i = 0; i < setting_count; i++)
		if (strcmp(setting_table[i].section, section) == 0 && strcmp(setting_table[i].key, key) == 0)
			return &setting_table[i];
	if (length <= 5 || strcmp(key + length - 5, "_file") != 0)
		return NULL;
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *row = &setting_table[i];
		if (row->secrecy != SETTING_OPEN && strcmp(row->section, section) == 0 && strlen(row->key) == length - 5 &&
			memcmp(row->key, key, length - 5) == 0) {
			*of_file = true;
			return row;
		}
	}
	return NULL;
}

bool setting_section_known(const char *section)
{
	CHECK(section != NULL);
	for (size_t i = 0; i < setting_count; i++)
		if (strcmp(setting_table[i].section, section) == 0)
			return true;
	return false;
}

static size_t distance(const char *one, const char *other)
{
	return nearest_distance(slice_of(one), slice_of(other));
}

const char *setting_nearest(const char *section, const char *key)
{
	static char name[2 * NEAREST_BYTES_MAX];
	CHECK(section != NULL && key != NULL);
	size_t best = SIZE_MAX, which = 0;
	bool suffix = false;
	for (size_t i = 0; i < setting_count; i++) {
		char file_key[NEAREST_BYTES_MAX];
		size_t apart = 2 * distance(section, setting_table[i].section);
		size_t as_value = apart + 2 * distance(key, setting_table[i].key);
		if (setting_table[i].secrecy != SETTING_FILE_ONLY && as_value < best) {
			best = as_value;
			which = i;
			suffix = false;
		}
		snprintf(file_key, sizeof file_key, "%s_file", setting_table[i].key);
		size_t as_file = apart + 2 * distance(key, file_key) + 1; // the plain key wins a draw
		if (setting_table[i].secrecy != SETTING_OPEN && as_file < best) {
			best = as_file;
			which = i;
			suffix = true;
		}
	}
	CHECK(best != SIZE_MAX);
	snprintf(name, sizeof name, "%s.%s%s", setting_table[which].section, setting_table[which].key, suffix ? "_file" : "");
	return name;
}
