"""The wall: the daemon may call functions and read nothing; and a function that is called for one person while the wall stands
around another finds nothing."""

import os
import unittest

import psycopg2

import cluster
import shape
from house import House, has_nonce

# What an operation needs so that it would succeed, were the wall not there. Everything is Ann's; Bob is her fellow member.
AS_ANN = {
    "block.add": {"person": "cat"}, "block.remove": {"person": "cat"}, "channel.edit": {"channel": "channel", "seq": "seq", "text": "x"},
    "channel.members": {"channel": "channel"}, "channel.react": {"channel": "channel", "seq": "seq", "mark": "x"},
    "channel.retract": {"channel": "channel", "seq": "seq"}, "circle.get": {"circle": "circle"},
    "circle.invite": {"circle": "circle", "person": "cat"}, "circle.join": {"circle": "asked"}, "circle.leave": {"circle": "circle"},
    "circle.open": {"title": "t", "purpose": "p", "topics": [], "seats": 3}, "invitation.make": {"why": "w", "circle": "circle"},
    "place.add": {"name": "Nowhere"}, "profile.get": {}, "profile.set": {"name": "Mallory"}, "role.grant": {"person": "cat", "role": "coach"},
    "role.revoke": {"person": "ann", "role": "operator"}, "channel.list": {}, "channel.search": {"text": "secret"},
    "circle.list": {},
}
# Nothing of anybody's is in their answers.
OPEN_TO_ALL = {"topic.list", "topic.suggest", "place.find", "session.link", "session.enter", "session.read", "invitation.read", "invitation.accept"}
EMPTY = {"channel.list": {"channels": []}, "circle.list": {"circles": []}, "channel.search": {"hits": []}}


class Wall(House):
    def setUp(self):
        super().setUp()
        self.things = things = {"ann": self.line.person("Ann", roles=["operator"]), "bob": self.line.person("Bob"), "cat": self.line.person("Cat")}
        things["circle"], things["channel"] = self.line.circle(things["ann"], things["bob"])
        things["asked"], _ = self.line.circle(things["bob"])
        self.line.ask(things["bob"], "circle.invite", circle=things["asked"], person=things["ann"])
        things["seq"] = self.line.post((things["ann"], things["channel"], "secret words"))[0].seq
        self.line.rows("select * from api.jobs(10)")

    def takes(self, operation):
        return {name: self.things.get(value, value) if isinstance(value, str) else value for name, value in AS_ANN[operation].items()}

    def attempt(self, operation, wall):
        self.line.owner("savepoint attempt")
        try:
            return self.line.ask(self.things["ann"], operation, wall=wall, **self.takes(operation))
        except psycopg2.Error as problem:
            return problem
        finally:
            self.line.owner("rollback to attempt")

    def test_every_operation_of_a_person_is_tried(self):
        served = {name for name, entry in shape.ALL["operation"].items() if entry.get("path", "sql") == "sql"}
        self.assertEqual(served, set(AS_ANN) | OPEN_TO_ALL)

    def test_for_the_one_whom_the_wall_surrounds_each_succeeds(self):
        for operation in AS_ANN:
            with self.subTest(operation):
                answer = self.attempt(operation, wall=None)
                self.assertEqual(getattr(answer, "outcome", answer), "ok")

    def test_for_anybody_else_each_finds_nothing_or_fails(self):
        for operation in AS_ANN:
            for other in ("bob", "cat", "nobody"):
                with self.subTest(operation, wall=other):
                    answer = self.attempt(operation, wall=self.things.get(other, "0"))
                    if isinstance(answer, psycopg2.Error):
                        continue
                    if answer.outcome == "ok":
                        self.assertEqual(answer.reply, EMPTY.get(operation))
                        self.assertFalse(has_nonce(shape.ALL["operation"][operation]))

    def test_the_typed_functions_find_nothing_either(self):
        ann, bob, cat, channel = (self.things[name] for name in ("ann", "bob", "cat", "channel"))
        for wall in (bob, cat, "0"):
            for question in ("channel_subscribe(%s, %s, 0)", "channel_range(%s, %s, 0, 10)", "channel_history(%s, %s, null, null, 10)", "channel_read(%s, %s, 1)"):
                row = self.line.rows(f"select * from api.{question}", ann, channel, person=wall)[0]
                self.assertEqual(row.outcome, "not_found", question)
        token = self.line.token(ann)
        session = self.line.typed(None, "session_hello", token).session
        self.line.rows("select * from api.session_end(%s, %s, true)", ann, session, person=bob)
        self.assertEqual(self.line.typed(None, "session_hello", token).outcome, "ok")

    def test_the_person_is_forgotten_with_the_transaction(self):
        connection = cluster.cluster().connect("waymark_daemon")
        self.addCleanup(connection.close)
        with connection.cursor() as cursor:
            cursor.execute("select set_config('waymark.person', '1', true)")
            connection.commit()
            cursor.execute("select current_setting('waymark.person', true)")
            self.assertIn(cursor.fetchone()[0], (None, ""))


class Rights(House):
    def test_the_daemon_reads_and_writes_no_table(self):
        tables = [row.name for row in self.line.rows("""select c.oid::regclass::text as name from pg_class c
            where c.relnamespace = 'waymark'::regnamespace and c.relkind in ('r', 'p')""", role="owner")]
        self.assertGreater(len(tables), 30)
        for table in tables:
            for act in ("select", "insert", "update", "delete", "truncate"):
                self.assertFalse(self.line.owner("select has_table_privilege('waymark_daemon', %s, %s)", table, act), (table, act))
                self.assertFalse(self.line.owner("select has_any_column_privilege('waymark_daemon', %s, 'select')", table), table)

    def test_the_daemon_calls_functions_of_api_and_admin_only(self):
        rows = self.line.rows("""select p.oid::regprocedure::text as name, n.nspname as schema,
                has_function_privilege('waymark_daemon', p.oid, 'execute') and has_schema_privilege('waymark_daemon', n.oid, 'usage') as may
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname in ('waymark', 'operation', 'api', 'admin')
                and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')""", role="owner")
        for row in rows:
            self.assertEqual(row.may, row.schema in ("api", "admin"), row.name)

    def test_every_table_has_its_wall_up(self):
        bare = self.line.rows("""select c.oid::regclass::text as name from pg_class c
            where c.relnamespace = 'waymark'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                and not (c.relrowsecurity and c.relforcerowsecurity)""", role="owner")
        self.assertEqual(bare, [])

    def test_who_owns_what(self):
        odd = self.line.rows("""select p.oid::regprocedure::text as name, r.rolname as owner
            from pg_proc p join pg_roles r on r.oid = p.proowner
            where p.pronamespace = 'api'::regnamespace and r.rolname <> 'waymark_operations' order by 1""", role="owner")
        self.assertEqual({row.name.split("(")[0].removeprefix("api."): row.owner for row in odd}, {
            "channel_post": "waymark_posts", "session_hello": "waymark_owner", "invitation_accept": "waymark_owner",
            "jobs": "waymark_owner", "signatures": "waymark_owner", "schema_version": "waymark_owner"})

    def test_the_role_of_the_posts_adds_messages_and_nothing_else(self):
        ann = self.line.person("Ann")
        _, channel = self.line.circle(ann)
        for statement in ("update waymark.event set text = 'x'", "delete from waymark.event", "select email from waymark.account",
                "insert into waymark.membership (channel, person, role, from_seq, joined_at) values (1, 1, 'member', 0, now())",
                f"insert into waymark.event (channel, seq, at, kind, text, nonce) values ({channel}, 99, now(), 'left', 'x', '{'x' * 16}')"):
            self.line.owner("savepoint attempt")
            with self.assertRaises(psycopg2.errors.InsufficientPrivilege, msg=statement):
                self.line.rows(f"with tried as ({statement} returning 1) select * from tried" if not statement.startswith("select") else statement, role="waymark_posts")
            self.line.owner("rollback to attempt")


if __name__ == "__main__":
    unittest.main()
