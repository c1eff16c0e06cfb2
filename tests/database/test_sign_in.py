"""Signing in: mailed links, six digits, sessions, and invitations from outside."""

import os
import unittest

from house import House

HOUR = "clock_timestamp() + interval '{}'"


class SignIn(House):
    def setUp(self):
        super().setUp()
        self.ann, self.bob = self.line.person("Ann"), self.line.person("Bob", language="cy")

    def mails(self, email):
        return [mail for mail in self.line.admin("mail_list").reply["mails"] if mail["email"].lower() == email]

    def mailed(self, email):
        """The code and digits of the newest sign-in mail."""
        params = self.mails(email)[-1]["params"]
        return params["link"].split("#")[1], params["digits"]

    def link(self, email="ann@example.org"):
        return self.line.ask(None, "session.link", email=email)

    def enter(self, code, email=None):
        return self.line.ask(None, "session.enter", code=code, email=email)

    def test_a_link_is_mailed_in_the_person_s_language_and_says_no_words_of_anyone(self):
        self.assertEqual(self.link("BOB@example.org").reply, {})
        mail = self.mails("bob@example.org")[0]
        self.assertEqual((mail["template"], mail["language"], mail["state"]), ("sign_in", "cy", "waiting"))
        self.assertEqual(set(mail["params"]), {"name", "link", "digits"})

    def test_the_answer_is_the_same_whether_or_not_somebody_has_the_address(self):
        known = [self.link() for _ in range(6)]
        unknown = [self.link("nobody@example.org") for _ in range(6)]
        self.assertEqual(known, unknown)
        self.assertEqual([answer.outcome for answer in known], ["ok"] * 5 + ["rate_limited"])
        self.assertEqual((len(self.mails("ann@example.org")), len(self.mails("nobody@example.org"))), (5, 0))
        self.line.at("clock_timestamp() + interval '61 minutes'")
        self.assertEqual(self.link().outcome, "ok")

    def test_a_link_says_whose_it_is_and_works_once(self):
        self.link()
        code, _ = self.mailed("ann@example.org")
        for _ in range(2):
            self.assertEqual(self.line.ask(None, "session.read", code=code).reply["name"], "Ann")
        entered = self.enter(code)
        self.assertEqual(entered.reply["person"], {"id": self.ann, "name": "Ann", "language": "en", "roles": ["member"]})
        hello = self.line.typed(None, "session_hello", entered.reply["token"])
        self.assertEqual((hello.outcome, hello.person, hello.name, hello.roles), ("ok", self.ann, "Ann", ["member"]))
        self.refused(self.enter(code), "conflict", "already_used")
        self.refused(self.line.ask(None, "session.read", code=code), "conflict", "already_used")

    def test_a_link_ends_after_a_quarter_of_an_hour(self):
        self.link()
        code, digits = self.mailed("ann@example.org")
        self.line.at("clock_timestamp() + interval '15 minutes'")
        self.refused(self.enter(code), "conflict", "expired")
        self.refused(self.enter(digits, "ann@example.org"), "not_found")

    def test_an_unknown_code_is_not_found(self):
        self.refused(self.enter("nothing"), "not_found")
        self.refused(self.line.ask(None, "session.read", code="nothing"), "not_found")
        self.link("nobody@example.org")
        self.refused(self.enter("123456", "nobody@example.org"), "not_found")

    def test_six_digits_need_their_address_and_work_once(self):
        self.link()
        code, digits = self.mailed("ann@example.org")
        self.refused(self.enter(digits), "invalid")
        self.refused(self.enter(digits, "bob@example.org"), "not_found")
        self.assertEqual(self.enter(digits, "Ann@Example.org").outcome, "ok")
        self.refused(self.enter(digits, "ann@example.org"), "conflict", "already_used")
        self.refused(self.enter(code), "conflict", "already_used")

    def test_digits_are_not_to_be_guessed_by_asking_for_ever_new_ones(self):
        for hours in range(5):
            self.line.at(f"'2026-03-02 09:00Z'::timestamptz + interval '{hours} hours'")
            self.link("ann@example.org")
            _, digits = self.mailed("ann@example.org")
            for i in range(1, 6):
                self.refused(self.enter(f"{(int(digits) + i) % 1000000:06}", "ann@example.org"), "not_found")
        self.line.at("'2026-03-02 20:00Z'")
        self.link("ann@example.org")
        code, digits = self.mailed("ann@example.org")
        self.refused(self.enter(digits, "ann@example.org"), "not_found")
        self.assertEqual(self.enter(code).outcome, "ok")
        self.line.at("'2026-03-03 20:00Z'")
        self.link("ann@example.org")
        _, digits = self.mailed("ann@example.org")
        self.assertEqual(self.enter(digits, "ann@example.org").outcome, "ok")

    def test_five_wrong_tries_end_the_digits_but_not_the_link(self):
        self.link()
        code, digits = self.mailed("ann@example.org")
        wrong = f"{(int(digits) + 1) % 1000000:06}"
        for _ in range(5):
            self.refused(self.enter(wrong, "ann@example.org"), "not_found")
        self.refused(self.enter(digits, "ann@example.org"), "not_found")
        self.assertEqual(self.enter(code).outcome, "ok")

    def test_no_secret_is_kept(self):
        self.link()
        code, digits = self.mailed("ann@example.org")
        token = self.enter(code).reply["token"]
        for table, secret in (("session", token), ("sign_in", code), ("sign_in", digits)):
            self.assertEqual(self.line.owner(f"select count(*) from waymark.{table} t where t::text like %s", f"%{secret}%"), 0)

    def test_a_session_ends_by_itself_and_by_request(self):
        here, there = self.line.token(self.ann), self.line.token(self.ann)
        hello = lambda token: self.line.typed(None, "session_hello", token)
        session = hello(here).session
        self.assertEqual(self.line.typed(self.ann, "session_end", self.ann, session, False).outcome, "ok")
        self.assertEqual((hello(here).outcome, hello(there).outcome), ("unauthenticated", "ok"))
        self.line.typed(self.ann, "session_end", self.ann, session, True)
        self.assertEqual(hello(there).outcome, "unauthenticated")
        third = self.line.token(self.ann)
        self.line.at("clock_timestamp() + interval '89 days'")
        self.assertEqual(hello(third).outcome, "ok")
        self.line.at("clock_timestamp() + interval '178 days'")
        self.assertEqual(hello(third).outcome, "ok", "each use moves its end")
        self.line.at("clock_timestamp() + interval '269 days'")
        self.assertEqual(hello(third).outcome, "unauthenticated")

    def test_nobody_ends_another_s_session(self):
        session = self.line.typed(None, "session_hello", self.line.token(self.ann)).session
        self.line.typed(self.bob, "session_end", self.bob, session, True)
        self.assertEqual(self.line.owner("select count(*) from waymark.session where ended_at is not null and person = %s", self.ann), 0)


class Proof(House):
    """Whoever makes an invitation holds its link too, and may accept it in the name of somebody else's address."""

    def setUp(self):
        super().setUp()
        ann = self.line.person("Ann")
        link = self.line.ask(ann, "invitation.make", why="w", email="zed@example.org").reply["link"]
        accepted = self.line.ask(None, "invitation.accept", code=link.split("#")[1], name="Zed", language="en", adult=True).reply
        self.zed, self.first = accepted["person"]["id"], accepted["token"]

    def enter(self, code):
        return self.line.ask(None, "session.enter", code=code)

    def mailed(self):
        self.line.ask(None, "session.link", email="zed@example.org")
        mails = [mail for mail in self.line.admin("mail_list").reply["mails"] if mail["template"] == "sign_in"]
        return mails[-1]["params"]["link"].split("#")[1]

    def good(self, token):
        return self.line.typed(None, "session_hello", token).outcome == "ok"

    def test_the_first_mailed_link_ends_every_session_before_it(self):
        self.assertTrue(self.good(self.first))
        entered = self.enter(self.mailed())
        self.assertEqual(entered.ended, self.zed)
        self.assertEqual((self.good(self.first), self.good(entered.reply["token"])), (False, True))

    def test_the_second_ends_none(self):
        first = self.enter(self.mailed())
        second = self.enter(self.mailed())
        self.assertIsNone(second.ended)
        self.assertTrue(self.good(first.reply["token"]) and self.good(second.reply["token"]))

    def test_what_the_operator_hands_over_proves_no_address(self):
        handed = self.enter(self.line.admin("link_make", person=self.zed).reply["link"].split("#")[1])
        self.assertEqual((handed.ended, self.good(self.first)), (None, True))
        entered = self.enter(self.mailed())
        self.assertEqual((entered.ended, self.good(self.first), self.good(handed.reply["token"])), (self.zed, False, False))

    def test_whom_the_operator_added_is_proven_already(self):
        bob = self.line.person("Bob")
        token = self.line.token(bob)
        self.line.ask(None, "session.link", email="bob@example.org")
        code = self.line.admin("mail_list").reply["mails"][-1]["params"]["link"].split("#")[1]
        self.assertIsNone(self.enter(code).ended)
        self.assertTrue(self.good(token))


class Invitations(House):
    def setUp(self):
        super().setUp()
        self.ann, self.bob = self.line.person("Ann"), self.line.person("Bob")
        self.circle, self.channel = self.line.circle(self.ann, seats=3)

    def make(self, nonce=None, **more):
        return self.line.ask(self.ann, "invitation.make", nonce, **({"why": "you know boats", "circle": self.circle} | more))

    def code(self, **more):
        return self.make(**more).reply["link"].split("#")[1]

    def accept(self, code, nonce=None, **more):
        return self.line.ask(None, "invitation.accept", nonce, **({"code": code, "name": "Zed", "language": "en", "adult": True} | more))

    def test_an_invitation_is_mailed_read_and_accepted_into_a_kept_seat(self):
        made = self.make(email="zed@example.org", asks_hours=2)
        code = made.reply["link"].split("#")[1]
        read = self.line.ask(None, "invitation.read", code=code).reply
        self.assertEqual((read["who"], read["what"], read["why"], read["email"], read["asks_hours"], read["circle"]),
            ("Ann", "Walks", "you know boats", "zed@example.org", 2, self.circle))
        mails = self.line.admin("mail_list").reply["mails"]
        self.assertEqual([(mail["template"], mail["params"]) for mail in mails],
            [("invitation", {"who": "Ann", "link": made.reply["link"]})])
        accepted = self.accept(code)
        zed = accepted.reply["person"]["id"]
        self.assertEqual(self.line.typed(None, "session_hello", accepted.reply["token"]).person, zed)
        self.line.ask(self.ann, "circle.invite", circle=self.circle, person=self.bob)
        self.assertEqual(self.line.ask(self.bob, "circle.join", circle=self.circle).outcome, "ok")
        cat = self.line.person("Cat")
        self.line.ask(self.ann, "circle.invite", circle=self.circle, person=cat)
        self.refused(self.line.ask(cat, "circle.join", circle=self.circle), "conflict", "full")
        self.assertEqual(self.line.ask(zed, "circle.get", circle=self.circle).reply["circle"]["you"], "invited")
        self.assertEqual(self.line.ask(zed, "circle.join", circle=self.circle).outcome, "ok")

    def test_a_repeat_gives_the_same_account_and_a_second_acceptance_none(self):
        code, nonce = self.code(), os.urandom(16)
        first, again = self.accept(code, nonce), self.accept(code, nonce)
        self.assertEqual(first.reply, again.reply)
        self.refused(self.accept(code), "conflict", "already_used")
        self.refused(self.line.ask(None, "invitation.read", code=code), "conflict", "already_used")

    def test_a_repeat_of_making_gives_the_same_link_and_it_lies_nowhere_in_clear(self):
        nonce = os.urandom(16)
        first, again = self.make(nonce), self.make(nonce)
        self.assertEqual(first.reply, again.reply)
        code = first.reply["link"].split("#")[1]
        for table in ("command", "invitation", "mail"):
            self.assertEqual(self.line.owner(f"select count(*) from waymark.{table} t where t::text like %s", f"%{code}%"), 0, table)

    def test_adults_only_with_an_address_that_nobody_has(self):
        code = self.code()
        self.refused(self.accept(code, adult=False), "invalid")
        self.refused(self.accept(code, email="nonsense"), "invalid")
        self.refused(self.accept(code, language="?"), "invalid")
        self.refused(self.accept(code, place=99999), "not_found", "place")
        self.refused(self.accept(code, email="BOB@example.org"), "conflict", "already_registered")
        self.assertEqual(self.accept(code, email="new@example.org").outcome, "ok")

    def test_addresses_that_somebody_has_end_an_invitation_and_count_for_a_month(self):
        self.line.at("timestamptz '2026-03-02 10:00+00'")
        taken = self.code(until=1772445600000000 + 3600 * 1000000)
        for _ in range(5):
            self.refused(self.accept(taken, email="bob@example.org"), "conflict", "already_registered")
        self.refused(self.accept(taken, email="new@example.org"), "conflict", "expired")
        self.refused(self.line.ask(None, "invitation.read", code=taken), "conflict", "expired")
        for _ in range(29):
            self.code(circle=None)
        self.refused(self.make(), "rate_limited")
        self.line.at("timestamptz '2026-03-20 10:00+00'")  # the others have ended by themselves
        for _ in range(29):
            self.code(circle=None)
        self.refused(self.make(), "rate_limited")
        self.line.at("timestamptz '2026-04-02 10:00+00'")
        self.assertEqual(self.make().outcome, "ok")

    def test_it_ends_after_ten_working_days_or_when_it_says(self):
        self.line.at("timestamptz '2026-03-02 10:00+00'")  # a Monday
        code = self.code()
        self.assertEqual(self.line.ask(None, "invitation.read", code=code).reply["until"], 1773655200000000)  # Monday 16 March, 10:00
        self.line.at("timestamptz '2026-03-16 10:00+00'")
        self.refused(self.accept(code), "conflict", "expired")
        self.refused(self.line.ask(None, "invitation.read", code=code), "conflict", "expired")
        day = 86400 * 1000000
        now = 1773655200000000
        for until, outcome in ((now - 1, "invalid"), (now + 91 * day, "invalid"), (now + 89 * day, "ok")):
            self.assertEqual(self.make(until=until).outcome, outcome)

    def test_thirty_open_ones_are_enough(self):
        for _ in range(30):
            code = self.code(circle=None)
        self.refused(self.make(), "rate_limited")
        self.accept(code)
        self.assertEqual(self.make().outcome, "ok")

    def test_one_invites_only_into_a_circle_that_one_is_in(self):
        self.refused(self.line.ask(self.bob, "invitation.make", why="?", circle=self.circle), "not_found", "circle")
        self.refused(self.make(email="nonsense"), "invalid")
        self.refused(self.line.ask(None, "invitation.read", code="nothing"), "not_found")

    def test_whoever_is_out_of_the_circle_opens_it_to_nobody(self):
        self.line.ask(self.ann, "circle.invite", circle=self.circle, person=self.bob)
        self.line.ask(self.bob, "circle.join", circle=self.circle)
        code = self.line.ask(self.bob, "invitation.make", why="w", circle=self.circle).reply["link"].split("#")[1]
        self.line.ask(self.ann, "circle.leave", circle=self.circle, person=self.bob)
        read = self.line.ask(None, "invitation.read", code=code).reply
        self.assertEqual((read["what"], read["circle"]), ("Waymark", None))
        zed = self.accept(code, email="zed@example.org").reply["person"]["id"]
        self.refused(self.line.ask(zed, "circle.get", circle=self.circle), "not_found")
        self.refused(self.line.ask(zed, "circle.join", circle=self.circle), "not_found")

    def test_whoever_blocked_the_one_who_invites_gets_no_mail(self):
        self.line.ask(self.bob, "block.add", person=self.ann)
        self.assertEqual(self.make(email="bob@example.org").outcome, "ok")
        self.assertEqual(self.line.admin("mail_list").reply["mails"], [])

    def test_an_account_is_made_even_when_the_circle_is_full_meanwhile(self):
        code = self.code()
        for name in ("Cat", "Dan"):
            person = self.line.person(name)
            self.line.ask(self.ann, "circle.invite", circle=self.circle, person=person)
            self.line.ask(person, "circle.join", circle=self.circle)
        zed = self.accept(code).reply["person"]["id"]
        self.refused(self.line.ask(zed, "circle.join", circle=self.circle), "conflict", "full")


if __name__ == "__main__":
    unittest.main()
