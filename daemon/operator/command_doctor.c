// waymarkd doctor: looks at everything once and says what mends what is wrong.
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/check.h"
#include "daemon/operator/doctor.h"

static const struct {
	const char *name;
	void (*look)(struct doctor *doctor, struct doctor_finding *finding);
} checks[] = {
	{ "database", doctor_daemon_reach },
	{ "owner", doctor_owner_reach },
	{ "migrations", doctor_migrations },
	{ "functions", doctor_signatures },
	{ "rights", doctor_rights },
	{ "durable", doctor_durable },
	{ "clock", doctor_clock },
	{ "duties", doctor_duties },
	{ "jobs", doctor_jobs },
	{ "plugin", doctor_plugin },
	{ "files", doctor_files },
	{ "disk", doctor_disk },
	{ "admin", doctor_admin },
	{ "public", doctor_public },
	{ "cookie", doctor_cookie },
	{ "mail", doctor_mail },
	{ "backup", doctor_backup },
};

static const char *const grades[] = { [DOCTOR_GOOD] = "good", [DOCTOR_WARN] = "warn", [DOCTOR_BAD] = "bad" };

void doctor_find(struct doctor_finding *finding, enum doctor_grade grade, const char *fix, const char *words, ...)
{
	va_list list;
	CHECK(finding != NULL && fix != NULL && words != NULL);
	finding->grade = grade;
	snprintf(finding->fix, sizeof finding->fix, "%s", fix);
	va_start(list, words);
	vsnprintf(finding->words, sizeof finding->words, words, list);
	va_end(list);
}

static void open_both(struct doctor *doctor)
{
	const struct settings *settings = doctor->call->settings;
	doctor->daemon = database_operator_open(settings->database.url, NULL, &doctor->daemon_problem);
	if (settings->database.owner_url[0] != '\0' || getenv("PGHOST") != NULL || getenv("PGDATABASE") != NULL)
		doctor->owner = database_operator_open(settings->database.owner_url, NULL, &doctor->owner_problem);
	else
		snprintf(doctor->owner_problem.text, sizeof doctor->owner_problem.text, "database.owner_url is not set");
}

static void print_plain(const char *name, const struct doctor_finding *finding)
{
	printf("%-4s  %-10s  %s\n", grades[finding->grade], name, finding->words);
	if (finding->fix[0] != '\0')
		printf("                  -> %s\n", finding->fix);
}

int operator_doctor(struct operator_call *call)
{
	CHECK(call != NULL);
	if (!operator_words(call, 0))
		return OPERATOR_USAGE;
	struct doctor doctor = { .call = call };
	json_t *findings = json_array();
	int bad = 0;
	open_both(&doctor);
	for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
		struct doctor_finding finding = { .grade = DOCTOR_GOOD };
		checks[i].look(&doctor, &finding);
		bad += finding.grade == DOCTOR_BAD;
		if (!call->json)
			print_plain(checks[i].name, &finding);
		json_array_append_new(findings, json_pack("{s:s, s:s, s:s, s:s}", "check", checks[i].name, "grade", grades[finding.grade],
											"words", finding.words, "fix", finding.fix));
	}
	if (call->json) {
		json_dumpf(findings, stdout, JSON_INDENT(2));
		putchar('\n');
	} else if (bad > 0) {
		printf("\n%d of %zu checks are bad; the command behind each arrow mends it or shows more.\n", bad,
			sizeof checks / sizeof checks[0]);
	}
	json_decref(findings);
	database_operator_close(doctor.daemon);
	database_operator_close(doctor.owner);
	return bad > 0 ? OPERATOR_FAILED : OPERATOR_DONE;
}
