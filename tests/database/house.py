"""House: what every database test stands on: people, and asking as one of them, in a transaction that is rolled back.

Each answer is checked against the schema on its way."""

import os
import unittest
from collections import namedtuple

import psycopg2.extras

import cluster
import shape

COLUMNS = {"int": "bigint", "bool": "boolean", "text": "text", "enum": "text", "bytes": "bytea", "any": "jsonb"}
Answer = namedtuple("Answer", "outcome detail reply events ended")
Post = namedtuple("Post", "ord outcome detail seq at lang text")


def column(field):
    """The SQL type of a field of takes."""
    name = field["type"]
    if name.startswith("list:"):
        return column({"type": name[5:]}) + "[]"
    if name.startswith("struct:"):
        return "jsonb"
    return COLUMNS[shape.ALL["type"].get(name, {"kind": name})["kind"]]


def has_nonce(operation):
    return operation.get("nonce", operation.get("changes", False))


class Line:
    """One connection, which asks as the daemon does: a person named for each question, as role waymark_daemon."""

    def __init__(self, connection):
        self.connection = connection
        self.cursor = connection.cursor(cursor_factory=psycopg2.extras.NamedTupleCursor)

    def rows(self, text, *values, person=None, role="waymark_daemon"):
        """The rows of a statement, asked as that person."""
        self.cursor.execute(f"set local role {role}")
        self.cursor.execute("select set_config('waymark.person', %s, true)", (str(person or ""),))
        self.cursor.execute(text, values or None)
        rows = self.cursor.fetchall()
        self.cursor.execute("reset role")
        return rows

    def ask(self, person, operation, /, nonce=None, wall=None, **takes):
        """One operation of path sql. wall: whom the wall is built around, if not the one who asks."""
        entry = shape.ALL["operation"][operation]
        wanted = entry.get("takes", {})
        unknown = set(takes) - set(wanted)
        assert not unknown, f"{operation} takes no {unknown}"
        values = [person, *([nonce or os.urandom(16)] if has_nonce(entry) else []), *(takes.get(name) for name in wanted)]
        types = ["bigint", *(["bytea"] if has_nonce(entry) else []), *(column(field) for field in wanted.values())]
        holes = ", ".join(f"%s::{kind}" for kind in types)
        rows = self.rows(f"select * from api.{operation.replace('.', '_')}({holes})", *values, person=wall or person)
        answer = Answer(*rows[0])
        if answer.outcome == "ok":
            shape.reply(operation, answer.reply)
            for event in answer.events or []:
                shape.event(event)
        else:
            shape.refusal(answer.outcome, answer.detail)
        return answer

    def admin(self, command, /, **given):
        return Answer(*self.rows("select * from admin.call(%s, %s)", command, psycopg2.extras.Json(given))[0])

    def post(self, *posts):
        """A batch of (person, channel, text, {nonce, lang, reply_to}) in one call."""
        more = [(*post, {})[:4] for post in posts]
        rows = self.rows(
            "select * from api.channel_post(%s::bigint[], %s::bigint[], %s::bytea[], %s::text[], %s::text[], %s::bigint[])",
            [post[0] for post in more], [post[1] for post in more], [post[3].get("nonce", os.urandom(16)) for post in more],
            [post[2] for post in more], [post[3].get("lang", "") for post in more], [post[3].get("reply_to", 0) for post in more])
        for row in rows:
            if row.outcome != "ok":
                shape.refusal(row.outcome, row.detail)
        return rows

    def log(self, person, channel, after=0, limit=1000):
        """The visible events behind a position, as a subscription that catches up reads them; None for not_found."""
        rows = self.rows("select * from api.channel_range(%s, %s, %s, %s)", person, channel, after, limit, person=person)
        return events(channel, rows)

    def history(self, person, channel, before=None, after=None, limit=None):
        rows = self.rows("select * from api.channel_history(%s, %s, %s, %s, %s)", person, channel, before, after, limit, person=person)
        return events(channel, rows)

    def typed(self, person, function, *values):
        """The one row of a typed function."""
        holes = ", ".join("%s" for _ in values)
        return self.rows(f"select * from api.{function}({holes})", *values, person=person)[0]

    def owner(self, text, *values):
        """A statement of the test's own, outside the wall; gives the first column of the first row, if there is one."""
        self.cursor.execute(text, values or None)  # None: a % is a %
        return self.cursor.fetchone()[0] if self.cursor.description and self.cursor.rowcount > 0 else None

    def person(self, name, language="en", roles=()):
        made = self.admin("person_add", name=name, email=f"{name.lower()}@example.org", language=language, roles=list(roles))
        assert made.outcome == "ok", made
        return made.reply["person"]

    def circle(self, host, *members, seats=12, title="Walks", language=None):
        """A circle with these members, as (circle, channel)."""
        opened = self.ask(host, "circle.open", title=title, purpose="To walk", topics=[], seats=seats, language=language).reply
        for member in members:
            assert self.ask(host, "circle.invite", circle=opened["circle"], person=member).outcome == "ok"
            assert self.ask(member, "circle.join", circle=opened["circle"]).outcome == "ok"
        return opened["circle"], opened["channel"]

    def token(self, person):
        return self.admin("token_make", person=person).reply["token"]

    def at(self, moment):
        """All that follows happens at that moment, in SQL's words: "clock_timestamp() + interval '1 day'"."""
        self.owner(f"select set_config('waymark.now', ({moment})::text, true)")


def events(channel, rows):
    """The rows of range or history as checked events, or None if there is no such channel for this person."""
    if rows[0].outcome != "ok":
        assert rows[0].outcome == "not_found", rows[0].outcome
        return None
    made = [
        {"channel": channel, "seq": row.seq, "kind": row.kind, "at": row.at, "actor": row.actor, "body": row.body}
        | ({} if row.lang is None else {"lang": row.lang})
        for row in rows if row.seq is not None
    ]
    for event in made:
        shape.event(event)
    return made


class House(unittest.TestCase):
    """A test in one transaction, rolled back at its end."""

    def setUp(self):
        connection = cluster.cluster().connect()
        self.addCleanup(connection.close)  # which rolls back
        self.line = Line(connection)

    def refused(self, answer, outcome, detail=None):
        self.assertEqual(answer.outcome, outcome, answer)
        if detail is not None:
            self.assertEqual(answer.detail, detail)


class Street(unittest.TestCase):
    """A test of several connections, which must commit; each uses people of its own and leaves them behind."""

    count = 0

    def setUp(self):
        self.main = self.open()

    def open(self):
        connection = cluster.cluster().connect()
        self.addCleanup(connection.close)
        return Line(connection)

    def person(self, name):
        Street.count += 1
        made = self.main.person(f"{name}.{Street.count}")
        self.main.connection.commit()
        return made
