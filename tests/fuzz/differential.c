// Fuzz target: our reader beside MessagePack-C, which serves only here as an oracle. What ours accepts, the other accepts with
// the same values and the same length, and both write it alike. What ours refuses for its form, the other refuses. (Ours also
// refuses deep nesting and text that is not UTF-8; there the other has no say. Where counts exceed the bytes the other is not
// asked at all: it would take the memory that they announce.)
#include <math.h>
#include <msgpack.h>
#include <stdlib.h>

#include "protocol/must.h"
#include "protocol/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_value(struct wire_reader *reader, struct wire_writer *writer, const msgpack_object *other);

static void check_array(struct wire_reader *reader, struct wire_writer *writer, const msgpack_object_array *other)
{
	MUST(wire_read_array(reader) == other->size);
	wire_put_array(writer, other->size);
	for (uint32_t i = 0; i < other->size; i++) {
		check_value(reader, writer, &other->ptr[i]);
	}
}

static void check_map(struct wire_reader *reader, struct wire_writer *writer, const msgpack_object_map *other)
{
	MUST(wire_read_map(reader) == other->size);
	wire_put_map(writer, other->size);
	for (uint32_t i = 0; i < other->size; i++) {
		check_value(reader, writer, &other->ptr[i].key);
		check_value(reader, writer, &other->ptr[i].val);
	}
}

// Reads one value with ours, holds it against the other's, and writes it again with ours.
static void check_value(struct wire_reader *reader, struct wire_writer *writer, const msgpack_object *other)
{
	switch (other->type) {
	case MSGPACK_OBJECT_NIL:
		MUST(wire_peek(reader) == WIRE_NIL);
		wire_read_nil(reader);
		wire_put_nil(writer);
		return;
	case MSGPACK_OBJECT_BOOLEAN:
		MUST(wire_read_bool(reader) == other->via.boolean);
		wire_put_bool(writer, other->via.boolean);
		return;
	case MSGPACK_OBJECT_POSITIVE_INTEGER:
		if (other->via.u64 > INT64_MAX) {
			wire_put_raw(writer, wire_skip(reader)); // the wire has no such numbers
			return;
		}
		MUST(wire_read_int(reader) == (int64_t)other->via.u64);
		wire_put_int(writer, (int64_t)other->via.u64);
		return;
	case MSGPACK_OBJECT_NEGATIVE_INTEGER:
		MUST(wire_read_int(reader) == other->via.i64);
		wire_put_int(writer, other->via.i64);
		return;
	case MSGPACK_OBJECT_FLOAT32:
	case MSGPACK_OBJECT_FLOAT64: {
		double value = wire_read_float(reader);
		MUST(value == other->via.f64 || (isnan(value) && isnan(other->via.f64)));
		wire_put_float(writer, value);
		return;
	}
	case MSGPACK_OBJECT_STR: {
		struct slice text = wire_read_text(reader);
		MUST(slice_equal(text, (struct slice){ .at = (const uint8_t *)other->via.str.ptr, .n = other->via.str.size }));
		wire_put_text(writer, text);
		return;
	}
	case MSGPACK_OBJECT_BIN: {
		struct slice raw = wire_read_bytes(reader);
		MUST(slice_equal(raw, (struct slice){ .at = (const uint8_t *)other->via.bin.ptr, .n = other->via.bin.size }));
		wire_put_bytes(writer, raw);
		return;
	}
	case MSGPACK_OBJECT_ARRAY:
		check_array(reader, writer, &other->via.array);
		return;
	case MSGPACK_OBJECT_MAP:
		check_map(reader, writer, &other->via.map);
		return;
	case MSGPACK_OBJECT_EXT: {
		MUST(wire_peek(reader) == WIRE_EXT);
		struct slice ext = wire_skip(reader);
		MUST(ext.n >= other->via.ext.size + 2u);
		wire_put_raw(writer, ext);
		return;
	}
	}
	MUST(false);
}

// Both accept: the same values, and what ours writes is read by the other as the same again.
static void check_accepted(struct slice value, const msgpack_object *other)
{
	size_t size = value.n * 2 + 16; // a float32 becomes a float64
	uint8_t *again = malloc(size);
	MUST(again != NULL);
	struct wire_reader reader = wire_reader_of(value);
	struct wire_writer writer = wire_writer_of(again, size);
	check_value(&reader, &writer, other);
	MUST(wire_finished(&reader) && !writer.overflowed);
	msgpack_unpacked unpacked;
	msgpack_unpacked_init(&unpacked);
	size_t offset = 0;
	MUST(msgpack_unpack_next(&unpacked, (const char *)again, writer.n, &offset) == MSGPACK_UNPACK_SUCCESS && offset == writer.n);
	struct wire_reader second = wire_reader_of(wire_written(&writer));
	uint8_t *third = malloc(size);
	MUST(third != NULL);
	struct wire_writer writer_again = wire_writer_of(third, size);
	check_value(&second, &writer_again, &unpacked.data);
	MUST(slice_equal(wire_written(&writer_again), wire_written(&writer)));
	free(third);
	msgpack_unpacked_destroy(&unpacked);
	free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct wire_reader reader = wire_reader_of((struct slice){ .at = bytes, .n = n });
	struct slice value = wire_skip(&reader);
	bool reserved = wire_failed(&reader) && strcmp(reader.error, "the byte c1 is no MessagePack") == 0;
	if (wire_failed(&reader) && !reserved) {
		return 0;
	}
	msgpack_unpacked unpacked;
	msgpack_unpacked_init(&unpacked);
	size_t offset = 0;
	msgpack_unpack_return result = msgpack_unpack_next(&unpacked, (const char *)bytes, n, &offset);
	if (reserved) {
		MUST(result == MSGPACK_UNPACK_PARSE_ERROR);
	} else {
		MUST(result == MSGPACK_UNPACK_SUCCESS && offset == value.n);
		check_accepted(value, &unpacked.data);
	}
	msgpack_unpacked_destroy(&unpacked);
	return 0;
}
