"""Posts: the batch, judged row by row, in dense order, once for each nonce."""

import os
import unittest

from house import House


class Posts(House):
    def setUp(self):
        super().setUp()
        self.ann, self.bob, self.cat = (self.line.person(name) for name in ("Ann", "Bob", "Cat"))
        self.circle, self.channel = self.line.circle(self.ann, self.bob)
        self.head = self.line.log(self.ann, self.channel)[-1]["seq"]

    def texts(self, person=None):
        return [event["body"].get("text") for event in self.line.log(person or self.ann, self.channel) if event["kind"] == "message"]

    def test_a_batch_is_kept_in_its_order_at_dense_positions(self):
        rows = self.line.post(*((person, self.channel, f"word {number}") for number, person in enumerate([self.ann, self.bob] * 5)))
        self.assertEqual([row.outcome for row in rows], ["ok"] * 10)
        self.assertEqual([row.seq for row in rows], list(range(self.head + 1, self.head + 11)))
        self.assertEqual(self.texts(), [f"word {number}" for number in range(10)])

    def test_two_channels_in_one_batch_keep_their_own_positions(self):
        _, other = self.line.circle(self.ann, title="Boats")
        start = self.line.log(self.ann, other)[-1]["seq"]
        rows = self.line.post((self.ann, other, "a"), (self.ann, self.channel, "b"), (self.ann, other, "c"))
        self.assertEqual([row.seq for row in rows], [start + 1, self.head + 1, start + 2])

    def test_a_stranger_s_post_is_refused_and_takes_no_position(self):
        rows = self.line.post((self.ann, self.channel, "one"), (self.cat, self.channel, "two"), (self.ann, 999999, "three"), (self.bob, self.channel, "four"))
        self.assertEqual([row.outcome for row in rows], ["ok", "not_found", "not_found", "ok"])
        self.assertEqual([row.seq for row in rows], [self.head + 1, None, None, self.head + 2])
        self.assertEqual(self.texts(), ["one", "four"])

    def test_nobody_posts_into_an_inbox(self):
        inbox = self.line.typed(None, "session_hello", self.line.token(self.ann)).inbox
        self.assertEqual(self.line.post((self.ann, inbox, "to me"))[0].outcome, "denied")

    def test_a_repeat_gives_the_first_answer_and_keeps_nothing(self):
        nonce = os.urandom(16)
        first = self.line.post((self.ann, self.channel, "once", {"nonce": nonce}))[0]
        again = self.line.post((self.ann, self.channel, "once", {"nonce": nonce}))[0]
        self.assertEqual((again.outcome, again.detail, again.seq, again.at), ("ok", "repeat", first.seq, first.at))
        self.assertEqual(self.texts(), ["once"])

    def test_a_repeat_within_the_batch_is_kept_once(self):
        same = {"nonce": os.urandom(16)}
        rows = self.line.post((self.ann, self.channel, "once", same), (self.bob, self.channel, "between"), (self.ann, self.channel, "once", same))
        self.assertEqual([(row.outcome, row.detail, row.seq) for row in rows],
            [("ok", None, self.head + 1), ("ok", None, self.head + 2), ("ok", "repeat", self.head + 1)])
        self.assertEqual(self.texts(), ["once", "between"])

    def test_other_words_under_a_nonce_are_refused(self):
        same = {"nonce": os.urandom(16)}
        rows = self.line.post((self.ann, self.channel, "first", same), (self.ann, self.channel, "second", same))
        self.assertEqual((rows[1].outcome, rows[1].detail), ("conflict", "nonce_reused"))
        later = self.line.post((self.ann, self.channel, "third", same))[0]
        self.assertEqual((later.outcome, later.detail), ("conflict", "nonce_reused"))
        self.assertEqual(self.texts(), ["first"])

    def test_the_same_nonce_of_two_people_is_two_messages(self):
        same = {"nonce": os.urandom(16)}
        rows = self.line.post((self.ann, self.channel, "mine", same), (self.bob, self.channel, "yours", same))
        self.assertEqual([row.outcome for row in rows], ["ok", "ok"])
        self.assertEqual(len({row.seq for row in rows}), 2)

    def test_a_repeat_after_leaving_still_gives_the_first_answer(self):
        nonce = os.urandom(16)
        first = self.line.post((self.bob, self.channel, "bye", {"nonce": nonce}))[0]
        self.line.ask(self.bob, "circle.leave", circle=self.circle)
        again, new = self.line.post((self.bob, self.channel, "bye", {"nonce": nonce}), (self.bob, self.channel, "one more"))
        self.assertEqual((again.outcome, again.seq), ("ok", first.seq))
        self.assertEqual(new.outcome, "not_found")

    def test_a_repeat_of_an_edited_or_retracted_message_is_a_repeat(self):
        nonce = os.urandom(16)
        first = self.line.post((self.ann, self.channel, "draft", {"nonce": nonce}))[0]
        self.line.ask(self.ann, "channel.edit", channel=self.channel, seq=first.seq, text="better")
        self.assertEqual(self.line.post((self.ann, self.channel, "draft", {"nonce": nonce}))[0].seq, first.seq)
        self.line.ask(self.ann, "channel.retract", channel=self.channel, seq=first.seq)
        self.assertEqual(self.line.post((self.ann, self.channel, "draft", {"nonce": nonce}))[0].detail, "repeat")

    def test_words_are_kept_in_normal_form_and_given_back_only_if_changed(self):
        rows = self.line.post((self.ann, self.channel, "Cafe\u0301"), (self.ann, self.channel, "Café"), (self.ann, self.channel, "plain"))
        self.assertEqual([row.text for row in rows], ["Café", None, None])
        self.assertEqual(self.texts(), ["Café", "Café", "plain"])

    def test_the_language_is_the_one_given_or_one_s_own(self):
        self.line.ask(self.bob, "profile.set", language="cy")
        rows = self.line.post((self.bob, self.channel, "helo"), (self.bob, self.channel, "hello", {"lang": "en"}), (self.bob, self.channel, "?", {"lang": "not a tag"}))
        self.assertEqual([row.lang for row in rows[:2]], ["cy", "en"])
        self.assertEqual((rows[2].outcome, rows[2].detail[:4]), ("invalid", "lang"))

    def test_an_answer_names_a_message_that_the_person_may_see(self):
        message = self.line.post((self.ann, self.channel, "what?"))[0].seq
        rows = self.line.post((self.bob, self.channel, "that", {"reply_to": message}), (self.bob, self.channel, "no", {"reply_to": message + 50}),
            (self.bob, self.channel, "a joining", {"reply_to": 1}))
        self.assertEqual([row.outcome for row in rows], ["ok", "invalid", "invalid"])
        self.assertEqual(self.line.log(self.ann, self.channel)[-1]["body"], {"text": "that", "reply_to": message})

    def test_a_message_over_the_limit_is_too_large(self):
        rows = self.line.post((self.ann, self.channel, "x" * 16000), (self.ann, self.channel, "x" * 16001))
        self.assertEqual([(row.outcome, row.detail) for row in rows], [("ok", None), ("too_large", "text")])

    def test_an_empty_batch_is_nothing(self):
        self.assertEqual(self.line.post(), [])


if __name__ == "__main__":
    unittest.main()
