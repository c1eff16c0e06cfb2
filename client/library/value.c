// Values: one block of memory a tree: head, nodes, the bytes as they came, and its texts with their zeros.
//
// Children of a node lie side by side, so that the i-th is found at once. A map's children are key, value, key, value...
// SPDX-License-Identifier: MIT
#include "client/library/value.h"

#include "protocol/must.h"
#include "protocol/transcode.h"
#include "protocol/wire.h"

struct wm_value {
	enum wm_type type;
	uint32_t index; // of this node in its tree, to find the head
	uint32_t first; // LIST, MAP: index of the first child
	uint32_t count; // LIST: elements. MAP: pairs
	union {
		bool flag;
		int64_t number;
		double real;
		const char *text; // TEXT and BYTES: n bytes and a zero, in the tree
	};
	size_t n;
	struct slice raw; // its MessagePack, in the tree
};

struct tree {
	uint32_t references;
	uint32_t used; // nodes
	char *texts;   // where the next text goes
	struct wm_value nodes[];
};

struct measure {
	size_t nodes, text_bytes;
};

// Counts what a value needs. The bytes are checked already, their depth too; so this and fill() may follow them blindly.
static void measure(struct wire_reader *reader, struct measure *need)
{
	need->nodes++;
	uint32_t children = 0;
	switch (wire_peek(reader)) {
	case WIRE_TEXT:
		need->text_bytes += wire_read_text(reader).n + 1;
		return;
	case WIRE_BYTES:
		need->text_bytes += wire_read_bytes(reader).n + 1;
		return;
	case WIRE_ARRAY:
		children = wire_read_array(reader);
		break;
	case WIRE_MAP:
		children = wire_read_map(reader) * 2;
		break;
	default:
		wire_skip(reader);
		return;
	}
	for (uint32_t i = 0; i < children && !wire_failed(reader) && need->nodes <= VALUE_NODES_MAX; i++)
		measure(reader, need);
}

static void fill(struct tree *tree, struct wire_reader *reader, uint32_t index);

static void fill_text(struct tree *tree, struct wm_value *node, struct slice text)
{
	node->text = tree->texts;
	node->n = text.n;
	if (text.n > 0)
		memcpy(tree->texts, text.at, text.n);
	tree->texts[text.n] = 0;
	tree->texts += text.n + 1;
}

static void fill_children(struct tree *tree, struct wire_reader *reader, struct wm_value *node, uint32_t children)
{
	node->first = tree->used;
	tree->used += children;
	for (uint32_t i = 0; i < children; i++)
		fill(tree, reader, node->first + i);
}

static void fill(struct tree *tree, struct wire_reader *reader, uint32_t index)
{
	struct wm_value *node = &tree->nodes[index];
	*node = (struct wm_value){ .index = index };
	const uint8_t *start = reader->at;
	switch (wire_peek(reader)) {
	case WIRE_BOOL:
		node->type = WM_BOOL;
		node->flag = wire_read_bool(reader);
		break;
	case WIRE_INT:
		node->type = WM_INT;
		node->number = wire_read_int(reader);
		break;
	case WIRE_FLOAT:
		node->type = WM_FLOAT;
		node->real = wire_read_float(reader);
		break;
	case WIRE_TEXT:
		node->type = WM_TEXT;
		fill_text(tree, node, wire_read_text(reader));
		break;
	case WIRE_BYTES:
		node->type = WM_BYTES;
		fill_text(tree, node, wire_read_bytes(reader));
		break;
	case WIRE_ARRAY:
		node->type = WM_LIST;
		node->count = wire_read_array(reader);
		fill_children(tree, reader, node, node->count);
		break;
	case WIRE_MAP:
		node->type = WM_MAP;
		node->count = wire_read_map(reader);
		fill_children(tree, reader, node, node->count * 2);
		break;
	default: // nil, and what this version does not know
		wire_skip(reader);
		break;
	}
	node->raw = (struct slice){ .at = start, .n = (size_t)(reader->at - start) };
}

const struct wm_value *value_create(struct slice bytes)
{
	struct measure need = { 0 };
	struct wire_reader reader = wire_reader_of(bytes);
	wire_skip(&reader);
	if (!wire_finished(&reader))
		return NULL;
	reader = wire_reader_of(bytes);
	measure(&reader, &need);
	if (need.nodes > VALUE_NODES_MAX)
		return NULL;

	size_t nodes_bytes = need.nodes * sizeof(struct wm_value);
	struct tree *tree = malloc(sizeof *tree + nodes_bytes + bytes.n + need.text_bytes);
	if (!tree)
		return NULL;
	uint8_t *raw = (uint8_t *)tree->nodes + nodes_bytes;
	memcpy(raw, bytes.at, bytes.n);
	tree->references = 1;
	tree->used = 1;
	tree->texts = (char *)raw + bytes.n;
	reader = wire_reader_of((struct slice){ .at = raw, .n = bytes.n });
	fill(tree, &reader, 0);
	// A wide integer or an odd encoding may pass the check and fail to be read: then there is no tree.
	if (wire_failed(&reader)) {
		free(tree);
		return NULL;
	}
	MUST(tree->used == need.nodes);
	return &tree->nodes[0];
}

static struct tree *tree_of(const struct wm_value *value)
{
	const struct wm_value *root = value - value->index;
	return (struct tree *)((char *)root - offsetof(struct tree, nodes));
}

const struct wm_value *wm_value_ref(const struct wm_value *value)
{
	if (value) {
		MUST(tree_of(value)->references > 0);
		tree_of(value)->references++;
	}
	return value;
}

void wm_value_unref(const struct wm_value *value)
{
	if (!value)
		return;
	struct tree *tree = tree_of(value);
	MUST(tree->references > 0);
	if (--tree->references == 0)
		free(tree);
}

enum wm_type wm_value_type(const struct wm_value *value)
{
	return value ? value->type : WM_NIL;
}

bool wm_value_bool(const struct wm_value *value, bool otherwise)
{
	return wm_value_type(value) == WM_BOOL ? value->flag : otherwise;
}

int64_t wm_value_int(const struct wm_value *value, int64_t otherwise)
{
	return wm_value_type(value) == WM_INT ? value->number : otherwise;
}

double wm_value_float(const struct wm_value *value, double otherwise)
{
	if (wm_value_type(value) == WM_INT)
		return (double)value->number;
	return wm_value_type(value) == WM_FLOAT ? value->real : otherwise;
}

const char *wm_value_text(const struct wm_value *value, const char *otherwise)
{
	return wm_value_type(value) == WM_TEXT ? value->text : otherwise;
}

const void *wm_value_bytes(const struct wm_value *value, size_t *n)
{
	bool has = wm_value_type(value) == WM_TEXT || wm_value_type(value) == WM_BYTES;
	if (n)
		*n = has ? value->n : 0;
	return has ? value->text : NULL;
}

size_t wm_value_count(const struct wm_value *value)
{
	return value ? value->count : 0;
}

const struct wm_value *wm_value_at(const struct wm_value *value, size_t i)
{
	if (i >= wm_value_count(value))
		return NULL;
	size_t child = value->type == WM_MAP ? i * 2 + 1 : i;
	return value - value->index + value->first + child;
}

const struct wm_value *wm_value_key(const struct wm_value *value, size_t i)
{
	if (wm_value_type(value) != WM_MAP || i >= value->count)
		return NULL;
	return value - value->index + value->first + i * 2;
}

const struct wm_value *wm_value_get(const struct wm_value *value, const char *key)
{
	for (size_t i = 0; key && i < wm_value_count(value); i++) {
		const char *found = wm_value_text(wm_value_key(value, i), NULL);
		if (found && strcmp(found, key) == 0)
			return wm_value_at(value, i);
	}
	return NULL;
}

char *wm_value_json(const struct wm_value *value)
{
	static const uint8_t nil = 0xc0;
	return transcode_to_json(value ? value->raw : (struct slice){ .at = &nil, .n = 1 });
}
