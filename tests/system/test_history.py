"""The judge of histories is judged: a clean history has no findings, and each planted fault has its own."""

import unittest

import history

CHANNEL = 7


def clean():
    """Two people post, one listener hears all of it over two connections, with an announced gap at the beginning."""
    notes, stored = [("connect", "l", CHANNEL, 0), ("skipped", "l", CHANNEL, 1, 2)], {}
    for i in range(3, 13):
        who, nonce, text = i % 2, b"%016d" % i, f"text {i}"
        notes.append(("post", who, CHANNEL, nonce, text))
        notes.append(("ack", who, CHANNEL, nonce, text, i))
        if i == 8:
            notes.append(("connect", "l", CHANNEL, 7))
        notes.append(("heard", "l", CHANNEL, i, text))
        stored[CHANNEL, i] = (who, nonce, text)
    return notes, stored, {CHANNEL: 12}


def change(notes, old, new):
    notes[notes.index(old)] = new


class Judge(unittest.TestCase):
    def found(self, plant):
        notes, stored, heads = clean()
        plant(notes, stored, heads)
        return {finding.split()[0] for finding in history.judge(notes, stored, heads)}

    def test_a_clean_history_has_no_findings(self):
        self.assertEqual(self.found(lambda notes, stored, heads: None), set())

    def test_an_acknowledged_post_that_is_lost(self):
        self.assertIn("D1", self.found(lambda notes, stored, heads: stored.pop((CHANNEL, 5))))

    def test_an_acknowledged_post_that_stands_elsewhere(self):
        def plant(notes, stored, heads):
            stored[CHANNEL, 5], stored[CHANNEL, 6] = stored[CHANNEL, 6], stored[CHANNEL, 5]
        self.assertIn("D1", self.found(plant))

    def test_a_stored_post_that_nobody_sent(self):
        def plant(notes, stored, heads):
            stored[CHANNEL, 2] = (9, b"x" * 16, "invented")
        self.assertEqual(self.found(plant), {"D2"})

    def test_other_words_than_were_sent(self):
        def plant(notes, stored, heads):
            stored[CHANNEL, 5] = (*stored[CHANNEL, 5][:2], "text 5!")
        self.assertLessEqual({"D1", "D2", "O2"}, self.found(plant))

    def test_a_refused_post_that_is_stored(self):
        self.assertEqual(self.found(lambda notes, stored, heads: notes.append(("nack", 1, CHANNEL, b"%016d" % 5, "denied"))), {"D3"})

    def test_a_post_that_is_stored_twice(self):
        def plant(notes, stored, heads):
            stored[CHANNEL, 2] = stored[CHANNEL, 5]
        self.assertEqual(self.found(plant), {"D4"})

    def test_a_repeat_that_is_answered_with_another_position(self):
        def plant(notes, stored, heads):
            notes.append(("ack", 1, CHANNEL, b"%016d" % 5, "text 5", 6))
        self.assertIn("D4", self.found(plant))

    def test_a_position_above_the_head(self):
        def plant(notes, stored, heads):
            heads[CHANNEL] = 11
        self.assertIn("O1", self.found(plant))

    def test_a_later_post_that_stands_before_an_earlier_one(self):
        def plant(notes, stored, heads):
            change(notes, ("ack", 1, CHANNEL, b"%016d" % 5, "text 5", 5), ("ack", 1, CHANNEL, b"%016d" % 5, "text 5", 11))
        self.assertIn("O3", self.found(plant))

    def test_a_gap_that_was_not_announced(self):
        self.assertEqual(self.found(lambda notes, stored, heads: notes.remove(("heard", "l", CHANNEL, 9, "text 9"))), {"R1"})

    def test_a_repeat_after_resuming(self):
        def plant(notes, stored, heads):
            notes.insert(notes.index(("heard", "l", CHANNEL, 9, "text 9")), ("heard", "l", CHANNEL, 8, "text 8"))
        self.assertEqual(self.found(plant), {"R1"})

    def test_two_events_in_the_wrong_order(self):
        def plant(notes, stored, heads):
            a, b = notes.index(("heard", "l", CHANNEL, 9, "text 9")), notes.index(("heard", "l", CHANNEL, 10, "text 10"))
            notes[a], notes[b] = notes[b], notes[a]
        self.assertEqual(self.found(plant), {"R1"})

    def test_a_skip_that_does_not_follow(self):
        self.assertIn("R2", self.found(lambda notes, stored, heads: change(notes, ("skipped", "l", CHANNEL, 1, 2), ("skipped", "l", CHANNEL, 2, 2))))

    def test_a_listener_that_never_gets_the_end(self):
        self.assertEqual(self.found(lambda notes, stored, heads: notes.remove(("heard", "l", CHANNEL, 12, "text 12"))), {"L1"})


if __name__ == "__main__":
    unittest.main()
