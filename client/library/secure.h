// Secure: TLS over a non-blocking socket. The only room that calls OpenSSL's TLS.
// SPDX-License-Identifier: MIT
#ifndef WAYMARK_LIBRARY_SECURE_H
#define WAYMARK_LIBRARY_SECURE_H

#include <stdbool.h>
#include <sys/types.h>

#include "client/library/options.h"

struct ssl_st;
struct ssl_ctx_st;

enum secure_result { SECURE_DONE, SECURE_WANT_READ, SECURE_WANT_WRITE, SECURE_FAILED };

// TLS 1.2 or newer, the system's authorities or the option ca_file's. NULL: problem (of size bytes) says why.
struct ssl_ctx_st *secure_context_create(const struct wm_options *options, char *problem, size_t size);
void secure_context_destroy(struct ssl_ctx_st *context); // NULL is allowed
// A session over a connected socket, that the host of options must prove to be. NULL when memory is out.
struct ssl_st *secure_create(struct ssl_ctx_st *context, const struct wm_options *options, int fd);
// Says goodbye if it can without waiting, and frees it.
void secure_destroy(struct ssl_st *tls);
// One step of the handshake.
enum secure_result secure_handshake(struct ssl_st *tls, char *problem, size_t size);
// As transport_read; *wants_write is set when TLS must write first.
ssize_t secure_read(struct ssl_st *tls, void *bytes, size_t size, bool *wants_write, char *problem, size_t problem_size);
// As transport_write.
ssize_t secure_write(struct ssl_st *tls, const void *bytes, size_t n, char *problem, size_t problem_size);

#endif
