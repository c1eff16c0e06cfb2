"""People: profiles, blocks and roles."""

import unittest

from house import House


class People(House):
    def setUp(self):
        super().setUp()
        self.ann, self.bob, self.cat = (self.line.person(name) for name in ("Ann", "Bob", "Cat"))

    def profile(self, me, person=None):
        return self.line.ask(me, "profile.get", person=person)

    def test_whoever_left_before_one_came_is_not_met(self):
        cat, dan = self.line.person("Kit"), self.line.person("Dan")
        circle, _ = self.line.circle(self.ann, self.bob)
        self.line.ask(self.bob, "circle.leave", circle=circle)
        for late in (cat, dan):
            self.line.ask(self.ann, "circle.invite", circle=circle, person=late)
            self.line.ask(late, "circle.join", circle=circle)
        self.refused(self.profile(cat, self.bob), "not_found")
        self.line.ask(dan, "circle.leave", circle=circle)
        self.assertEqual(self.profile(cat, dan).reply["profile"]["name"], "Dan")
        self.assertEqual(self.profile(self.ann, self.bob).reply["profile"]["name"], "Bob")
        self.refused(self.profile(dan, cat), "not_found")

    def test_a_profile_changes_in_what_is_given_only(self):
        place = self.line.ask(self.ann, "place.add", name="Y Felinheli").reply["places"][0]["id"]
        self.line.admin("import_topics", rows=[{"id": "walks", "label": "Walks"}])
        topic = self.line.ask(self.ann, "topic.list").reply["topics"][0]["id"]
        first = self.line.ask(self.ann, "profile.set", name="Ann-Mair", topics=[topic, topic], hours_per_month=4, place=place).reply["profile"]
        self.assertEqual((first["name"], first["topics"], first["hours_per_month"], first["place"]["name"]), ("Ann-Mair", [topic], 4, "Y Felinheli"))
        then = self.line.ask(self.ann, "profile.set", may_ask=True, paused_until=2000000000000000).reply["profile"]
        self.assertEqual((then["name"], then["topics"], then["may_ask"], then["paused_until"]), ("Ann-Mair", [topic], True, 2000000000000000))
        last = self.line.ask(self.ann, "profile.set", topics=[], paused_until=0).reply["profile"]
        self.assertEqual((last["topics"], last["paused_until"], last["hours_per_month"]), ([], None, 4))

    def test_what_is_not_there_is_named(self):
        self.refused(self.line.ask(self.ann, "profile.set", topics=[12345]), "not_found", "topics")
        self.refused(self.line.ask(self.ann, "profile.set", place=12345), "not_found", "place")
        self.refused(self.line.ask(self.ann, "profile.set", language="!!"), "invalid")

    def test_others_see_less_and_strangers_nothing(self):
        self.line.circle(self.ann, self.bob)
        own, others = self.profile(self.ann).reply["profile"], self.profile(self.bob, self.ann).reply["profile"]
        self.assertEqual(own["email"], "ann@example.org")
        self.assertEqual(set(others), {"person", "name", "language", "place", "topics"})
        self.refused(self.profile(self.cat, self.ann), "not_found")
        self.refused(self.profile(self.cat, 99999), "not_found")

    def test_whoever_left_is_still_known_to_those_who_stayed_and_not_the_other_way(self):
        circle, _ = self.line.circle(self.ann, self.bob)
        self.line.ask(self.bob, "circle.leave", circle=circle)
        self.assertEqual(self.profile(self.ann, self.bob).outcome, "ok")
        self.refused(self.profile(self.bob, self.ann), "not_found")

    def test_a_block_is_kept_once_and_taken_back(self):
        for _ in range(2):
            self.assertEqual(self.line.ask(self.ann, "block.add", person=self.bob).outcome, "ok")
        self.refused(self.line.ask(self.ann, "block.add", person=self.ann), "invalid")
        self.refused(self.line.ask(self.ann, "block.add", person=99999), "not_found")
        for _ in range(2):
            self.assertEqual(self.line.ask(self.ann, "block.remove", person=self.bob).outcome, "ok")


class Roles(House):
    def setUp(self):
        super().setUp()
        self.op = self.line.person("Op", roles=["operator"])
        self.ann, self.bob = self.line.person("Ann"), self.line.person("Bob")

    def grant(self, me, person, role, **more):
        return self.line.ask(me, "role.grant", person=person, role=role, **more)

    def revoke(self, person, role, **more):
        return self.line.ask(self.op, "role.revoke", person=person, role=role, **more)

    def test_only_an_operator_gives_roles(self):
        for operation in ("role.grant", "role.revoke"):
            self.refused(self.line.ask(self.ann, operation, person=self.ann, role="operator"), "denied")
        given = self.grant(self.op, self.ann, "coach")
        self.assertEqual(given.reply["roles"], [{"role": "coach", "place": None}, {"role": "member", "place": None}])
        self.assertEqual(self.grant(self.op, self.ann, "coach").reply, given.reply)

    def test_a_role_may_hold_in_one_place_only(self):
        place = self.line.ask(self.op, "place.add", name="Here").reply["places"][0]["id"]
        self.assertEqual(self.grant(self.op, self.ann, "coach", place=place).reply["roles"][0], {"role": "coach", "place": place})
        self.refused(self.revoke(self.ann, "coach"), "not_found")
        self.assertEqual(self.revoke(self.ann, "coach", place=place).reply["roles"], [{"role": "member", "place": None}])
        self.refused(self.grant(self.op, self.ann, "coach", place=99999), "not_found", "place")

    def test_the_last_broker_and_the_last_safeguarding_lead_stay(self):
        for role in ("broker", "safeguarding"):
            self.grant(self.op, self.ann, role)
            self.refused(self.revoke(self.ann, role), "conflict", "last_holder")
            self.grant(self.op, self.bob, role)
            self.assertEqual(self.revoke(self.ann, role).outcome, "ok")
            self.refused(self.revoke(self.ann, role), "not_found")
        self.refused(self.line.admin("person_revoke", person=self.bob, role="broker"), "conflict", "last_holder")

    def test_a_text_that_grows_in_normal_form_is_refused_by_its_name(self):
        ann = self.line.person("Gro")
        _, channel = self.line.circle(ann)
        seq = self.line.post((ann, channel, "hello"))[0].seq
        grown = lambda count: "\u0958" * count  # three bytes each, six in normal form
        for field, size, asked in [
            ("title", 400, ("circle.open", {"title": grown(130), "purpose": "p", "topics": [], "seats": 5})),
            ("purpose", 4000, ("circle.open", {"title": "t", "purpose": grown(1300), "topics": [], "seats": 5})),
            ("mark", 32, ("channel.react", {"channel": channel, "seq": seq, "mark": grown(10)})),
            ("name", 200, ("profile.set", {"name": grown(66)})),
            ("name", 200, ("place.add", {"name": grown(66)})),
            ("why", 4000, ("invitation.make", {"why": grown(1300)})),
        ]:
            self.refused(self.line.ask(ann, asked[0], **asked[1]), "too_large", f"{field} is longer than {size} bytes")
        self.refused(self.line.ask(None, "session.link", email="\u023a" * 120 + "@example.org"), "invalid", "email: is no mail address")
        link = self.line.ask(ann, "invitation.make", why="w").reply["link"]
        takes = {"code": link.split("#")[1], "email": "z@example.org", "language": "en", "adult": True}
        self.refused(self.line.ask(None, "invitation.accept", name=grown(66), **takes), "too_large", "name is longer than 200 bytes")


if __name__ == "__main__":
    unittest.main()
