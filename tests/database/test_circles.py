"""Circles: opening, asking in, joining, leaving, and what each does to the circle's life."""

import os
import unittest

from house import House


class Circles(House):
    def setUp(self):
        super().setUp()
        self.ann, self.bob, self.cat, self.dan = (self.line.person(name) for name in ("Ann", "Bob", "Cat", "Dan"))

    def get(self, person, circle):
        return self.line.ask(person, "circle.get", circle=circle)

    def inbox(self, person):
        return self.line.log(person, self.line.typed(None, "session_hello", self.line.token(person)).inbox)

    def test_opening_makes_a_facilitator_and_a_circle_that_asks_people_in(self):
        answer = self.line.ask(self.ann, "circle.open", title="Walks", purpose="To walk", topics=[], seats=5)
        self.assertEqual([event["kind"] for event in answer.events], ["joined", "state"])
        circle = self.get(self.ann, answer.reply["circle"]).reply["circle"]
        self.assertEqual((circle["state"], circle["you"], circle["taken"], circle["seats"], circle["language"]), ("inviting", "facilitator", 1, 5, "en"))
        self.assertEqual(self.line.log(self.ann, answer.reply["channel"]), answer.events)

    def test_opening_names_what_is_wrong(self):
        ask = lambda **more: self.line.ask(self.ann, "circle.open", **({"title": "W", "purpose": "p", "topics": [], "seats": 5} | more))
        self.refused(ask(topics=[999]), "not_found", "topics")
        self.refused(ask(language="no such!"), "invalid")
        for _ in range(20):
            self.assertEqual(ask().outcome, "ok")
        self.refused(ask(), "rate_limited")

    def test_an_invitation_arrives_in_the_inbox_once(self):
        circle, _ = self.line.circle(self.ann)
        for _ in range(2):
            self.assertEqual(self.line.ask(self.ann, "circle.invite", circle=circle, person=self.bob).reply, {"state": "invited"})
        self.assertEqual([event["body"] for event in self.inbox(self.bob)], [{"circle": circle, "title": "Walks", "by": self.ann, "name": "Ann"}])
        seen = self.get(self.bob, circle).reply["circle"]
        self.assertEqual((seen["you"], seen["channel"]), ("invited", None))

    def test_only_members_ask_in_and_only_people_who_exist_and_are_not_in(self):
        circle, _ = self.line.circle(self.ann, self.bob)
        self.refused(self.line.ask(self.cat, "circle.invite", circle=circle, person=self.dan), "not_found")
        self.refused(self.line.ask(self.bob, "circle.invite", circle=circle, person=99999), "not_found", "person")
        self.refused(self.line.ask(self.bob, "circle.invite", circle=circle, person=self.ann), "conflict", "already_member")
        self.assertEqual(self.line.ask(self.bob, "circle.invite", circle=circle, person=self.cat).outcome, "ok")

    def test_whoever_is_taken_out_has_asked_nobody_in(self):
        circle, _ = self.line.circle(self.ann, self.bob)
        self.line.ask(self.bob, "circle.invite", circle=circle, person=self.cat)
        self.line.ask(self.ann, "circle.invite", circle=circle, person=self.dan)
        self.line.ask(self.ann, "circle.leave", circle=circle, person=self.bob)
        self.refused(self.line.ask(self.cat, "circle.join", circle=circle), "not_found")
        self.assertEqual(self.line.ask(self.dan, "circle.join", circle=circle).outcome, "ok")

    def test_a_block_is_never_told(self):
        circle, _ = self.line.circle(self.ann, self.cat)
        self.line.ask(self.bob, "block.add", person=self.ann)
        asked = self.line.ask(self.ann, "circle.invite", circle=circle, person=self.bob)
        self.assertEqual((asked.outcome, asked.reply, asked.events), ("ok", {"state": "invited"}, None))
        self.assertEqual(self.inbox(self.bob), [])
        self.refused(self.line.ask(self.bob, "circle.join", circle=circle), "not_found")
        self.refused(self.get(self.bob, circle), "not_found")
        self.assertEqual(self.line.ask(self.cat, "circle.invite", circle=circle, person=self.bob).outcome, "ok")
        self.assertEqual(len(self.inbox(self.bob)), 1)

    def test_whom_one_has_blocked_oneself_cannot_be_asked_in(self):
        circle, _ = self.line.circle(self.ann)
        self.line.ask(self.ann, "block.add", person=self.bob)
        self.refused(self.line.ask(self.ann, "circle.invite", circle=circle, person=self.bob), "not_found", "person")
        self.line.ask(self.ann, "block.remove", person=self.bob)
        self.assertEqual(self.line.ask(self.ann, "circle.invite", circle=circle, person=self.bob).outcome, "ok")

    def test_the_second_member_makes_it_active(self):
        circle, channel = self.line.circle(self.ann)
        self.line.ask(self.ann, "circle.invite", circle=circle, person=self.bob)
        joined = self.line.ask(self.bob, "circle.join", circle=circle)
        self.assertEqual(joined.reply, {"state": "member", "channel": channel})
        self.assertEqual([event["kind"] for event in joined.events], ["joined", "state"])
        self.assertEqual(joined.events[1]["body"], {"object": "circle", "id": circle, "from": "inviting", "to": "active", "by": None})
        self.line.ask(self.ann, "circle.invite", circle=circle, person=self.cat)
        self.assertEqual([event["kind"] for event in self.line.ask(self.cat, "circle.join", circle=circle).events], ["joined"])

    def test_nobody_joins_unasked_twice_or_beyond_the_seats(self):
        circle, _ = self.line.circle(self.ann, self.bob, seats=2)
        self.refused(self.line.ask(self.dan, "circle.join", circle=circle), "not_found")
        self.refused(self.line.ask(self.bob, "circle.join", circle=circle), "conflict", "already_member")
        self.line.ask(self.ann, "circle.invite", circle=circle, person=self.cat)
        self.refused(self.line.ask(self.cat, "circle.join", circle=circle), "conflict", "full")
        self.line.ask(self.bob, "circle.leave", circle=circle)
        self.assertEqual(self.line.ask(self.cat, "circle.join", circle=circle).outcome, "ok")

    def test_a_circle_keeps_a_facilitator_as_long_as_it_has_members(self):
        circle, channel = self.line.circle(self.ann, self.bob, self.cat)
        left = self.line.ask(self.ann, "circle.leave", circle=circle)
        self.assertEqual([(event["kind"], event["actor"], event["body"]) for event in left.events],
            [("left", self.ann, {"person": self.ann}), ("role", None, {"person": self.bob, "role": "facilitator"})])
        self.assertEqual(self.line.log(self.cat, channel)[-1]["body"], left.events[1]["body"])
        self.assertEqual(self.line.history(self.ann, channel)[-1]["kind"], "left")
        members = self.line.ask(self.cat, "channel.members", channel=channel).reply["members"]
        self.assertEqual([(m["name"], m["role"]) for m in members], [("Bob", "facilitator"), ("Cat", "member")])
        self.assertEqual([event["kind"] for event in self.line.ask(self.cat, "circle.leave", circle=circle).events], ["left"])

    def test_one_s_circles_are_those_one_is_asked_into_and_those_one_is_in(self):
        mine = lambda person: [(entry["id"], entry["channel"], entry["title"], entry["state"], entry["you"])
            for entry in self.line.ask(person, "circle.list").reply["circles"]]
        walks, channel = self.line.circle(self.ann, self.bob)
        self.line.at("clock_timestamp() + interval '1 minute'")
        boats, other = self.line.circle(self.cat, title="Boats")
        self.line.at("clock_timestamp() + interval '2 minutes'")
        self.assertEqual(mine(self.bob), [(walks, channel, "Walks", "active", "member")])
        self.line.ask(self.cat, "circle.invite", circle=boats, person=self.bob)
        self.assertEqual(mine(self.bob), [(boats, None, "Boats", "inviting", "invited"), (walks, channel, "Walks", "active", "member")])
        self.assertEqual(mine(self.cat), [(boats, other, "Boats", "inviting", "facilitator")])
        self.line.ask(self.bob, "circle.join", circle=boats)
        self.assertEqual([entry[0] for entry in mine(self.bob)], [boats, walks])
        self.line.ask(self.bob, "circle.invite", circle=walks, person=self.dan)
        self.assertEqual(len(mine(self.dan)), 1)
        for person in (self.ann, self.bob):
            self.line.ask(person, "circle.leave", circle=walks)
        self.assertEqual((mine(self.dan), mine(self.ann), len(mine(self.bob))), ([], [], 1))

    def test_the_last_one_out_closes_it(self):
        circle, channel = self.line.circle(self.ann, self.bob)
        self.line.ask(self.ann, "circle.leave", circle=circle)
        self.line.ask(self.bob, "circle.invite", circle=circle, person=self.dan)
        left = self.line.ask(self.bob, "circle.leave", circle=circle)
        self.assertEqual([event["kind"] for event in left.events], ["left", "state"])
        self.assertEqual(left.events[1]["body"]["to"], "closed")
        self.refused(self.line.ask(self.dan, "circle.join", circle=circle), "conflict", "closed")
        self.refused(self.line.ask(self.bob, "circle.leave", circle=circle), "not_found")

    def test_a_facilitator_takes_a_member_out_and_nobody_else_does(self):
        circle, channel = self.line.circle(self.ann, self.bob, self.cat)
        self.refused(self.line.ask(self.bob, "circle.leave", circle=circle, person=self.cat), "denied")
        self.refused(self.line.ask(self.ann, "circle.leave", circle=circle, person=self.dan), "not_found", "person")
        out = self.line.ask(self.ann, "circle.leave", circle=circle, person=self.cat)
        self.assertEqual(out.events[0]["body"], {"person": self.cat})
        self.assertIsNone(self.line.log(self.cat, channel))

    def test_a_circle_does_not_exist_for_strangers(self):
        circle, _ = self.line.circle(self.ann)
        for operation in ("circle.get", "circle.join", "circle.leave"):
            self.refused(self.line.ask(self.dan, operation, circle=circle), "not_found")
            self.refused(self.line.ask(self.dan, operation, circle=circle + 1000), "not_found")

    def test_a_move_that_the_life_cycle_does_not_know_is_a_fault(self):
        circle, _ = self.line.circle(self.ann, self.bob)
        for move in ("inviting", "asleep"):
            with self.assertRaisesRegex(Exception, "may not move"):
                self.line.owner("savepoint here")
                self.line.owner("select waymark.move('circle', %s, %s, null)", circle, move)
            self.line.owner("rollback to here")


if __name__ == "__main__":
    unittest.main()
