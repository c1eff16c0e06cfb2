// Doctor: the checks of waymarkd doctor, as a table; each says how things stand and, where they stand badly, what mends it.
#ifndef WAYMARK_OPERATOR_DOCTOR_H
#define WAYMARK_OPERATOR_DOCTOR_H

#include "daemon/database/operator.h"
#include "daemon/operator/operator.h"

enum doctor_grade { DOCTOR_GOOD, DOCTOR_WARN, DOCTOR_BAD };

struct doctor_finding {
	enum doctor_grade grade;
	char words[512];
	char fix[512]; // a command, or "" when nothing is to be done
};

// What the checks look at. A connection that could not be made is NULL, and the checks that need it say so.
struct doctor {
	const struct operator_call *call;
	struct database_operator *daemon, *owner; // connected as the daemon is, and as the owner
	struct database_problem daemon_problem, owner_problem;
};

// Fills a finding: fix as it is, words as printf's.
void doctor_find(struct doctor_finding *finding, enum doctor_grade grade, const char *fix, const char *words, ...)
	__attribute__((format(printf, 4, 5)));

// Checks of the database.
void doctor_daemon_reach(struct doctor *doctor, struct doctor_finding *finding);
void doctor_owner_reach(struct doctor *doctor, struct doctor_finding *finding);
void doctor_rights(struct doctor *doctor, struct doctor_finding *finding);
void doctor_migrations(struct doctor *doctor, struct doctor_finding *finding);
void doctor_signatures(struct doctor *doctor, struct doctor_finding *finding);
void doctor_durable(struct doctor *doctor, struct doctor_finding *finding);
void doctor_clock(struct doctor *doctor, struct doctor_finding *finding);
void doctor_duties(struct doctor *doctor, struct doctor_finding *finding);
void doctor_jobs(struct doctor *doctor, struct doctor_finding *finding);

// Checks of the machine and the settings.
void doctor_plugin(struct doctor *doctor, struct doctor_finding *finding);
void doctor_files(struct doctor *doctor, struct doctor_finding *finding);
void doctor_disk(struct doctor *doctor, struct doctor_finding *finding);
void doctor_admin(struct doctor *doctor, struct doctor_finding *finding);
void doctor_mail(struct doctor *doctor, struct doctor_finding *finding);
void doctor_backup(struct doctor *doctor, struct doctor_finding *finding);
void doctor_cookie(struct doctor *doctor, struct doctor_finding *finding);
void doctor_public(struct doctor *doctor, struct doctor_finding *finding);

#endif
