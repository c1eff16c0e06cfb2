"""The README's whole client in Python is run as it stands, by a member of a circle."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "system"))

import readme
from house import WAIT_S, House
from rpc import Rpc

LINES_MAX = 45


class Example(unittest.TestCase):
    def test_the_example_says_something_and_hears_it(self):
        (_, program), = readme.blocks("python", "The protocol")
        self.assertLessEqual(program.count("\n"), LINES_MAX)
        house = House()
        _, token = house.person("Ann")
        Rpc(house.port, token).call("circle.open", nonce=os.urandom(16), title="First Winters", purpose="To try.", topics=[], seats=5)
        with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
            file.write(program)
            file.flush()
            done = subprocess.run(["/usr/bin/python3", file.name, f"ws://127.0.0.1:{house.port}/socket", token, "Bore da!"],
                                  capture_output=True, text=True, timeout=WAIT_S, check=False)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertRegex(done.stdout, r"^First Winters \d+: Bore da!\n$")
        stored = house.sql("select text from waymark.event where kind = 'message'")
        self.assertEqual([("Bore da!",)], stored)
        house.destroy()


if __name__ == "__main__":
    unittest.main()
