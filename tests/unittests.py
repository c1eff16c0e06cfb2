"""Runs the unittest files of one folder (test_*.py, not its subfolders) and ends with one line: N passed, N failed."""

import sys
import unittest
from pathlib import Path


class Counting(unittest.TextTestResult):
    """Counts a test, with all its subtests, once."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.bad = set()

    def addFailure(self, test, problem):
        super().addFailure(test, problem)
        self.bad.add(test.id())

    def addError(self, test, problem):
        super().addError(test, problem)
        self.bad.add(test.id())

    def addSubTest(self, test, subtest, problem):
        super().addSubTest(test, subtest, problem)
        if problem is not None:
            self.bad.add(test.id())

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.bad.add(test.id())


def main():
    folder, names = Path(sys.argv[1]).resolve(), sys.argv[2:]
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    loader = unittest.TestLoader()
    files = names or sorted(path.stem for path in folder.glob("test_*.py"))
    suite = unittest.TestSuite(loader.loadTestsFromName(Path(name).stem) for name in files)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1, resultclass=Counting).run(suite)
    failed = len(result.bad)
    # A skipped test is no passed one; a folder without tests is a failure.
    passed = result.testsRun - len({b for b in result.bad if not b.startswith("unittest.loader")}) - len(result.skipped)
    if result.testsRun == 0:
        failed = max(failed, 1)
    print(f"{max(passed, 0)} passed, {failed} failed")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
