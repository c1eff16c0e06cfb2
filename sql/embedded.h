// Embedded: the SQL of the database, inside the program, in the order in which `waymarkd migrate` applies it.
//
// Under one advisory lock: SQL_ALWAYS files are run each time (they are safe to repeat; ledger.sql makes the table
// waymark.migration(name, sha256, at)). Then each SQL_MIGRATION that the ledger lacks, in a transaction of its own together with
// its row; one whose sha256 differs from the ledger's was changed after the fact, and one that only the ledger has is newer than
// this program: both are refused. Then, if the sha256 of any SQL_FUNCTION differs from the ledger's (rows of that kind are named
// "function:" and the file's name), or one was added or removed, all of them in one transaction with their rows replaced: the
// first drops every function, the last says who owns what.
#ifndef WAYMARK_SQL_EMBEDDED_H
#define WAYMARK_SQL_EMBEDDED_H

#include <stddef.h>

enum sql_kind { SQL_ALWAYS, SQL_MIGRATION, SQL_FUNCTION };

struct sql_file {
	enum sql_kind kind;
	const char *name;   // "migrations/0001_ground.sql"; unique
	const char *sha256; // of text, 64 hexadecimal digits
	const char *text;   // several statements, without begin or commit
};

extern const struct sql_file sql_files[]; // in order
extern const size_t sql_file_count;

#endif
