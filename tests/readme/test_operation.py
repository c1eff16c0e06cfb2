"""The README's steps for adding an operation are followed in a copy of the tree: it builds, and the new story goes as told."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import readme

MINUTES_MAX = 10


def copy_of_the_tree(folder):
    """What a clone would have, and what is not committed yet; not what was built."""
    copy = Path(folder) / "waymark"
    shutil.copytree(readme.ROOT, copy, symlinks=True,
                    ignore=lambda path, names: {"build", "var", ".git"} & set(names) if Path(path) == readme.ROOT else {"__pycache__"} & set(names))
    return copy


def path_in(words):
    """The file that the words before a block name last."""
    return re.findall(r"`([\w/.]+/[\w.]+)`", words)[-1]


class Operation(unittest.TestCase):
    def test_the_steps_lead_to_an_operation(self):
        section = "Adding an operation"
        (schema_words, schema), = readme.blocks("toml", section)
        (sql_words, sql), = readme.blocks("sql", section)
        (story_words, story), = readme.blocks("story", section)
        (_, commands), = readme.blocks("sh", section)
        with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
            copy = copy_of_the_tree(folder)
            with open(copy / path_in(schema_words), "a", encoding="utf-8") as file:
                file.write("\n" + schema)
            for words, text in ((sql_words, sql), (story_words, story)):
                path = copy / path_in(words)
                self.assertFalse(path.exists(), f"{path} is there already: the README needs another example")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            environment = {key: value for key, value in os.environ.items() if key not in ("WAYMARK_BIN", "WAYMARK_BUILD")}
            done = subprocess.run(["bash", "-e", "-c", commands], cwd=copy, env=environment, capture_output=True, text=True,
                                  timeout=MINUTES_MAX * 60, check=False)
            self.assertEqual(0, done.returncode, done.stdout[-3000:] + done.stderr[-3000:])
            self.assertRegex(done.stdout, r"(?m)^1 passed, 0 failed$")
            self.assertIn("circle.count", (copy / "protocol/REFERENCE.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
