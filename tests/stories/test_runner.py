"""The stories' runner notices what it should: each planted fault makes a story fail at its line."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "system"))

import house

GOOD = """# Two people talk.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says "one" in chat
ann says "two" in chat
ben hears ann say "one" in chat
ben hears ann say "two" in chat
ben hears nothing more
"""


class Runner(unittest.TestCase):
    def play(self, text):
        """(exit code, the line at which the story failed or None, all that was printed)."""
        with tempfile.NamedTemporaryFile("w", suffix=".story", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            done = subprocess.run([str(house.binaries() / "stories"), "memory", file.name], capture_output=True, text=True, check=False, env=os.environ)
        found = re.search(r"\.story:(\d+): ", done.stdout)
        return done.returncode, int(found.group(1)) if found else None, done.stdout

    def fails_at(self, line, old, new):
        self.assertIn(old, GOOD)
        code, found, said = self.play(GOOD.replace(old, new, 1))
        self.assertEqual((1, line), (code, found), said)
        self.assertIn("0 passed, 1 failed", said)

    def test_a_story_that_goes_as_told(self):
        self.assertEqual((0, None, "1 passed, 0 failed\n"), self.play(GOOD))

    def test_other_words_than_were_said(self):
        self.fails_at(9, 'ben hears ann say "one"', 'ben hears ann say "two"')

    def test_another_speaker(self):
        self.fails_at(9, 'ben hears ann say "one"', 'ben hears ben say "one"')

    def test_something_that_nobody_said(self):
        self.fails_at(9, 'ben hears ann say "one"', 'ben hears ann say "three"')

    def test_something_that_was_not_mentioned(self):
        self.fails_at(10, 'ben hears ann say "two" in chat\n', "")

    def test_something_that_never_comes(self):
        self.fails_at(11, "ben hears nothing more", "ben hears ann leave chat")

    def test_silence_where_somebody_speaks(self):
        self.fails_at(9, 'ben hears ann say "one" in chat', "ben hears nothing more")

    def test_a_refusal_that_was_not_expected(self):
        self.fails_at(4, "ann signs in", "ann follows chat")

    def test_a_refusal_that_does_not_come(self):
        self.fails_at(7, 'ann says "one" in chat', 'ann says "one" in chat -> not_found')

    def test_another_refusal(self):
        code, line, said = self.play(GOOD + 'ben edits "one" to "1" in chat -> conflict\n')
        self.assertEqual((1, 12), (code, line), said)

    def test_an_answer_that_lacks_something(self):
        code, line, said = self.play(GOOD + 'ben calls channel.history {"channel": "@chat.channel"} -> ok {"events": [{"body": {"text": "three"}}]}\n')
        self.assertEqual((1, 12), (code, line), said)

    def test_a_close_that_does_not_come(self):
        code, line, said = self.play(GOOD + "ben is closed with 4001\n")
        self.assertEqual((1, 12), (code, line), said)

    def test_another_close(self):
        code, line, said = self.play(GOOD + "the operator ends ben\nben is closed with 1002\n")
        self.assertEqual((1, 13), (code, line), said)

    def test_a_sentence_that_is_not_in_the_language(self):
        self.fails_at(7, 'ann says "one" in chat', 'ann shouts "one" in chat')

    def test_a_name_that_nobody_has(self):
        self.fails_at(3, "circle chat: ann with ben", "circle chat: ann with bob")

    def test_a_story_that_does_not_say_what_it_is_about(self):
        self.fails_at(1, "# Two people talk.\n", "")


if __name__ == "__main__":
    unittest.main()
