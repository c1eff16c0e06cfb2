// Reads HTTP/1.1 heads: what RFC 9112 allows to be refused is refused, because a front and a server that read one request in two
// ways are how requests are smuggled.
#include "daemon/gateway/head.h"

#include <strings.h>

#include "daemon/base/check.h"

// RFC 9110 section 5.6.2.
static bool is_token(uint8_t byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
		   (byte != 0 && strchr("!#$%&'*+-.^_`|~", byte) != NULL);
}

static bool all_tokens(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!is_token(text.at[i]))
			return false;
	return text.n > 0;
}

static bool is_space(uint8_t byte)
{
	return byte == ' ' || byte == '\t';
}

static struct slice trim(struct slice text)
{
	while (text.n > 0 && is_space(text.at[0]))
		text = (struct slice){ text.at + 1, text.n - 1 };
	while (text.n > 0 && is_space(text.at[text.n - 1]))
		text.n--;
	return text;
}

// Takes a line off the front, without its CR LF. False if a CR or LF stands alone, or there is no line.
static bool next_line(struct slice *rest, struct slice *line)
{
	const uint8_t *feed = memchr(rest->at, '\n', rest->n);
	if (feed == NULL || feed == rest->at || feed[-1] != '\r')
		return false;
	*line = (struct slice){ rest->at, (size_t)(feed - 1 - rest->at) };
	*rest = (struct slice){ feed + 1, rest->n - line->n - 2 };
	return line->n == 0 || memchr(line->at, '\r', line->n) == NULL;
}

static enum head_method method_of(struct slice word)
{
	static const char *const words[] = {
		[HEAD_GET] = "GET",
		[HEAD_HEAD] = "HEAD",
		[HEAD_POST] = "POST",
		[HEAD_DELETE] = "DELETE",
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_equal(word, slice_of(words[i])))
			return (enum head_method)i;
	return HEAD_OTHER;
}

// "GET /path?query HTTP/1.1"
static enum head_outcome read_request_line(struct slice line, struct head *head)
{
	struct slice method = head_next(&line, ' ');
	struct slice target = head_next(&line, ' ');
	if (!all_tokens(method) || target.n == 0 || target.at[0] != '/')
		return HEAD_BROKEN;
	for (size_t i = 0; i < target.n; i++)
		if (target.at[i] <= ' ' || target.at[i] >= 0x7f)
			return HEAD_BROKEN;
	if (line.n != 8 || memcmp(line.at, "HTTP/", 5) != 0)
		return HEAD_BROKEN;
	if (memcmp(line.at, "HTTP/1.1", 8) != 0)
		return HEAD_VERSION;
	head->method = method_of(method);
	const uint8_t *mark = memchr(target.at, '?', target.n);
	head->path = (struct slice){ target.at, mark != NULL ? (size_t)(mark - target.at) : target.n };
	head->query = mark != NULL ? (struct slice){ mark + 1, target.n - head->path.n - 1 } : (struct slice){ NULL, 0 };
	return HEAD_WHOLE;
}

// "Name: value"; a line that begins with a space is a folded one, and has no name here.
static bool read_field(struct slice line, struct head_field *field)
{
	const uint8_t *colon = memchr(line.at, ':', line.n);
	if (colon == NULL)
		return false;
	field->name = (struct slice){ line.at, (size_t)(colon - line.at) };
	field->value = trim((struct slice){ colon + 1, line.n - field->name.n - 1 });
	for (size_t i = 0; i < field->value.n; i++)
		if ((field->value.at[i] < ' ' && field->value.at[i] != '\t') || field->value.at[i] == 0x7f)
			return false;
	return all_tokens(field->name);
}

static enum head_outcome read_lines(struct slice rest, struct head *head)
{
	struct slice line;
	if (!next_line(&rest, &line))
		return HEAD_BROKEN;
	enum head_outcome outcome = read_request_line(line, head);
	if (outcome != HEAD_WHOLE)
		return outcome;
	while (rest.n > 0) {
		if (!next_line(&rest, &line))
			return HEAD_BROKEN;
		if (line.n == 0)
			return rest.n == 0 ? HEAD_WHOLE : HEAD_BROKEN;
		if (head->field_count == HEAD_FIELDS_MAX)
			return HEAD_TOO_BIG;
		if (!read_field(line, &head->fields[head->field_count]))
			return HEAD_BROKEN;
		head->field_count++;
	}
	return HEAD_BROKEN;
}

enum head_outcome head_read(struct slice bytes, struct head *head, size_t *used)
{
	CHECK(bytes.at != NULL || bytes.n == 0);
	const uint8_t *end = bytes.n > 0 ? memmem(bytes.at, bytes.n, "\r\n\r\n", 4) : NULL;
	*used = end != NULL ? (size_t)(end - bytes.at) + 4 : bytes.n;
	// An answer in plain words is kinder to whoever typed "hello" than the timeout would be.
	if (end == NULL && bytes.n > 0 && !is_token(bytes.at[0]))
		return HEAD_BROKEN;
	if (*used > HEAD_BYTES_MAX || (end == NULL && bytes.n >= HEAD_BYTES_MAX))
		return HEAD_TOO_BIG;
	if (end == NULL)
		return HEAD_PARTIAL;
	head->field_count = 0;
	enum head_outcome outcome = read_lines((struct slice){ bytes.at, *used }, head);
	struct slice host;
	if (outcome == HEAD_WHOLE && (!head_only(head, "host", &host) || host.n == 0))
		return HEAD_BROKEN;
	return outcome;
}

bool head_is(struct slice text, const char *word)
{
	return text.n == strlen(word) && (text.n == 0 || strncasecmp((const char *)text.at, word, text.n) == 0);
}

struct slice head_value(const struct head *head, const char *name, size_t n)
{
	CHECK(head->field_count <= HEAD_FIELDS_MAX);
	for (size_t i = 0; i < head->field_count; i++)
		if (head_is(head->fields[i].name, name) && n-- == 0)
			return head->fields[i].value;
	return (struct slice){ NULL, 0 };
}

bool head_only(const struct head *head, const char *name, struct slice *value)
{
	*value = head_value(head, name, 0);
	return value->at != NULL && head_value(head, name, 1).at == NULL;
}

struct slice head_next(struct slice *list, char separator)
{
	if (list->at == NULL)
		return (struct slice){ NULL, 0 };
	const uint8_t *end = list->n > 0 ? memchr(list->at, separator, list->n) : NULL;
	struct slice element = { list->at, end != NULL ? (size_t)(end - list->at) : list->n };
	*list = end != NULL ? (struct slice){ end + 1, list->n - element.n - 1 } : (struct slice){ NULL, 0 };
	return trim(element);
}

bool head_lists(const struct head *head, const char *name, const char *word)
{
	for (size_t n = 0;; n++) {
		struct slice list = head_value(head, name, n);
		if (list.at == NULL)
			return false;
		while (list.at != NULL)
			if (head_is(head_next(&list, ','), word))
				return true;
	}
}
