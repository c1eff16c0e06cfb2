// Parameters: the map that a request carries, and how it gets its nonce.
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_PARAMS_H
#define WAYMARK_LIBRARY_PARAMS_H

#include "client/library/buffer.h"
#include "client/library/waymark.h"

#define PARAMS_FIELDS_MAX 64
#define PARAMS_NONCE_BYTES 16

struct wm_params {
	struct buffer pairs; // MessagePack of the pairs, without the map's head
	uint32_t count;      // of pairs
	bool nonce;          // one of them is the nonce
	int failed;          // WM_OK, or the first failure
};

// Writes the whole map into bytes: the pairs of params (NULL: none), and a fresh nonce first if with_nonce and there is none.
// WM_OK, or why not.
int params_write(const struct wm_params *params, bool with_nonce, struct buffer *buffer);
// Reads a JSON object into params, checked by the schema of the operation if the library knows it. On a failure problem (of
// size bytes) says what is wrong, and where.
int params_read_json(struct wm_params *params, const char *operation, const char *json, char *problem, size_t size);

#endif
