// Secure: OpenSSL with a socket BIO of our own, because OpenSSL's writes would raise SIGPIPE in the host program.
// SPDX-License-Identifier: MIT
#include "client/library/secure.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <threads.h>

#include "protocol/must.h"

static int finish(BIO *bio, ssize_t n, bool reading)
{
	BIO_clear_retry_flags(bio);
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
		if (reading)
			BIO_set_retry_read(bio);
		else
			BIO_set_retry_write(bio);
	}
	return (int)n;
}

static int bio_write(BIO *bio, const char *bytes, int n)
{
	return finish(bio, send((int)(intptr_t)BIO_get_data(bio), bytes, (size_t)n, MSG_NOSIGNAL), false);
}

static int bio_read(BIO *bio, char *bytes, int size)
{
	return finish(bio, recv((int)(intptr_t)BIO_get_data(bio), bytes, (size_t)size, 0), true);
}

static long bio_control(BIO *bio, int command, long number, void *pointer)
{
	return command == BIO_CTRL_FLUSH ? 1 : 0;
}

// Made once for the process and kept, as OpenSSL keeps its own methods; clients of several threads share it.
static BIO_METHOD *method;
static once_flag method_made = ONCE_FLAG_INIT;

static void make_method(void)
{
	method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "waymark socket");
	if (!method)
		return;
	BIO_meth_set_write(method, bio_write);
	BIO_meth_set_read(method, bio_read);
	BIO_meth_set_ctrl(method, bio_control);
}

static BIO *bio_create(int fd)
{
	call_once(&method_made, make_method);
	BIO *bio = method ? BIO_new(method) : NULL;
	if (bio) {
		BIO_set_data(bio, (void *)(intptr_t)fd);
		BIO_set_init(bio, 1);
	}
	return bio;
}

SSL_CTX *secure_context_create(const struct wm_options *options, char *problem, size_t size)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	if (!context) {
		snprintf(problem, size, "TLS cannot start on this machine");
		return NULL;
	}
	SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	int loaded =
		*options->ca_file ? SSL_CTX_load_verify_file(context, options->ca_file) : SSL_CTX_set_default_verify_paths(context);
	if (loaded == 1)
		return context;
	snprintf(problem, size, "the authorities in %.120s cannot be read: check the option ca_file",
		*options->ca_file ? options->ca_file : "the system");
	SSL_CTX_free(context);
	ERR_clear_error();
	return NULL;
}

void secure_context_destroy(SSL_CTX *context)
{
	SSL_CTX_free(context);
}

// The certificate must be for this host; a numeric one is compared as an address.
static bool expect_host(SSL *tls, const char *host)
{
	unsigned char number[sizeof(struct in6_addr)];
	if (inet_pton(AF_INET, host, number) == 1 || inet_pton(AF_INET6, host, number) == 1)
		return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host) == 1;
	SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	return SSL_set1_host(tls, host) == 1 && SSL_set_tlsext_host_name(tls, host) == 1;
}

SSL *secure_create(SSL_CTX *context, const struct wm_options *options, int fd)
{
	MUST(context && fd >= 0);
	SSL *tls = SSL_new(context);
	BIO *bio = bio_create(fd);
	if (!tls || !bio || !expect_host(tls, options->where.host)) {
		BIO_free(bio);
		SSL_free(tls);
		return NULL;
	}
	SSL_set_bio(tls, bio, bio);
	SSL_set_connect_state(tls);
	return tls;
}

void secure_destroy(SSL *tls)
{
	if (SSL_is_init_finished(tls))
		SSL_shutdown(tls);
	ERR_clear_error();
	SSL_free(tls);
}

enum secure_result secure_handshake(SSL *tls, char *problem, size_t size)
{
	ERR_clear_error();
	int done = SSL_do_handshake(tls);
	if (done == 1)
		return SECURE_DONE;
	int error = SSL_get_error(tls, done);
	if (error == SSL_ERROR_WANT_READ)
		return SECURE_WANT_READ;
	if (error == SSL_ERROR_WANT_WRITE)
		return SECURE_WANT_WRITE;
	long verified = SSL_get_verify_result(tls);
	if (verified != X509_V_OK)
		snprintf(problem, size, "the certificate was not accepted (%s): check the address, the clock and the option ca_file",
			X509_verify_cert_error_string(verified));
	else
		snprintf(problem, size, "TLS could not be agreed: check that https:// is right for this port");
	ERR_clear_error();
	return SECURE_FAILED;
}

ssize_t secure_read(SSL *tls, void *bytes, size_t size, bool *wants_write, char *problem, size_t problem_size)
{
	ERR_clear_error();
	*wants_write = false;
	int n = SSL_read(tls, bytes, size > INT_MAX ? INT_MAX : (int)size);
	if (n > 0)
		return n;
	int error = SSL_get_error(tls, n);
	*wants_write = error == SSL_ERROR_WANT_WRITE;
	if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
		return 0;
	snprintf(problem, problem_size, "%s",
		error == SSL_ERROR_ZERO_RETURN ? "the service closed the connection" : "the connection broke");
	ERR_clear_error();
	return -1;
}

ssize_t secure_write(SSL *tls, const void *bytes, size_t n, char *problem, size_t problem_size)
{
	MUST(n > 0);
	ERR_clear_error();
	int wrote = SSL_write(tls, bytes, n > INT_MAX ? INT_MAX : (int)n);
	if (wrote > 0)
		return wrote;
	int error = SSL_get_error(tls, wrote);
	if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
		return 0;
	snprintf(problem, problem_size, "the connection broke");
	ERR_clear_error();
	return -1;
}
