// Values: how the library makes the trees that waymark.h reads.
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_VALUE_H
#define WAYMARK_LIBRARY_VALUE_H

#include "client/library/waymark.h"
#include "protocol/slice.h"

#define VALUE_NODES_MAX (1u << 18) // of one tree; a hostile frame of tiny values costs no more than some ten megabytes

// Copies one whole MessagePack value into a tree of one reference, and returns its root. NULL if it is malformed, has more than
// VALUE_NODES_MAX nodes, or memory is out.
const struct wm_value *value_create(struct slice bytes);

#endif
