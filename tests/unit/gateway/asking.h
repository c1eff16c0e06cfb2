// Asking: reads a request written in a test into a head.
#ifndef WAYMARK_TEST_ASKING_H
#define WAYMARK_TEST_ASKING_H

#include <check.h>
#include <stdio.h>

#include "daemon/gateway/head.h"

// The head of a request that must be whole. text outlives it.
static inline struct head asking(const char *text)
{
	struct head head;
	size_t used;
	ck_assert_int_eq(head_read(slice_of(text), &head, &used), HEAD_WHOLE);
	ck_assert_uint_eq(used, strlen(text));
	return head;
}

#define ck_assert_slice(slice, expected) ck_assert(slice_equal((slice), slice_of(expected)))

#endif
