// Print: a JSON answer as lines that a person reads.
#ifndef WAYMARK_OPERATOR_PRINT_H
#define WAYMARK_OPERATOR_PRINT_H

#include <jansson.h>
#include <stdio.h>

// Prints a reply: a list of objects inside it as a table, single values as "name: value". NULL prints nothing.
void operator_print(FILE *out, const json_t *reply);

#endif
