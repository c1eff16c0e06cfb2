"""Generator: how the tests of this folder reach it: as modules, and as the program."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SMALL = HERE / "small"
GENERATE = ROOT / "protocol" / "generate"
sys.path.insert(0, str(GENERATE))


def run(*arguments):
    """Runs the program; gives (exit code, standard output, standard error)."""
    done = subprocess.run([sys.executable, str(GENERATE / "main.py"), *map(str, arguments)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def check_with(file, old, new):
    """Checks the small schema with old replaced by new in one of its files; gives (exit code, standard error)."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "schema"
        shutil.copytree(SMALL, copy, ignore=shutil.ignore_patterns("expected"))
        path = copy / file
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise AssertionError(f"{file} has no {old!r}")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        code, _, errors = run("--schema", copy, "check")
        return code, errors
