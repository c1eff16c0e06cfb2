// Counting rows and summing files.
#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/operator/manifest.h"

#define READ_BYTES (64 * 1024)

json_t *manifest_counts(struct database_operator *database, struct database_problem *problem)
{
	struct database_table *table = database_operator_ask(database,
		"select c.relname, (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from waymark.%I', c.relname), "
		"false, true, "
		"'')))[1]::text::bigint from pg_class c where c.relnamespace = 'waymark'::regnamespace and c.relkind in ('r', 'p') "
		"and not c.relispartition order by c.relname",
		NULL, 0, problem);
	if (table == NULL)
		return NULL;
	json_t *counts = json_object();
	CHECK(counts != NULL);
	for (int row = 0; row < database_table_rows(table); row++)
		json_object_set_new(counts, database_table_text(table, row, 0), json_integer(database_table_int64(table, row, 1)));
	database_table_release(table);
	return counts;
}

bool manifest_counts_equal(const json_t *expected, const json_t *found, char *text, size_t size)
{
	CHECK(json_is_object(expected) && json_is_object(found) && size > 0);
	const char *name;
	json_t *count;
	size_t used = 0;
	bool equal = json_object_size(expected) == json_object_size(found);
	text[0] = '\0';
	json_object_foreach((json_t *)(uintptr_t)expected, name, count)
	{
		const json_t *other = json_object_get(found, name);
		if (other != NULL && json_integer_value(other) == json_integer_value(count))
			continue;
		int wanted = snprintf(text + used, size - used, "%s%s: %lld expected, %lld found", used > 0 ? "; " : "", name,
			(long long)json_integer_value(count), (long long)json_integer_value(other));
		used += wanted > 0 && used + (size_t)wanted < size ? (size_t)wanted : 0;
		equal = false;
	}
	if (!equal && text[0] == '\0')
		snprintf(text, size, "the tables are not the same");
	return equal;
}

json_t *manifest_sum(const char *path)
{
	crypto_hash_sha256_state state;
	static unsigned char bytes[READ_BYTES];
	unsigned char sum[crypto_hash_sha256_BYTES];
	char text[2 * sizeof sum + 1];
	json_int_t length = 0;
	CHECK(path != NULL);
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return NULL;
	crypto_hash_sha256_init(&state);
	for (size_t run = fread(bytes, 1, sizeof bytes, file); run > 0; run = fread(bytes, 1, sizeof bytes, file)) {
		crypto_hash_sha256_update(&state, bytes, run);
		length += (json_int_t)run;
	}
	bool good = ferror(file) == 0;
	fclose(file);
	if (!good)
		return NULL;
	crypto_hash_sha256_final(&state, sum);
	sodium_bin2hex(text, sizeof text, sum, sizeof sum);
	return json_pack("{s:I, s:s}", "bytes", length, "sha256", text);
}
