"""The operator's commands over a running service: people, tokens, links, mail, imports, doctor, signals."""

import json
import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from house import ROOT, House, binaries, until  # noqa: E402

SHARED = Path(os.environ.get("WAYMARK_SHARED", ROOT.parent / "shared"))
DEMONSTRATION = ROOT / "deploy" / "demonstration"


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()

    @classmethod
    def tearDownClass(cls):
        code = cls.house.stop_daemon()
        words = cls.house.words()
        cls.house.destroy()
        assert code == 0, f"the daemon ended with {code}\n{words}"

    def ask(self, *words):
        """A command with --json that goes well; its reply."""
        return json.loads(self.house.waymarkd("--json", *words).stdout)["reply"]

    def refused(self, *words):
        done = self.house.waymarkd(*words, check=False)
        self.assertEqual(1, done.returncode, (words, done.stdout, done.stderr))
        return done.stderr

    def add(self, name, *words):
        email = name.lower().replace(" ", ".") + "@example.org"
        return self.ask("person", "add", "--name", name, "--email", email, *words)["person"], email

    def test_a_person_is_added_listed_and_given_roles(self):
        person, email = self.add("Ann Lee", "--language", "cy", "--role", "coach", "--role", "facilitator")
        listed = {row["person"]: row for row in self.ask("person", "list")["people"]}
        self.assertEqual(("Ann Lee", "cy"), (listed[person]["name"], listed[person]["language"]))
        granted = self.ask("person", "grant", email, "broker")["roles"]
        self.assertEqual({"member", "coach", "facilitator", "broker"}, {row["role"] for row in granted})
        self.assertIn("conflict: last_holder", self.refused("person", "revoke", str(person), "broker"))
        self.ask("person", "revoke", str(person), "coach")
        listed = {row["person"]: row for row in self.ask("person", "list", "--after", str(person - 1))["people"]}
        self.assertEqual({"member", "facilitator", "broker"}, {row["role"] for row in listed[person]["roles"]})
        self.assertIn("exists already; sign in instead. (conflict: already_registered)", self.refused("person", "add", "--name", "Other", "--email", email.upper()))
        self.assertIn("invalid: role", self.refused("person", "grant", email, "emperor"))
        self.assertIn("not_found: person", self.refused("person", "grant", "nobody@example.org", "coach"))

    def test_tokens_are_made_listed_and_revoked(self):
        person, email = self.add("Tom Token")
        self.assertRegex(self.ask("token", "make", email)["token"], r"^[A-Za-z0-9_-]{43}$")
        self.ask("token", "make", str(person))
        self.assertEqual(2, len(self.ask("token", "list", email)["sessions"]))
        self.ask("token", "revoke", email)
        self.assertEqual([], self.ask("token", "list", email)["sessions"])

    def test_a_link_leads_to_the_public_address(self):
        _, email = self.add("Lin Link")
        self.assertTrue(self.ask("link", "make", email)["link"].startswith(f"{self.house.url}/enter#"))

    def test_the_outbox_of_mail_can_be_looked_into(self):
        self.house.sql("insert into waymark.mail (email, template, language, params, unique_key, until, made_at) "
                       "values ('m@example.org', 'sign_in', 'en', '{\"link\": \"x\"}', 'test', now() + interval '1 hour', now())")
        mail = self.ask("mail", "list")["mails"][-1]
        self.assertEqual("m@example.org", mail["email"])
        self.assertEqual({"link": "x"}, self.ask("mail", "show", str(mail["mail"]))["params"])
        self.assertIn("not_found: mail", self.refused("mail", "show", "999999"))

    def test_imports_count_and_may_run_again(self):
        for what, file, count in (("places", "places.csv", 125), ("topics", "topics.csv", 100), ("people", "practitioners.json", 120),
                                  ("circles", "circles.json", 12)):
            first = json.loads(self.house.waymarkd("--json", "import", what, DEMONSTRATION / file).stdout)
            again = json.loads(self.house.waymarkd("--json", "import", what, DEMONSTRATION / file).stdout)
            self.assertEqual((count, count, 0), (first["read"], again["read"], again["added"]), what)

    def test_a_bad_row_is_named_by_its_line_and_changes_nothing(self):
        file = self.house.folder / "bad.csv"
        before = self.house.sql("select count(*) from waymark.place")
        file.write_text("code,name,nation\nT1,One,Wales\nT2,Two,Atlantis\n")
        self.assertIn(f"{file}, line 3: nation: none of the four", self.refused("import", "places", file))
        file.write_text("code,name\nT1,One\nT2,\n")
        self.assertIn(f"{file}, line 3: name is missing; nothing was imported", self.refused("import", "places", file))
        file.write_text("code,name\nT1,One,more\n")
        self.assertIn(f"{file}: line 2: more values", self.refused("import", "places", file))
        file.write_text("code,name\n" + "".join(f"T{i},Place {i}\n" for i in range(600)) + "T9999," + "x" * 300 + "\n")
        words = self.refused("import", "places", file)
        self.assertIn(f"{file}, line 602: name: 1 to 200 bytes", words)
        self.assertIn("500 of 601 rows are in", words)
        self.house.sql("delete from waymark.place where code like 'T%'")
        self.assertEqual(before, self.house.sql("select count(*) from waymark.place"))

    def test_an_import_without_a_file_names_its_columns_and_an_empty_one_says_so(self):
        shown = self.house.waymarkd("import", "places").stdout
        self.assertRegex(shown, r"code +text, needed")
        self.assertRegex(shown, r"name_cy +text\n")
        self.assertEqual("read: 0\n", self.house.waymarkd("import", "places", "/dev/null").stdout)

    @unittest.skipUnless((SHARED / "data/places.csv").exists(), f"the officially published places are not in {SHARED}/data")
    def test_the_published_places_can_be_imported(self):
        done = json.loads(self.house.waymarkd("--json", "import", "places", SHARED / "data/places.csv").stdout)
        self.assertEqual(361, done["read"])
        rows = self.house.sql("select nation, count(*), min(need_quintile), max(need_quintile) from waymark.place "
                              "where code ~ '^(E0|W0|S1|N0)' group by nation order by nation")
        self.assertEqual([("England", 1, 5), ("Northern Ireland", 1, 5), ("Scotland", 1, 5), ("Wales", 1, 5)],
                         [(nation, least, most) for nation, _, least, most in rows])

    def test_doctor_names_what_is_wrong_and_what_mends_it(self):
        found = {row["check"]: row for row in json.loads(self.house.waymarkd("--json", "doctor", check=False).stdout)}
        for check in ("database", "owner", "migrations", "functions", "rights", "clock", "jobs", "plugin", "admin", "public", "cookie"):
            self.assertEqual("good", found[check]["grade"], found[check])
        self.assertEqual("bad", found["durable"]["grade"])  # the tests' own PostgreSQL
        self.assertIn("alter system reset fsync", found["durable"]["fix"])
        self.house.sql("grant select on waymark.person to waymark_daemon")
        self.house.sql("delete from waymark.migration where name = 'function:grants.sql'")
        found = {row["check"]: row for row in json.loads(self.house.waymarkd("--json", "doctor", check=False).stdout)}
        self.assertEqual(("bad", "waymarkd migrate"), (found["rights"]["grade"], found["rights"]["fix"]))
        self.assertEqual(("bad", "waymarkd migrate"), (found["migrations"]["grade"], found["migrations"]["fix"]))
        self.house.waymarkd("migrate")
        found = {row["check"]: row for row in json.loads(self.house.waymarkd("--json", "doctor", check=False).stdout)}
        self.assertEqual(("good", "good"), (found["rights"]["grade"], found["migrations"]["grade"]))

    def test_hangup_reads_the_settings_again(self):
        def log():
            return self.house.log.read_text()
        kept = self.house.config.read_text()
        moved = self.house.log.with_suffix(".1")
        self.house.log.rename(moved)
        self.house.config.write_text(kept.replace("port = ", "port = 1") + "[log]\nlevel = debug\n")
        os.kill(self.house.process.pid, signal.SIGHUP)
        until(lambda: self.house.log.exists() and "settings_wrong" in log(), "the complaint about a broken file")  # port out of bounds
        self.house.config.write_text(kept.replace("address = 127.0.0.1", "address = 127.0.0.2"))
        os.kill(self.house.process.pid, signal.SIGHUP)
        until(lambda: "settings_need_restart names=gateway.address" in log(), "the name of what needs a restart")
        until(lambda: "settings_reloaded" in log(), "the reload")
        self.house.config.write_text(kept)
        self.assertTrue(self.house.ready())
        self.assertIn("starting", moved.read_text())

    def test_a_second_daemon_does_not_take_the_socket_of_the_first(self):
        done = subprocess.run([binaries() / "waymarkd", "--config", self.house.config, "serve"], capture_output=True, text=True,
                              check=False, timeout=60, env={**os.environ, "WAYMARK_GATEWAY_PORT": "0", "WAYMARK_LOG_FILE": ""})
        self.assertEqual(1, done.returncode)
        self.assertIn("another daemon answers there", done.stderr)
        self.assertTrue(self.ask("person", "list"))


if __name__ == "__main__":
    unittest.main()
