// Wire, the writing half: MessagePack-C packs, and its bytes go into the caller's memory or nowhere.
#include "protocol/wire.h"

#include <msgpack/pack.h>

#include "protocol/must.h"

// The place that a put began at: should a part of the value not fit, none of it stays.
struct put {
	msgpack_packer packer;
	size_t before;
};

static int append(void *context, const char *bytes, size_t n)
{
	struct wire_writer *writer = context;
	if (writer->overflowed || n > writer->size - writer->n) {
		writer->overflowed = true;
		return -1;
	}
	if (n > 0) {
		memcpy(writer->bytes + writer->n, bytes, n);
		writer->n += n;
	}
	return 0;
}

static struct put put_begin(struct wire_writer *writer)
{
	MUST(writer != NULL && writer->n <= writer->size);
	struct put put = { .before = writer->n };
	msgpack_packer_init(&put.packer, writer, append);
	return put;
}

static void put_end(struct wire_writer *writer, const struct put *put)
{
	if (writer->overflowed) {
		writer->n = put->before;
	}
}

struct wire_writer wire_writer_of(void *bytes, size_t size)
{
	MUST(bytes != NULL || size == 0);
	return (struct wire_writer){ .bytes = bytes, .size = size, .n = 0, .overflowed = false };
}

void wire_put_nil(struct wire_writer *writer)
{
	struct put put = put_begin(writer);
	msgpack_pack_nil(&put.packer);
	put_end(writer, &put);
}

void wire_put_bool(struct wire_writer *writer, bool value)
{
	struct put put = put_begin(writer);
	if (value) {
		msgpack_pack_true(&put.packer);
	} else {
		msgpack_pack_false(&put.packer);
	}
	put_end(writer, &put);
}

void wire_put_int(struct wire_writer *writer, int64_t value)
{
	struct put put = put_begin(writer);
	msgpack_pack_int64(&put.packer, value);
	put_end(writer, &put);
}

void wire_put_float(struct wire_writer *writer, double value)
{
	struct put put = put_begin(writer);
	msgpack_pack_double(&put.packer, value);
	put_end(writer, &put);
}

void wire_put_text(struct wire_writer *writer, struct slice text)
{
	struct put put = put_begin(writer);
	if (text.n > UINT32_MAX) {
		writer->overflowed = true;
	} else {
		msgpack_pack_str(&put.packer, text.n);
		msgpack_pack_str_body(&put.packer, text.at, text.n);
	}
	put_end(writer, &put);
}

void wire_put_word(struct wire_writer *writer, const char *text)
{
	MUST(text != NULL);
	wire_put_text(writer, slice_of(text));
}

void wire_put_bytes(struct wire_writer *writer, struct slice bytes)
{
	struct put put = put_begin(writer);
	if (bytes.n > UINT32_MAX) {
		writer->overflowed = true;
	} else {
		msgpack_pack_bin(&put.packer, bytes.n);
		msgpack_pack_bin_body(&put.packer, bytes.at, bytes.n);
	}
	put_end(writer, &put);
}

void wire_put_array(struct wire_writer *writer, uint32_t elements)
{
	struct put put = put_begin(writer);
	msgpack_pack_array(&put.packer, elements);
	put_end(writer, &put);
}

void wire_put_map(struct wire_writer *writer, uint32_t pairs)
{
	struct put put = put_begin(writer);
	msgpack_pack_map(&put.packer, pairs);
	put_end(writer, &put);
}

void wire_put_raw(struct wire_writer *writer, struct slice bytes)
{
	MUST(writer != NULL && writer->n <= writer->size);
	append(writer, (const char *)bytes.at, bytes.n);
}

struct slice wire_written(const struct wire_writer *writer)
{
	return (struct slice){ .at = writer->bytes, .n = writer->n };
}
