"""Schema: the functions, tables and files are what the protocol's schema and the house's style say."""

import re
import unittest
from pathlib import Path

import apply
import cluster
import shape
from house import House, column, has_nonce

SQL = Path(__file__).resolve().parents[2] / "sql"
LINES_MAX = 80
TYPED = {
    "session_hello": "text", "session_end": "bigint,bigint,boolean", "channel_subscribe": "bigint,bigint,bigint",
    "channel_range": "bigint,bigint,bigint,bigint", "channel_history": "bigint,bigint,bigint,bigint,bigint",
    "channel_post": "bigint[],bigint[],bytea[],text[],text[],bigint[]", "channel_read": "bigint,bigint,bigint", "jobs": "integer",
    "signatures": "", "schema_version": "",
}


class Schema(House):
    def test_every_operation_has_its_function_and_there_is_no_other(self):
        wanted = dict(TYPED)
        for name, entry in shape.ALL["operation"].items():
            if entry.get("path", "sql") == "sql":
                fields = [column(field) for field in entry.get("takes", {}).values()]
                wanted[name.replace(".", "_")] = ",".join(["bigint", *(["bytea"] if has_nonce(entry) else []), *fields])
        there = {row.name: row.arguments for row in self.line.rows("select * from api.signatures()")}
        self.assertEqual(there, wanted)

    def test_the_version_is_the_number_of_migrations(self):
        self.assertEqual(self.line.rows("select api.schema_version() as version")[0].version, len(list((SQL / "migrations").glob("*.sql"))))

    def test_every_text_has_a_limit(self):
        columns = self.line.rows("""select c.relname || '.' || a.attname as name, a.attname as own, c.oid as of
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = 'waymark'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                and a.attnum > 0 and a.atttypid in ('text'::regtype, 'jsonb'::regtype)""", role="owner")
        self.assertGreater(len(columns), 50)
        for each in columns:
            checks = self.line.rows("""select pg_get_constraintdef(k.oid) as text from pg_constraint k
                where k.conrelid = %s and k.contype = 'c'""", each.of, role="owner")
            limited = [c.text for c in checks if re.search(rf'\b"?{each.own}"?\b', c.text) and ("octet_length" in c.text or "ANY (ARRAY" in c.text)]
            self.assertTrue(limited, f"{each.name} has no limit")

    def test_the_life_cycles_are_those_of_the_schema(self):
        wanted = set()
        for name, cycle in shape.ALL["lifecycle"].items():
            wanted.add((name, None, cycle["first"], ("system",)))
            for move in cycle["move"]:
                for start in move["from"] if isinstance(move["from"], list) else [move["from"]]:
                    wanted.add((name, start, move["to"], tuple(move["by"])))
        rows = self.line.rows('select lifecycle, "from" as start, "to" as finish, by as who from waymark.lifecycle_move', role="owner")
        self.assertEqual({(row.lifecycle, row.start, row.finish, tuple(row.who)) for row in rows}, wanted)

    def test_the_log_lies_in_four_parts_by_channel(self):
        self.assertEqual(self.line.owner("select pg_get_partkeydef('waymark.event'::regclass)"), "HASH (channel)")
        self.assertEqual(self.line.owner("select count(*) from pg_inherits where inhparent = 'waymark.event'::regclass"), 4)

    def test_functions_name_the_things_that_exist(self):
        """Bodies are not looked at when they are made, as they call one another in any order; so now."""
        rows = self.line.rows("""select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as text
            from pg_proc p join pg_language l on l.oid = p.prolang
            where p.pronamespace in ('waymark'::regnamespace, 'operation'::regnamespace, 'api'::regnamespace, 'admin'::regnamespace)
                and l.lanname = 'sql' and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')""", role="owner")
        self.line.owner("set local check_function_bodies = on")
        for row in rows:
            self.line.owner(row.text)


class Applying(unittest.TestCase):
    def test_applying_again_changes_nothing_and_a_changed_function_renews_them_all(self):
        connection = cluster.cluster().connect()
        self.addCleanup(connection.close)
        made = lambda: self.value(connection, "select max(oid::bigint) from pg_proc where pronamespace = 'api'::regnamespace")
        before = made()
        apply.apply(connection)
        self.assertEqual(made(), before)
        self.value(connection, "update waymark.migration set sha256 = repeat('0', 64) where name = 'function:walls.sql' returning 1")
        connection.commit()
        apply.apply(connection)
        self.assertGreater(made(), before)
        policies = self.value(connection, "select count(*) from pg_policy")
        self.assertGreater(policies, 40)

    def test_an_owner_of_the_database_who_is_no_superuser_can_apply_it(self):
        here = cluster.cluster()
        here.query("create role keeper login createrole")
        here.query("create database kept owner keeper")
        connection = here.connect(user="keeper", database="kept")
        self.addCleanup(connection.close)
        apply.apply(connection)
        self.value(connection, "delete from waymark.migration where name = 'function:walls.sql' returning 1")
        apply.apply(connection)
        self.assertEqual(self.value(connection, "select outcome from api.channel_list(null)"), "ok")

    def value(self, connection, text):
        with connection.cursor() as cursor:
            cursor.execute(text)
            return cursor.fetchone()[0]


class Files(unittest.TestCase):
    def files(self, *folders):
        return [path for folder in folders for path in sorted((SQL / folder).glob("*.sql"))]

    def test_each_file_opens_with_what_it_is_for(self):
        for path in SQL.rglob("*.sql"):
            self.assertTrue(path.read_text(encoding="utf-8").startswith("-- "), path)

    def test_each_operation_opens_with_its_promise_and_its_lock(self):
        for path in self.files("operations"):
            head = re.match(r"(--.*\n)+", path.read_text(encoding="utf-8"))[0]
            self.assertIn("Promise: ", head, path)
            self.assertRegex(head, r"[Ll]ock[ :.]", path)

    def test_each_operation_is_one_function_named_for_it(self):
        for path in self.files("operations"):
            names = re.findall(r"create or replace function (\S+?)\(", path.read_text(encoding="utf-8"))
            self.assertEqual(names, [f"operation.{path.stem}"], path)

    def test_no_function_is_longer_than_a_screen_or_two(self):
        for path in self.files("operations", "api", "inner", "admin"):
            for function in re.split(r"(?m)^(?=create or replace function)", path.read_text(encoding="utf-8"))[1:]:
                body = function.split("\n\n--")[0]
                self.assertLessEqual(body.count("\n"), LINES_MAX, path)

    def test_what_runs_with_its_owner_s_rights_fixes_where_names_are_looked_up(self):
        for path in self.files("operations", "api", "inner", "admin"):
            for function in re.split(r"(?m)^(?=create or replace function)", path.read_text(encoding="utf-8"))[1:]:
                head = function.split("$$")[0]
                if "security definer" in head:
                    self.assertIn("set search_path = waymark, pg_temp", head, path)


if __name__ == "__main__":
    unittest.main()
