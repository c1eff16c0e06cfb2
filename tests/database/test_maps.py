"""Topics and places: importing them, finding them in English and Welsh, with typing errors forgiven."""

import csv
import unittest
from pathlib import Path

from house import House

DEMONSTRATION = Path(__file__).resolve().parents[2] / "deploy/demonstration"


def rows(name):
    """The rows of a demonstration file as the importer reads them: empty values are left out."""
    with open(DEMONSTRATION / name, encoding="utf-8", newline="") as file:
        return [{key: value for key, value in row.items() if value != ""} for row in csv.DictReader(file)]


class Topics(House):
    def setUp(self):
        super().setUp()
        self.ann = self.line.person("Ann")
        self.rows = rows("topics.csv")
        self.imported = self.line.admin("import_topics", rows=self.rows)

    def suggest(self, text):
        return [(topic["slug"], topic["score"]) for topic in self.line.ask(self.ann, "topic.suggest", text=text).reply["topics"]]

    def test_importing_twice_changes_nothing(self):
        before = self.line.ask(self.ann, "topic.list").reply
        again = self.line.admin("import_topics", rows=self.rows)
        self.assertEqual((self.imported.reply["added"], again.reply["added"]), (len(self.rows), 0))
        self.assertEqual(self.line.ask(self.ann, "topic.list").reply, before)

    def test_the_list_has_parents_first_in_the_language_asked_for(self):
        listed = self.line.ask(self.ann, "topic.list", language="cy").reply["topics"]
        seen = set()
        for topic in listed:
            self.assertTrue(topic["parent"] is None or topic["parent"] in seen, topic)
            seen.add(topic["id"])
        labels = {topic["slug"]: topic["label"] for topic in listed}
        self.assertEqual(labels["co-production"], "Cyd-gynhyrchu")
        english = {topic["slug"]: topic["label"] for topic in self.line.ask(self.ann, "topic.list").reply["topics"]}
        self.assertEqual(english["co-production"], "Co-production")

    def test_words_suggest_topics_by_label_synonym_and_definition(self):
        self.assertEqual(self.suggest("We want residents to co-design services")[0][0], "co-production")
        self.assertEqual(self.suggest("door knocking in our streets")[0][0], "community-organising")
        self.assertEqual(self.suggest("cyd-gynhyrchu")[0][0], "co-production")
        scores = [score for _, score in self.suggest("lived experience of young people")]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertTrue(scores and all(0 < score <= 1000 for score in scores))
        self.assertLessEqual(len(self.suggest("community " * 40)), 10)
        self.assertEqual(self.suggest("qqqq xxxx"), [])

    def test_a_row_that_is_not_right_is_named_and_changes_nothing(self):
        for row, problem in (({"label": "x"}, "id"), ({"id": "a"}, "label"), ({"id": "a", "label": "x", "parent": "nowhere"}, "parent"),
                ({"id": "A b", "label": "x"}, "id"), ({"id": "a", "label": "x" * 401}, "label")):
            answer = self.line.admin("import_topics", rows=[{"id": "fine", "label": "Fine"}, row])
            self.refused(answer, "invalid")
            self.assertTrue(answer.detail.startswith(f"row 2: {problem}"), answer.detail)
        self.assertNotIn("fine", [topic["slug"] for topic in self.line.ask(self.ann, "topic.list").reply["topics"]])

    def test_a_topic_that_was_merged_gives_way_to_the_other(self):
        self.line.owner("""update waymark.topic set merged_into = (select id from waymark.topic where slug = 'sharing-power')
            where slug = 'co-production'""")
        self.assertNotIn("co-production", [topic["slug"] for topic in self.line.ask(self.ann, "topic.list").reply["topics"]])
        self.assertEqual(self.suggest("co-design")[0][0], "sharing-power")


class Places(House):
    def setUp(self):
        super().setUp()
        self.ann, self.bob = self.line.person("Ann"), self.line.person("Bob", language="cy")
        self.imported = self.line.admin("import_places", rows=rows("places.csv"))

    def find(self, text=None, code=None, me=None):
        return [place["name"] for place in self.line.ask(me, "place.find", text=text, code=code).reply["places"]]

    def test_importing_twice_adds_nothing(self):
        self.assertEqual(self.imported.reply["added"], len(rows("places.csv")))
        self.assertEqual(self.line.admin("import_places", rows=rows("places.csv")).reply["added"], 0)

    def test_places_are_found_by_code_by_beginning_and_in_spite_of_errors(self):
        self.assertEqual(self.find(code="w06000015"), ["Cardiff"])
        self.assertEqual(self.find("Cardif")[0], "Cardiff")
        self.assertEqual(self.find("leicster")[0], "Leicester")
        self.assertEqual(self.find("brist")[0], "Bristol")
        self.assertEqual(self.find("qqqq"), [])
        self.assertEqual((self.find("100%"), self.find("a_b\\")), ([], []))

    def test_a_welsh_name_finds_a_place_and_a_welsh_reader_is_told_it(self):
        self.assertEqual(self.find("caerdydd")[0], "Cardiff")
        self.assertEqual(self.find("Cardiff", me=self.bob)[0], "Caerdydd")

    def test_need_is_the_quintile_or_comes_from_the_rank(self):
        rows = [{"code": "X1", "name": "One", "dep_rank_in_nation": "1", "dep_rank_of": "296"}, {"code": "X2", "name": "Two", "need_quintile": "4"},
            {"code": "X3", "name": "Three"}, {"code": "X4", "name": "Four", "dep_rank_in_nation": "296", "dep_rank_of": "296"},
            {"code": "X5", "name": "Five", "dep_rank_in_nation": "60", "dep_rank_of": "296"}]
        self.assertEqual(self.line.admin("import_places", rows=rows).outcome, "ok")
        need = lambda code: self.line.owner("select need_quintile from waymark.place where code = %s", code)
        self.assertEqual([need(f"X{number}") for number in range(1, 6)], [1, 4, None, 5, 2])

    def test_a_place_lies_within_the_one_its_row_names_wherever_that_stands(self):
        rows = [{"code": "X1", "name": "Small", "parent_code": "X2"}, {"code": "X2", "name": "Large", "kind": "county"}]
        self.line.admin("import_places", rows=rows)
        found = {p["name"]: p for p in self.line.ask(None, "place.find", code="X1").reply["places"] + self.line.ask(None, "place.find", code="X2").reply["places"]}
        self.assertEqual(found["Small"]["within"], found["Large"]["id"])

    def test_a_row_that_is_not_right_is_named_and_changes_nothing(self):
        for row, problem in (({"name": "x"}, "code"), ({"code": "X9"}, "name"), ({"code": "X9", "name": "x", "nation": "France"}, "nation"),
                ({"code": "X9", "name": "x", "need_quintile": "6"}, "need"), ({"code": "X8", "name": "again"}, "code")):
            answer = self.line.admin("import_places", rows=[{"code": "X8", "name": "Fine"}, row])
            self.refused(answer, "invalid")
            self.assertIn(problem, answer.detail)
        self.assertEqual(self.find(code="X8"), [])

    def test_people_add_places_as_they_call_them_once(self):
        within = self.line.ask(None, "place.find", code="W06000015").reply["places"][0]
        added = self.line.ask(self.ann, "place.add", name="Y Sblot", within=within["id"]).reply["places"][0]
        again = self.line.ask(self.bob, "place.add", name="y sblot", within=within["id"]).reply["places"][0]
        self.assertEqual((added["id"], added["nation"], added["code"]), (again["id"], "Wales", None))
        self.refused(self.line.ask(self.ann, "place.add", name="x", within=999999), "not_found", "within")
        self.refused(self.line.ask(self.ann, "place.add", name="  "), "invalid")
        for number in range(19):
            self.assertEqual(self.line.ask(self.ann, "place.add", name=f"corner {number}").outcome, "ok")
        self.refused(self.line.ask(self.ann, "place.add", name="one too many"), "rate_limited")


if __name__ == "__main__":
    unittest.main()
