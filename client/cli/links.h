// Links: sign-in and invitation links, https://HOST/enter#CODE and https://HOST/join#CODE.
#ifndef WAYMARK_CLI_LINKS_H
#define WAYMARK_CLI_LINKS_H

#include "client/cli/cli.h"

#define LINKS_CODE_BYTES 101

// Reads a link or a bare code. The link's own service is used from then on, unless --url or WAYMARK_URL names another. An exit
// code.
int links_read(struct cli *cli, const char *text, char code[LINKS_CODE_BYTES]);
// True for six digits, with or without a space or a dash in the middle; they stand in code then, bare.
bool links_digits(const char *text, char code[LINKS_CODE_BYTES]);

#endif
