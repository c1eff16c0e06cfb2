// Text: what stands on a terminal or in JSON is harmless there, whoever wrote it; and what was typed is compared.
#include "client/cli/text.h"

#include <stdlib.h>
#include <wchar.h>
#include <wctype.h>

// How many bytes a control character takes at text, or 0 if there is none: C0, DEL, C1 (U+0080 to U+009F), and the marks that
// turn the direction of what follows.
static size_t control_bytes(const unsigned char *text)
{
	if (text[0] < 0x20 || text[0] == 0x7f)
		return 1;
	if (text[0] == 0xc2 && text[1] >= 0x80 && text[1] <= 0x9f)
		return 2;
	bool turns = text[0] == 0xe2 && ((text[1] == 0x80 && text[2] >= 0xaa && text[2] <= 0xae) ||
										(text[1] == 0x81 && text[2] >= 0xa6 && text[2] <= 0xa9));
	return turns ? 3 : 0;
}

void text_put(FILE *to, const char *text, enum text_breaks breaks)
{
	const unsigned char *at = (const unsigned char *)text;
	while (*at) {
		size_t control = control_bytes(at);
		if (control == 0)
			fputc(*at++, to);
		else if (*at == '\n' && breaks == TEXT_ONE_LINE)
			fputs(" / ", to);
		else if (*at == '\n')
			fputc('\n', to);
		else if (*at == '\t')
			fputc(' ', to);
		at += control;
	}
}

void text_put_json(FILE *to, const char *text)
{
	fputc('"', to);
	for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
		if (*at == '"' || *at == '\\')
			fprintf(to, "\\%c", *at);
		else if (*at < 0x20)
			fprintf(to, "\\u%04x", *at);
		else
			fputc(*at, to);
	}
	fputc('"', to);
}

int64_t text_number(const char *text)
{
	char *end;
	long long value = strtoll(text, &end, 10);
	return *text && !*end && value > 0 ? value : 0;
}

bool text_begins(const char *text, const char *prefix, bool *whole)
{
	mbstate_t a = { 0 }, b = { 0 };
	while (*prefix) {
		wchar_t x, y;
		size_t m = mbrtowc(&x, text, MB_CUR_MAX, &a), n = mbrtowc(&y, prefix, MB_CUR_MAX, &b);
		if (m == 0 || m > MB_CUR_MAX || n == 0 || n > MB_CUR_MAX || towlower((wint_t)x) != towlower((wint_t)y))
			return false;
		text += m;
		prefix += n;
	}
	*whole = !*text;
	return true;
}
