// Head: the request line and header fields of one HTTP/1.1 request, read strictly, never copied.
#ifndef WAYMARK_GATEWAY_HEAD_H
#define WAYMARK_GATEWAY_HEAD_H

#include "protocol/slice.h"

#define HEAD_BYTES_MAX 8192 // request line and fields together
#define HEAD_FIELDS_MAX 64

enum head_method { HEAD_GET, HEAD_HEAD, HEAD_POST, HEAD_DELETE, HEAD_OTHER };

struct head_field {
	struct slice name, value; // value without the spaces around it
};

// All slices point into the bytes that were read.
struct head {
	enum head_method method;
	struct slice path;  // begins with '/', as sent: nothing is decoded
	struct slice query; // behind the '?', or empty
	struct head_field fields[HEAD_FIELDS_MAX];
	size_t field_count;
};

enum head_outcome {
	HEAD_PARTIAL, // the empty line is not there yet
	HEAD_WHOLE,
	HEAD_BROKEN,  // 400: not HTTP as it must be: a folded field, a lone LF, a control byte, no Host or two...
	HEAD_TOO_BIG, // 431: more bytes or fields than the limits
	HEAD_VERSION, // 505: not HTTP/1.1
};

// Reads the head at the front of bytes; *used is how many bytes it took. head is filled only with HEAD_WHOLE.
enum head_outcome head_read(struct slice bytes, struct head *head, size_t *used);

// The n-th value (from 0) of the fields of that name, whatever their case; .at is NULL when there are not so many.
struct slice head_value(const struct head *head, const char *name, size_t n);
// The only value of that name. False if it is absent, or there more than once.
bool head_only(const struct head *head, const char *name, struct slice *value);
// True if one of the fields of that name has word in its comma-separated list, whatever its case.
bool head_lists(const struct head *head, const char *name, const char *word);
// Takes the next element off the front of a list, without the spaces around it; .at is NULL behind the last one.
struct slice head_next(struct slice *list, char separator);
// True if text is word, whatever the case.
bool head_is(struct slice text, const char *word);

#endif
