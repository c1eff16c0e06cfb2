// What the doctor looks at on this machine and in the settings.
#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/operator/doctor.h"

#define PLUGIN_PATTERN "/usr/lib/*/libwebsockets-evlib_uv.so"
#define FILES_BESIDE_CONNECTIONS 256
#define DISK_MB_LEAST 1024
#define DISK_PERCENT_LEAST 10

void doctor_plugin(struct doctor *doctor, struct doctor_finding *finding)
{
	glob_t found;
	bool there = glob(PLUGIN_PATTERN, 0, NULL, &found) == 0;
	globfree(&found);
	if (there)
		doctor_find(finding, DOCTOR_GOOD, "", "libwebsockets has its libuv part");
	else
		doctor_find(finding, DOCTOR_BAD, "apt-get install libwebsockets-evlib-uv",
			"libwebsockets lacks its libuv part: serve cannot listen");
}

void doctor_files(struct doctor *doctor, struct doctor_finding *finding)
{
	char fix[256];
	struct rlimit files;
	rlim_t wanted = (rlim_t)doctor->call->settings->limits.connections_max + FILES_BESIDE_CONNECTIONS;
	int failed = getrlimit(RLIMIT_NOFILE, &files);
	CHECK(failed == 0);
	snprintf(fix, sizeof fix, "systemctl edit waymarkd   # [Service] LimitNOFILE=%ju", (uintmax_t)wanted);
	if (files.rlim_max >= wanted)
		doctor_find(finding, DOCTOR_GOOD, "", "enough descriptors for limits.connections_max");
	else
		doctor_find(finding, DOCTOR_WARN, fix, "here only %ju descriptors are allowed; limits.connections_max needs %ju",
			(uintmax_t)files.rlim_max, (uintmax_t)wanted);
}

// The folder of a path.
static void folder_of(const char *path, char *folder, size_t size)
{
	const char *slash = strrchr(path, '/');
	snprintf(folder, size, "%.*s", slash == NULL ? 1 : slash == path ? 1 : (int)(slash - path), slash == NULL ? "." : path);
}

// True if a folder's disk has room; else the finding is filled.
static bool has_room(const char *folder, struct doctor_finding *finding)
{
	struct statvfs disk;
	char fix[512];
	if (statvfs(folder, &disk) < 0 || disk.f_blocks == 0)
		return true;
	unsigned long long free_mb = (unsigned long long)disk.f_bavail * disk.f_frsize >> 20;
	unsigned long long percent = (unsigned long long)disk.f_bavail * 100 / disk.f_blocks;
	if (free_mb >= DISK_MB_LEAST && percent >= DISK_PERCENT_LEAST)
		return true;
	snprintf(fix, sizeof fix, "du -xh --max-depth=2 %s | sort -h | tail", folder);
	doctor_find(finding, DOCTOR_WARN, fix, "only %llu MB (%llu %%) are free under %s", free_mb, percent, folder);
	return false;
}

void doctor_disk(struct doctor *doctor, struct doctor_finding *finding)
{
	char folder[4096] = "/var";
	const struct settings *settings = doctor->call->settings;
	struct database_problem problem;
	if (settings->log.file[0] != '\0')
		folder_of(settings->log.file, folder, sizeof folder);
	if (!has_room(folder, finding))
		return;
	if (settings->backup.folder[0] != '\0' && !has_room(settings->backup.folder, finding))
		return;
	struct database_table *table = doctor->owner == NULL ? NULL
														 : database_operator_ask(doctor->owner,
															   "select current_setting('data_directory')", NULL, 0, &problem);
	// On another machine the folder does not exist here, and is not looked at.
	bool room = table == NULL || has_room(database_table_text(table, 0, 0), finding);
	database_table_release(table);
	if (room)
		doctor_find(finding, DOCTOR_GOOD, "", "there is room on the disks");
}

// True if a daemon answers at the socket's path.
static bool answers(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	CHECK(strlen(path) < sizeof address.sun_path); // the settings' bound
	strcpy(address.sun_path, path);
	int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool there = line >= 0 && connect(line, (const struct sockaddr *)&address, sizeof address) == 0;
	if (line >= 0)
		close(line);
	return there;
}

void doctor_admin(struct doctor *doctor, struct doctor_finding *finding)
{
	char fix[512];
	const char *path = doctor->call->settings->admin.socket;
	struct stat facts;
	snprintf(fix, sizeof fix, "chmod 600 %s", path);
	bool there = lstat(path, &facts) == 0;
	if (there && (!S_ISSOCK(facts.st_mode) || (facts.st_mode & 0077)))
		doctor_find(finding, DOCTOR_BAD, fix, "others may open the admin socket %s", path);
	else if (!there || !answers(path))
		doctor_find(finding, DOCTOR_WARN, "systemctl start waymarkd", "the daemon does not run: nobody answers at %s", path);
	else
		doctor_find(finding, DOCTOR_GOOD, "", "the daemon runs, and its admin socket is its own alone");
}

void doctor_mail(struct doctor *doctor, struct doctor_finding *finding)
{
	const struct settings *settings = doctor->call->settings;
	const char *fix = "waymarkd config show --origin | grep mail";
	if (settings->mail.smtp_url[0] == '\0')
		doctor_find(finding, DOCTOR_WARN, fix, "no mail server is set: links wait in the outbox (waymarkd mail list)");
	else if (strchr(settings->mail.from, '@') == NULL)
		doctor_find(finding, DOCTOR_BAD, fix, "mail.from is no address");
	else if ((settings->mail.user[0] == '\0') != (settings->mail.password[0] == '\0'))
		doctor_find(finding, DOCTOR_BAD, fix, "mail.user and mail.password_file go together; only one is set");
	else
		doctor_find(finding, DOCTOR_GOOD, "", "the mail settings are sane; whether the server takes mail was not tried");
}

// The time of the newest .tar file in a folder, 0 for none, -1 with errno when it cannot be read.
static time_t newest_tar(const char *path)
{
	time_t newest = 0;
	struct stat facts;
	DIR *folder = opendir(path);
	if (folder == NULL)
		return -1;
	for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
		size_t length = strlen(entry->d_name);
		if (length > 4 && strcmp(entry->d_name + length - 4, ".tar") == 0 &&
			fstatat(dirfd(folder), entry->d_name, &facts, 0) == 0 && facts.st_mtime > newest)
			newest = facts.st_mtime;
	}
	closedir(folder);
	return newest;
}

void doctor_backup(struct doctor *doctor, struct doctor_finding *finding)
{
	char fix[4608];
	const struct settings *settings = doctor->call->settings;
	const char *folder = settings->backup.folder;
	if (folder[0] == '\0') {
		doctor_find(finding, DOCTOR_WARN, "waymarkd config show --origin | grep backup.folder",
			"backup.folder is not set, so nobody knows how old the newest backup is");
		return;
	}
	time_t newest = newest_tar(folder);
	snprintf(fix, sizeof fix, "waymarkd backup %s/$(date +%%F-%%H%%M).tar", folder);
	long long hours = (long long)(time(NULL) - newest) / 3600;
	if (newest < 0)
		doctor_find(finding, DOCTOR_BAD, fix, "%s: %s", folder, strerror(errno));
	else if (newest == 0)
		doctor_find(finding, DOCTOR_BAD, fix, "there is no backup in %s", folder);
	else if (hours > settings->backup.age_hours_max)
		doctor_find(finding, DOCTOR_BAD, fix, "the newest backup is %lld hours old", hours);
	else
		doctor_find(finding, DOCTOR_GOOD, "", "the newest backup is %lld hours old", hours);
}

void doctor_cookie(struct doctor *doctor, struct doctor_finding *finding)
{
	const struct settings *settings = doctor->call->settings;
	bool tls = strncmp(settings->gateway.public_url, "https://", 8) == 0;
	const char *fix = "waymarkd config show --origin | grep -e public_url -e secure_cookie";
	if (tls && !settings_secure_cookie(settings))
		doctor_find(finding, DOCTOR_BAD, fix, "public_url is https, but the session cookie is not marked Secure");
	else if (!tls && settings_secure_cookie(settings))
		doctor_find(
			finding, DOCTOR_BAD, fix, "the session cookie is for TLS only, but public_url is not https: nobody can sign in");
	else if (!tls && strstr(settings->gateway.public_url, "://127.0.0.1") == NULL &&
			 strstr(settings->gateway.public_url, "://localhost") == NULL)
		doctor_find(finding, DOCTOR_BAD, fix, "public_url is not https: whoever is on the way can read everything");
	else
		doctor_find(finding, DOCTOR_GOOD, "", "the session cookie suits the public address");
}
