// Contexts: small INI files in the folder that the XDG base directory specification names.
#include "client/cli/contexts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/cli/refusals.h"

#define CONTEXTS_MAX 256

static char current[CONTEXTS_NAME_BYTES] = "default";

struct context {
	char url[1024], token[128];
};

static bool folder(char *path, size_t size)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	if (config && *config == '/')
		return (size_t)snprintf(path, size, "%s/waymark", config) < size;
	return home && *home && (size_t)snprintf(path, size, "%s/.config/waymark", home) < size;
}

static bool path_of(char *path, size_t size, const char *inside, const char *name)
{
	char base[PATH_MAX / 2];
	return folder(base, sizeof base) && (size_t)snprintf(path, size, "%s/%s%s", base, inside, name) < size;
}

static bool good_name(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
	return n > 0 && n < CONTEXTS_NAME_BYTES && !name[n] && name[0] != '.' && strcmp(name, "-") != 0;
}

static int tell(struct cli *cli, const char *what, const char *path)
{
	char message[PATH_MAX + 200];
	snprintf(message, sizeof message, "%s: %s", path, strerror(errno));
	return refusals_tell(cli, WM_INVALID, what, message);
}

// Makes every folder on the way to path, 0700.
static void make_folders(const char *path)
{
	char part[PATH_MAX];
	snprintf(part, sizeof part, "%s", path);
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		mkdir(part, 0700); // what fails here shows when the file is opened
		*slash = '/';
	}
}

// Writes a file whole or not at all: beside it first, then in its place.
static int write_file(struct cli *cli, const char *path, const char *text)
{
	char beside[PATH_MAX + 8];
	make_folders(path);
	snprintf(beside, sizeof beside, "%s.new", path);
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return tell(cli, "The settings cannot be written.", beside);
	bool good = fchmod(fd, 0600) == 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	good = close(fd) == 0 && good;
	if (good && rename(beside, path) == 0)
		return EXIT_OK;
	return tell(cli, "The settings cannot be written.", path);
}

static void read_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	if (!file)
		return;
	char text[CONTEXTS_NAME_BYTES + 1];
	if (fgets(text, sizeof text, file)) {
		text[strcspn(text, "\n")] = 0;
		if (good_name(text))
			snprintf(line, size, "%.*s", (int)size - 1, text);
	}
	fclose(file);
}

static int on_setting(void *user, const char *section, const char *name, const char *value)
{
	struct context *context = user;
	if (strcmp(name, "url") == 0)
		snprintf(context->url, sizeof context->url, "%s", value);
	else if (strcmp(name, "token") == 0)
		snprintf(context->token, sizeof context->token, "%s", value);
	return 1;
}

static bool load(const char *name, struct context *context)
{
	char path[PATH_MAX];
	*context = (struct context){ 0 };
	return path_of(path, sizeof path, "contexts/", name) && ini_parse(path, on_setting, context) == 0;
}

const char *contexts_current(void)
{
	return current;
}

bool contexts_exists(const char *name)
{
	struct context context;
	return good_name(name) && load(name, &context);
}

int contexts_read(struct cli *cli)
{
	char path[PATH_MAX];
	const char *asked = cli->context ? cli->context : getenv("WAYMARK_CONTEXT");
	if (path_of(path, sizeof path, "", "current"))
		read_line(path, current, sizeof current);
	if (asked && *asked) {
		if (!good_name(asked))
			return refusals_usage(cli, "%s is no name of a context: use letters, digits, dot, dash.", asked);
		snprintf(current, sizeof current, "%s", asked);
	}
	struct context context;
	if (!load(current, &context))
		return EXIT_OK; // a first run, or a new name that login will write
	bool good = (!*context.url || wm_options_set_url(cli->options, context.url) == WM_OK) &&
				wm_options_set_token(cli->options, context.token) == WM_OK;
	return good ? EXIT_OK : refusals_usage(cli, "The context %s is not right: %s", current, wm_options_problem(cli->options));
}

int contexts_write(struct cli *cli, const char *name, const char *url, const char *token)
{
	char path[PATH_MAX], text[1400];
	if (!good_name(name))
		return refusals_usage(cli, "%s is no name of a context: use letters, digits, dot, dash.", name);
	if (!path_of(path, sizeof path, "contexts/", name))
		return refusals_tell(cli, WM_INVALID, "Your settings folder is not known: set HOME or XDG_CONFIG_HOME.", NULL);
	if (strpbrk(url, "\r\n") || (token && strpbrk(token, "\r\n")))
		return refusals_usage(cli, "The url and the token stand on one line each.");
	bool has_token = token && *token;
	int n = snprintf(
		text, sizeof text, "url = %s\n%s%s%s", url, has_token ? "token = " : "", has_token ? token : "", has_token ? "\n" : "");
	if (n < 0 || (size_t)n >= sizeof text)
		return refusals_usage(cli, "The url or the token is too long.");
	return write_file(cli, path, text);
}

int contexts_use(struct cli *cli, const char *name)
{
	char now_path[PATH_MAX], before_path[PATH_MAX], line[CONTEXTS_NAME_BYTES + 1], before[CONTEXTS_NAME_BYTES] = "";
	if (!path_of(now_path, sizeof now_path, "", "current") || !path_of(before_path, sizeof before_path, "", "previous"))
		return refusals_tell(cli, WM_INVALID, "Your settings folder is not known: set HOME or XDG_CONFIG_HOME.", NULL);
	if (strcmp(name, "-") == 0) {
		read_line(before_path, before, sizeof before);
		name = before;
	}
	if (!*name || !contexts_exists(name))
		return refusals_usage(cli, "There is no context %s. See yours with: waymark context ls", name);
	snprintf(line, sizeof line, "%s\n", current);
	int code = strcmp(name, current) == 0 ? EXIT_OK : write_file(cli, before_path, line);
	snprintf(line, sizeof line, "%s\n", name);
	return code == EXIT_OK ? write_file(cli, now_path, line) : code;
}

int contexts_remove(struct cli *cli, const char *name)
{
	char path[PATH_MAX];
	if (!contexts_exists(name) || !path_of(path, sizeof path, "contexts/", name))
		return refusals_usage(cli, "There is no context %s. See yours with: waymark context ls", name);
	return unlink(path) == 0 ? EXIT_OK : tell(cli, "The context cannot be removed.", path);
}

int contexts_each(struct cli *cli, void (*each)(struct cli *cli, const char *name, const char *url))
{
	char path[PATH_MAX];
	struct dirent **found = NULL;
	int count = path_of(path, sizeof path, "contexts", "") ? scandir(path, &found, NULL, alphasort) : 0;
	for (int i = 0; i < count; i++) {
		struct context context;
		size_t n = strlen(found[i]->d_name);
		bool passing = n > 4 && strcmp(found[i]->d_name + n - 4, ".new") == 0;
		if (i < CONTEXTS_MAX && !passing && good_name(found[i]->d_name) && load(found[i]->d_name, &context))
			each(cli, found[i]->d_name, context.url);
		free(found[i]);
	}
	free(found);
	return EXIT_OK;
}
