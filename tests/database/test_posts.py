"""Posts: the batch, judged row by row, in dense order, once for each nonce."""

import os
import random
import unittest

import psycopg2.errors

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

    def test_within_a_batch_the_first_of_a_nonce_stands_for_all_of_it(self):
        same = {"nonce": os.urandom(16)}
        rows = self.line.post((self.ann, self.channel, "", same), (self.ann, self.channel, "", same), (self.ann, self.channel, "words", same))
        self.assertEqual([(row.outcome, row.detail, row.seq) for row in rows],
            [("invalid", "text: is empty", None), ("invalid", "text: is empty", None), ("conflict", "nonce_reused", None)])
        self.assertEqual(self.line.post((self.ann, self.channel, "words", same))[0].seq, self.head + 1)

    def test_a_batch_with_one_bad_message_keeps_all_others_and_search_finds_them(self):
        rows = self.line.post((self.ann, self.channel, "owls"), (self.cat, self.channel, "owls"), (self.bob, self.channel, "owls"))
        self.assertEqual([row.seq for row in rows], [self.head + 1, None, self.head + 2])
        self.line.rows("select * from api.jobs(10)")
        hits = self.line.ask(self.ann, "channel.search", text="owls").reply["hits"]
        self.assertEqual(sorted(hit["seq"] for hit in hits), [self.head + 1, self.head + 2])

    def test_a_batch_that_is_taken_for_granted_is_answered_as_one_that_is_judged(self):
        """Random batches, half of them with nothing amiss, both ways from the same state: same answers, same log, same search."""
        chance = random.Random(7)
        _, other = self.line.circle(self.bob, self.ann, title="Boats")
        inbox = self.line.typed(None, "session_hello", self.line.token(self.ann)).inbox
        self.line.post((self.ann, self.channel, "first"), (self.bob, other, "first"))
        self.line.at("clock_timestamp()")
        used, granted = [], 0
        for _ in range(60):
            batch = self.some_posts(chance, other, inbox, used)
            arrays = [[post[place] for post in batch] for place in range(6)]
            outcomes = [self.outcome_of(function, arrays, other) for function in ("posts_keep", "posts_judge", "channel_post")]
            self.assertEqual(outcomes[1], outcomes[2], batch)
            if outcomes[0] is not None:
                self.assertEqual(outcomes[0], outcomes[1], batch)
                granted += 1
            self.call("channel_post", arrays)
            used += [post for post, row in zip(batch, outcomes[2][0]) if row[1] == "ok"]
        self.assertGreater(granted, 10)
        self.assertLess(granted, 50)

    def some_posts(self, chance, other, inbox, used):
        """A batch of (person, channel, nonce, text, lang, reply_to)."""
        def well():
            return (chance.choice([self.ann, self.bob]), chance.choice([self.channel, other]), os.urandom(16),
                chance.choice(["plain", "Cafe\u0301", "tŷ"]), chance.choice(["", "cy"]), None)

        def amiss(batch):
            post = list(well())
            post[chance.randrange(6)] = None  # what is wrong with it is chosen by its place below
            person, channel, nonce, text, lang, reply_to = post
            if nonce is None:
                person, channel, nonce, text, lang, reply_to = chance.choice([*batch, *used])
                return person, channel, nonce, chance.choice([text, "other words"]), lang, reply_to
            return (person or self.cat, channel or chance.choice([inbox, 999999]), nonce, text if text is not None else chance.choice(["", "\u0958" * 5000]),
                lang if lang is not None else "no tag", chance.choice([None, 0, 1, 4, 4000]))

        batch = [well() for _ in range(chance.randrange(1, 12))]
        if chance.random() < 0.3:
            batch[0] = (*batch[0][:5], 4 if batch[0][1] == self.channel else 6)  # the first messages
        if chance.random() < 0.5:
            for _ in range(chance.randrange(1, 4)):
                batch.insert(chance.randrange(len(batch) + 1), amiss(batch))
        return batch

    def call(self, function, arrays):
        schema = "api" if function == "channel_post" else "waymark"
        role = "waymark_daemon" if function == "channel_post" else "waymark_posts"
        return self.line.rows(f"select * from {schema}.{function}(%s::bigint[], %s::bigint[], %s::bytea[], %s::text[], %s::text[], %s::bigint[])"
            " order by ord", *arrays, role=role)

    def outcome_of(self, function, arrays, other):
        """What it answers, and what is there afterwards, undone; None if it gives up."""
        self.line.owner("savepoint before")
        try:
            rows = [row._replace(at=row.at if row.outcome == "ok" else None) for row in self.call(function, arrays)]
            logs = [self.line.log(self.ann, channel) for channel in (self.channel, other)]
            due = self.line.owner("select array_agg((n.channel, n.seq)::text order by n.channel, n.seq)"
                " from waymark.search_due d, unnest(d.channels, d.seqs) n(channel, seq)")
            return rows, logs, due
        except psycopg2.errors.UniqueViolation:
            return None
        finally:
            self.line.owner("rollback to savepoint before")
            self.line.owner("reset role")

    def test_an_empty_batch_is_nothing(self):
        self.assertEqual(self.line.post(), [])


if __name__ == "__main__":
    unittest.main()
