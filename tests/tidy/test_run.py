"""tests/run counts honestly: its function `suite` is given suites that pass, fail, lie and say nothing."""

import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = (ROOT / "tests/run").read_text(encoding="utf-8")


class Suites(unittest.TestCase):
    def total(self, command):
        """(passed, failed) after one suite that is this shell command."""
        self.assertTrue(SCRIPT.rstrip().endswith('main "$@"'))
        functions = SCRIPT.rstrip()[: -len('main "$@"')]
        with tempfile.TemporaryDirectory() as logs:
            test = f'logs={logs}; only=(); suite planted bash -c \'{command}\' >/dev/null; echo "$total_passed $total_failed"'
            done = subprocess.run(["bash", "-c", functions + test], capture_output=True, text=True, check=True, cwd=ROOT)
        return tuple(map(int, done.stdout.split()))

    def test_one_that_passes(self):
        self.assertEqual((3, 0), self.total("echo 3 passed, 0 failed"))

    def test_one_that_fails(self):
        self.assertEqual((3, 2), self.total("echo 3 passed, 2 failed; exit 1"))

    def test_only_the_last_count_counts(self):
        self.assertEqual((3, 0), self.total("echo 9 passed, 9 failed; echo 3 passed, 0 failed"))

    def test_one_that_says_nothing(self):
        self.assertEqual((0, 1), self.total("true"))

    def test_one_that_dies_before_it_counts(self):
        self.assertEqual((0, 1), self.total("kill -9 $$"))

    def test_one_that_says_all_is_well_and_fails(self):
        self.assertEqual((3, 1), self.total("echo 3 passed, 0 failed; exit 1"))

    def test_one_in_which_nothing_was_tested(self):
        self.assertEqual((0, 1), self.total("echo 0 passed, 0 failed"))


if __name__ == "__main__":
    unittest.main()
