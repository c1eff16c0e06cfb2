"""The database under the operator's hands: migrate, backup, verify, restore."""

import json
import os
import subprocess
import sys
import tarfile
import threading
import unittest
from pathlib import Path

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from house import ROOT, House, binaries, until  # noqa: E402

DEMONSTRATION = ROOT / "deploy" / "demonstration"
LOCK = 7305805139274527091  # daemon/operator/migrate.h


class Migrate(unittest.TestCase):
    def setUp(self):
        self.house = House(start=False)
        self.addCleanup(self.house.destroy)
        self.house.start_database()

    def migrate(self, *words):
        return json.loads(self.house.waymarkd("--json", "migrate", *words).stdout)

    def ledger(self):
        return self.house.sql("select name, sha256, at from waymark.migration order by name")

    def test_once_does_all_and_twice_does_nothing(self):
        planned = self.migrate("--dry-run")
        self.assertEqual([(None,)], self.house.sql("select to_regnamespace('waymark')"))
        done = self.migrate()
        self.assertEqual(planned["migrations"], done["migrations"])
        self.assertTrue(done["functions"])
        ledger = self.ledger()
        self.assertEqual(done["migrations"], [name for name, _, _ in ledger if name.startswith("migrations/")])
        again = self.migrate()
        self.assertEqual(([], False, len(done["migrations"])), (again["migrations"], again["functions"], again["before"]))
        self.assertEqual(ledger, self.ledger())

    def test_functions_are_made_anew_when_one_differs(self):
        self.migrate()
        self.house.sql("update waymark.migration set sha256 = repeat('0', 64) where name = 'function:admin/call.sql'")
        self.house.sql("create function waymark.left_over() returns int language sql stable as 'select 1'")
        self.assertEqual(([], True), (lambda done: (done["migrations"], done["functions"]))(self.migrate()))
        self.assertEqual([(None,)], self.house.sql("select to_regproc('waymark.left_over')"))

    def test_a_newer_database_is_refused_and_left_alone(self):
        self.migrate()
        self.house.sql("insert into waymark.migration (name, sha256) values ('migrations/9999_future.sql', repeat('0', 64))")
        before = self.ledger()
        done = self.house.waymarkd("migrate", check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn("the database is newer than this program: it has had migrations/9999_future.sql", done.stderr)
        self.assertEqual(before, self.ledger())

    def test_a_migration_that_was_changed_is_refused(self):
        self.migrate()
        self.house.sql("update waymark.migration set sha256 = repeat('0', 64) where name like 'migrations/0001%'")
        done = self.house.waymarkd("migrate", check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn("migrations/0001_ground.sql is not what it was when this database had it", done.stderr)

    def test_a_migration_that_fails_leaves_what_came_before_and_can_be_tried_again(self):
        self.house.sql("create schema waymark; create type waymark.due as enum ('in the way')")
        done = self.house.waymarkd("migrate", check=False)
        self.assertEqual(1, done.returncode)
        self.assertRegex(done.stderr, r'migrations/\d+_due.sql: .*"due" already exists')
        half = {name for name, _, _ in self.ledger()}
        self.assertIn("migrations/0001_ground.sql", half)
        self.assertFalse(any("_due.sql" in name for name in half))
        self.house.sql("drop type waymark.due")
        self.assertFalse(half & set(self.migrate()["migrations"]))

    def test_two_at_once_take_turns(self):
        self.migrate()
        self.house.sql("update waymark.migration set sha256 = repeat('0', 64) where name = 'function:admin/call.sql'")
        holder = psycopg2.connect(host=str(self.house.sockets), user="owner", dbname="waymark")
        holder.cursor().execute("select pg_advisory_lock(%s)", (LOCK,))
        results = []
        waiting = [threading.Thread(target=lambda: results.append(self.migrate()["functions"])) for _ in range(2)]
        for thread in waiting:
            thread.start()
        until(lambda: self.house.sql("select count(*) from pg_locks where locktype = 'advisory' and not granted") == [(2,)],
              "two commands that wait for the lock")
        holder.close()
        for thread in waiting:
            thread.join()
        self.assertEqual([False, True], sorted(results))

    def test_an_unreachable_database_is_named(self):
        self.house.stop_database()
        done = self.house.waymarkd("migrate", check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn("the database cannot be reached", done.stderr)


class Backup(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()
        for what, file in (("places", "places.csv"), ("topics", "topics.csv"), ("people", "practitioners.json"), ("circles", "circles.json")):
            cls.house.waymarkd("import", what, DEMONSTRATION / file)
        cls.tar = cls.house.folder / "backup.tar"
        cls.house.waymarkd("backup", cls.tar)

    @classmethod
    def tearDownClass(cls):
        cls.house.destroy()

    def restored(self, name, tar, owner_url="host={sockets} user=owner dbname={name}"):
        """Restores into a new database of this name; how the command ended."""
        self.house.sql(f"create database {name}", database="postgres")
        self.addCleanup(self.house.sql, f"drop database {name}", database="postgres")
        os.environ["WAYMARK_DATABASE_OWNER_URL"] = owner_url.format(sockets=self.house.sockets, name=name)
        self.addCleanup(os.environ.pop, "WAYMARK_DATABASE_OWNER_URL")
        return self.house.waymarkd("--json", "restore", tar, check=False)

    def manifest(self, tar):
        with tarfile.open(tar) as archive:
            return json.load(archive.extractfile("manifest.json"))

    def changed(self, name, **members):
        """A copy of the backup with other members."""
        copy = self.house.folder / name
        with tarfile.open(self.tar) as whole, tarfile.open(copy, "w", format=tarfile.USTAR_FORMAT) as archive:
            for member in whole.getmembers():
                data = members.get(member.name.replace(".", "_"), whole.extractfile(member).read())
                path = self.house.folder / "member"
                path.write_bytes(data)
                archive.add(path, member.name)
        return copy

    def test_it_holds_what_it_says_and_is_private(self):
        self.assertEqual(0o600, self.tar.stat().st_mode & 0o777)
        with tarfile.open(self.tar) as archive:
            self.assertEqual(["manifest.json", "settings.txt", "database.dump"], archive.getnames())
        counts = self.manifest(self.tar)["counts"]
        self.assertEqual((120, 100), (counts["person"], counts["topic"]))
        self.assertEqual([], [path.name for path in self.house.folder.glob(".waymark-*")])

    def test_round_trip(self):
        done = self.restored("second", self.tar)
        self.assertEqual(0, done.returncode, done.stderr)
        for table, count in self.manifest(self.tar)["counts"].items():
            self.assertEqual([(count,)], self.house.sql(f"select count(*) from waymark.{table}", database="second"), table)
        for query in ("select id, name, language, place from waymark.person order by id", "select * from waymark.event order by channel, seq",
                      "select nspname, proname, proargtypes::text, proowner, proacl::text from pg_proc join pg_namespace n on n.oid = pronamespace "
                      "where nspname in ('api', 'admin', 'operation') order by 1, 2, 3",
                      "select tablename, policyname, roles, qual from pg_policies where schemaname = 'waymark' order by 1, 2"):
            self.assertEqual(self.house.sql(query), self.house.sql(query, database="second"), query)
        again = self.house.waymarkd("restore", self.tar, check=False)
        self.assertEqual(1, again.returncode)
        self.assertIn("the database is not empty; nothing was done", again.stderr)

    def test_verify_restores_counts_and_leaves_nothing(self):
        self.assertIn("The backup is whole", self.house.waymarkd("backup", "verify", self.tar).stdout)
        self.assertEqual([], self.house.sql("select datname from pg_database where datname like 'waymark_verify%'"))

    def test_a_damaged_backup_is_refused(self):
        with tarfile.open(self.tar) as archive:
            dump = bytearray(archive.extractfile("database.dump").read())
        dump[len(dump) // 2] ^= 1
        done = self.house.waymarkd("backup", "verify", self.changed("flipped.tar", database_dump=bytes(dump)), check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn("database.dump is not as it was written", done.stderr)
        cut = self.house.folder / "cut.tar"
        cut.write_bytes(self.tar.read_bytes()[:-20000])
        self.assertIn("ends too early", self.house.waymarkd("backup", "verify", cut, check=False).stderr)
        self.assertEqual([], self.house.sql("select datname from pg_database where datname like 'waymark_verify%'"))

    def test_a_manifest_that_promises_more_rows_is_found_out(self):
        manifest = self.manifest(self.tar)
        manifest["counts"]["person"] += 1
        tar = self.changed("short.tar", manifest_json=json.dumps(manifest).encode())
        done = self.house.waymarkd("backup", "verify", tar, check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn("person: 121 expected, 120 found", done.stderr)

    def test_a_backup_of_a_newer_program_is_refused(self):
        manifest = self.manifest(self.tar)
        manifest.update(migrations=999, waymark="9.9")
        done = self.house.waymarkd("backup", "verify", self.changed("newer.tar", manifest_json=json.dumps(manifest).encode()), check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn("was made by a newer waymarkd (9.9)", done.stderr)

    def test_no_secret_stands_in_arguments_or_the_archive(self):
        seen = self.house.folder / "arguments"
        folder = self.house.folder / "programs"
        folder.mkdir()
        (folder / "pg_dump").write_text(f'#!/bin/sh\necho "$@" >{seen}\nexec {self.program("pg_dump")} "$@"\n')
        (folder / "pg_dump").chmod(0o755)
        tar = self.house.folder / "secret.tar"
        url = f"host={self.house.sockets} user=owner dbname=waymark password=canary-5e2d"
        done = subprocess.run([binaries() / "waymarkd", "--config", self.house.config, "backup", tar], capture_output=True, text=True, check=False,
                              timeout=120, env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "WAYMARK_DATABASE_OWNER_URL": url})
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("--format=custom", seen.read_text())
        with tarfile.open(tar) as archive:
            texts = [archive.extractfile(name).read().decode() for name in ("manifest.json", "settings.txt")]
        for text in [seen.read_text(), done.stdout, done.stderr, *texts]:
            self.assertNotIn("canary", text)

    @staticmethod
    def program(name):
        return sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))[-1]


if __name__ == "__main__":
    unittest.main()
