"""Imports: the demonstration's people and circles, as a centre would load its own; twice is once."""

import json
import unittest
from pathlib import Path

from house import House
from test_maps import DEMONSTRATION, rows


def people():
    """The demonstration's people, each with an address."""
    everyone = json.loads((DEMONSTRATION / "practitioners.json").read_text(encoding="utf-8"))
    return [{**person, "email": f"{person['id']}@example.org"} for person in everyone]


class Imports(House):
    def setUp(self):
        super().setUp()
        self.line.admin("import_places", rows=rows("places.csv"))
        self.line.admin("import_topics", rows=rows("topics.csv"))
        self.people = people()
        self.circles = json.loads((DEMONSTRATION / "circles.json").read_text(encoding="utf-8"))

    def count(self, table):
        return self.line.owner(f"select count(*) from waymark.{table}")

    def id_of(self, external):
        return self.line.owner("select id from waymark.person where external = %s", external)

    def test_people_come_once_with_what_their_rows_say(self):
        self.assertEqual(self.line.admin("import_people", rows=self.people).reply, {"read": 120, "added": 120})
        self.assertEqual(self.line.admin("import_people", rows=self.people).reply["added"], 0)
        row, amara = self.people[0], self.id_of("p001")
        profile = self.line.ask(amara, "profile.get").reply["profile"]
        self.assertEqual((profile["name"], profile["email"], profile["hours_per_month"]), (row["name"], "p001@example.org", row["availability"]["hours_per_month"]))
        self.assertEqual((profile["place"]["name"], len(profile["topics"])), ("Wirral", len(row["topics"])))
        hello = self.line.typed(None, "session_hello", self.line.token(amara))
        self.assertEqual(sorted(hello.roles), ["coach", "member"])

    def test_what_a_person_changed_is_left_as_it_is(self):
        self.line.admin("import_people", rows=self.people)
        amara = self.id_of("p001")
        self.line.ask(amara, "profile.set", name="Mara")
        self.line.admin("import_people", rows=self.people)
        self.assertEqual(self.line.ask(amara, "profile.get").reply["profile"]["name"], "Mara")

    def test_circles_come_once_with_their_members_and_their_question(self):
        self.line.admin("import_people", rows=self.people)
        first = self.line.admin("import_circles", rows=self.circles)
        self.assertEqual(first.reply, {"read": len(self.circles), "added": len(self.circles)})
        before = self.count("event")
        self.assertEqual(self.line.admin("import_circles", rows=self.circles).reply["added"], 0)
        self.assertEqual(self.count("event"), before)
        row = self.circles[0]
        for external in row["members"]:
            person = self.id_of(external)
            channel = next(c for c in self.line.ask(person, "channel.list").reply["channels"] if c["title"] == row["name"])
            said = [(event["actor"], event["body"]["text"]) for event in self.line.log(person, channel["id"]) if event["kind"] == "message"]
            self.assertEqual(said, [(self.id_of(row["host"]), row["current_question"])])
            self.assertEqual((channel["state"], channel["role"]), ("active", "facilitator" if external == row["host"] else "member"))
        members = self.line.ask(person, "channel.members", channel=channel["id"]).reply["members"]
        self.assertEqual(len(members), len(row["members"]))

    def test_every_log_is_dense_and_its_head_is_its_end(self):
        self.line.admin("import_people", rows=self.people)
        self.line.admin("import_circles", rows=self.circles)
        odd = self.line.rows("""select c.id from waymark.channel c left join waymark.event e on e.channel = c.id
            group by c.id, c.head having count(e.seq) <> c.head or coalesce(max(e.seq), 0) <> c.head""", role="owner")
        self.assertEqual(odd, [])

    def test_a_row_that_is_not_right_is_named_and_nothing_is_changed(self):
        fine = {"id": "x1", "name": "Fine", "email": "fine@example.org"}
        for row, problem in (({"name": "N"}, "id"), ({"id": "x2"}, "name"), ({"id": "x2", "name": "N", "email": "nonsense"}, "email"),
                ({"id": "x2", "name": "N", "email": "FINE@example.org"}, "email"), ({"id": "x1", "name": "N"}, "id")):
            answer = self.line.admin("import_people", rows=[fine, row])
            self.refused(answer, "invalid")
            self.assertIn(problem, answer.detail)
        circle = {"id": "c1", "name": "C", "purpose": "p", "host": "nobody"}
        self.refused(self.line.admin("import_circles", rows=[circle]), "invalid", "row 1: host: no such person")
        self.assertIsNone(self.id_of("x1"))
        for command in ("import_people", "import_circles", "import_topics", "import_places"):
            self.refused(self.line.admin(command, rows="no list"), "invalid")

    def test_a_text_that_outgrows_its_limit_in_normal_form_is_named(self):
        grown = lambda count: "\u0958" * count  # three bytes each, six in normal form
        named = lambda command, row, detail: self.refused(self.line.admin(command, rows=[row]), "invalid", f"row 1: {detail}")
        self.refused(self.line.admin("person_add", name=grown(66), email="g@example.org"), "invalid", "name: 1 to 200 bytes")
        named("import_people", {**self.people[0], "name": grown(66)}, "name: 1 to 200 bytes")
        circle = self.circles[0]
        for field, count, limit in (("name", 130, "1 to 400 bytes"), ("purpose", 1300, "1 to 4000 bytes"), ("current_question", 5000, "16000 bytes at most")):
            named("import_circles", {**circle, field: grown(count)}, f"{field}: {limit}")
        place = {"code": "X1", "name": "Here", "nation": "Wales"}
        for field in ("name", "name_cy"):
            named("import_places", {**place, field: grown(66)}, "name: 1 to 200 bytes")
        topic = {"id": "x", "label": "X", "kind": "topic"}
        named("import_topics", {**topic, "label": grown(130)}, "label: 1 to 400 bytes")
        named("import_topics", {**topic, "synonyms": grown(130)}, "synonyms: too large")
        named("import_topics", {**topic, "definition": grown(1300)}, "definition: 4000 bytes at most")


JUNK = (None, 5, -5, 10**30, 1.5, True, "", " ", "x", "x" * 20000, "a\nb", "\x7f", [], [5], [None], ["x"], [{}], {}, {"x": 5})


class Operator(House):
    def test_people_are_added_listed_and_given_roles(self):
        ann = self.line.admin("person_add", name="Ann", email="ann@example.org", roles=["coach"]).reply["person"]
        self.refused(self.line.admin("person_add", name="Ann", email="ANN@example.org"), "conflict", "already_registered")
        self.refused(self.line.admin("person_add", name="", email="b@example.org"), "invalid")
        self.refused(self.line.admin("person_add", name="B", email="b"), "invalid")
        self.refused(self.line.admin("person_add", name="B", email="b@example.org", roles=["king"]), "invalid")
        self.refused(self.line.admin("person_grant", email="ann@example.org", role="king"), "invalid")
        self.assertEqual(self.line.admin("person_grant", email="ann@example.org", role="broker").reply["person"], ann)
        listed = [person for person in self.line.admin("person_list").reply["people"] if person["person"] == ann][0]
        self.assertEqual([each["role"] for each in listed["roles"]], ["broker", "coach", "member"])
        self.assertEqual(self.line.admin("person_list", after=ann).reply["people"], [])

    def test_tokens_are_made_and_all_taken_back(self):
        ann = self.line.person("Ann")
        token = self.line.token(ann)
        code = self.line.admin("link_make", email="ann@example.org").reply["link"].split("#")[1]
        self.assertEqual(self.line.admin("token_revoke", email="ann@example.org").reply, {"person": ann})
        self.assertEqual(self.line.typed(None, "session_hello", token).outcome, "unauthenticated")
        self.refused(self.line.ask(None, "session.enter", code=code), "conflict", "expired")
        self.refused(self.line.admin("token_make", person=999999), "not_found")

    def test_links_begin_with_the_public_address(self):
        self.line.admin("settings", public_url="https://centre.example.org/")
        self.line.person("Ann")
        self.assertRegex(self.line.admin("link_make", email="ann@example.org").reply["link"], r"^https://centre\.example\.org/enter#[\w-]{43}$")
        self.refused(self.line.admin("settings", colour="blue"), "invalid")

    def test_the_facts_count_and_name_nobody(self):
        ann = self.line.person("Ann")
        before = self.line.admin("facts").reply
        self.line.circle(ann)
        after = self.line.admin("facts").reply
        self.assertEqual((after["circles_open"] - before["circles_open"], after["events"] - before["events"]), (1, 2))

    def test_whatever_an_operator_gives_is_answered_and_refused_by_its_field(self):
        ann = self.line.person("Ann")
        right = {
            "person_add": {"name": "Bob", "email": "bob@example.org", "language": "en", "place": None, "roles": ["coach"]},
            "person_list": {"after": 0}, "mail_list": {"after": 0}, "mail_show": {"mail": 1}, "settings": {"public_url": "https://c.example.org"},
            "person_role": {"person": ann, "role": "coach", "off": False}, "person_grant": {"person": ann, "role": "coach", "place": None},
            "person_revoke": {"person": ann, "role": "coach", "place": None}, "token_list": {"person": ann, "email": None},
        }
        rows = {
            "import_places": {"code": "W01", "name": "Place", "kind": "town", "nation": "Wales", "within": None, "need_quintile": 3,
                "dep_rank_in_nation": 5, "dep_rank_of": 10},
            "import_topics": {"id": "t1", "label": "T", "synonyms": "a;b", "definition": "d", "parent": None, "kind": "topic"},
            "import_people": {"id": "p9", "name": "P", "email": "p@example.org", "languages": ["en"], "roles": ["coach"], "topics": [],
                "hours": 4, "availability": {"hours_per_month": 4}, "place_code": None},
            "import_circles": {"id": "c9", "name": "C", "purpose": "P", "host": "host", "members": [], "topics": [], "size_limit": 12,
                "language": "en", "current_question": "?"},
        }
        calls = [(call, field, given | {field: junk}) for call, given in right.items() for field in given for junk in JUNK]
        calls += [(call, "rows", {"rows": junk}) for call in rows for junk in JUNK]
        calls += [(call, field, {"rows": [row | {field: junk}]}) for call, row in rows.items() for field in row for junk in JUNK]
        self.assertEqual(self.line.admin("import_people", rows=[{"id": "host", "name": "H"}]).outcome, "ok")
        for call, field, given in calls:
            with self.subTest(call=call, given=str(given)[:200]):
                self.line.owner("savepoint before")
                try:
                    answer = self.line.admin(call, **given)
                finally:
                    self.line.owner("rollback to savepoint before")
                self.assertIn(answer.outcome, ("ok", "invalid", "not_found", "too_large", "conflict"))
                if answer.outcome == "invalid":
                    self.assertRegex(answer.detail, "^(row 1: )?[a-z_]+: ")

    def test_numbers_that_are_none_are_invalid(self):
        for call in ("person_list", "mail_list"):
            self.refused(self.line.admin(call, after="x"), "invalid", "after: must be a whole number")
        self.refused(self.line.admin("person_add", name="A\x1b[2J", email="a@example.org"), "invalid", "name: cannot be shown")

    def test_only_commands_are_called(self):
        for name in ("nothing", "call", "pg_sleep", "person_add; drop"):
            self.refused(self.line.admin(name), "not_found")


if __name__ == "__main__":
    unittest.main()
