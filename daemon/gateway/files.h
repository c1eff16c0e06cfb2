// Files: the static files, read into memory once at start, with the compressed forms that stand beside them.
//
// What was not there at start is never found, so no path from outside is ever opened.
#ifndef WAYMARK_GATEWAY_FILES_H
#define WAYMARK_GATEWAY_FILES_H

#include "daemon/gateway/head.h"

#define FILES_MAX 512               // compressed forms too
#define FILES_DEPTH_MAX 8           // folders inside one another
#define FILES_NAME_BYTES_MAX 200    // a path inside the folder, with its slash at the front
#define FILES_BYTES_MAX (64u << 20) // of all files together
#define FILES_ETAG_BYTES 40

enum files_form { FILES_PLAIN, FILES_GZIP, FILES_BROTLI, FILES_FORM_COUNT };

struct file {
	char name[FILES_NAME_BYTES_MAX];      // "/index.html"
	const char *type;                     // Content-Type
	char etag[FILES_ETAG_BYTES];          // W/"...": of the plain content, the same for all its forms
	bool immutable;                       // its name has a hash in it: other content would have another name
	struct slice forms[FILES_FORM_COUNT]; // .at NULL: there is none. Owned.
};

struct files;

// Reads a folder. NULL or "": no files. On a problem *problem names the folder and says which in plain words
// (until the next call) and NULL is returned.
struct files *files_read(const char *folder, const char **problem);
// Frees it. NULL is allowed.
void files_release(struct files *files);
// The file of that path, or NULL; "/", "/enter" and "/join" are "/index.html".
const struct file *files_find(const struct files *files, struct slice path);

// The best form of a file that the request accepts: brotli, gzip, plain.
enum files_form files_choose(const struct file *file, const struct head *head);
// True if the request says in If-None-Match that it has the file already.
bool files_known(const struct file *file, const struct head *head);
// True if a name carries a hash of its content before its last extension: "app-5f3a9c1b.js", "app.ABCD2345.css".
bool files_has_hash(const char *name);

#endif
