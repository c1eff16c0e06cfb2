// Words: what people read, in their own language. Texts in the code are English; protocol/words/*.po holds the others.
//
// The daemon speaks to many people at once, each in their own language, so the process's locale (setlocale, gettext) cannot
// choose: it is one for all. The catalogues are therefore tables in the program, made from the .po files when it is built; no
// locale need be installed. Gettext's tools still do the rest: collecting, merging, checking, and the .mo for other programs.
#ifndef WAYMARK_WORDS_H
#define WAYMARK_WORDS_H

#include "protocol/slice.h"

// Marks a text that is translated later, where a call cannot stand (in a table). It is the text itself.
#define WORDS_LATER(msgid) msgid

// The words for msgid in a language (BCP 47: "cy", "cy-GB"; case is ignored); msgid itself where there are none. msgid is never
// NULL; the result lives for ever, or as long as msgid.
const char *words_in(struct slice language, const char *msgid);

// The same for a number of things: the form that the language uses for n. English has two, msgid for 1 and msgid_plural for all
// others; Welsh has six. Each may hold one %-directive for n, of the same type in all.
const char *words_plural_in(struct slice language, const char *msgid, const char *msgid_plural, uint64_t n);

#endif
