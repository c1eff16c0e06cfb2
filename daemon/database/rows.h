// Rows: what stands behind struct database_rows, for this room only.
#ifndef WAYMARK_ROWS_H
#define WAYMARK_ROWS_H

#include <libpq-fe.h>

struct database_rows {
	PGresult *result;
};

#endif
