"""libwaymark as another project meets it: installed, found by pkg-config and by CMake, linked shared and static, its examples run."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from peer import CHANNEL, Peer
from shell import house

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = ROOT / "client/library"
CONSUMER = """
#include <waymark.h>
#include <stdio.h>
int main(void) { printf("%s\\n", wm_version()); return wm_strerror(WM_OK) ? 0 : 1; }
"""
PROJECT = """
cmake_minimum_required(VERSION 3.20)
project(consumer C)
find_package(waymark 0.1 REQUIRED)
add_executable(consumer consumer.c)
target_link_libraries(consumer PRIVATE waymark::waymark)
"""


def build_folder():
    """The build that the binaries under test come from."""
    given = os.environ.get("WAYMARK_BUILD")
    for folder in ([Path(given)] if given else [house.binaries().parent, ROOT / "build/release"]):
        if (folder / "CMakeCache.txt").exists():
            return folder
    raise SystemExit("the build folder is not known: set WAYMARK_BUILD")


class Library(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="wm-library-"))
        cls.prefix = cls.folder / "prefix"
        build = build_folder()
        cls.run_(["cmake", "--install", str(build), "--prefix", str(cls.prefix), "--component", "library"])
        cache = (build / "CMakeCache.txt").read_text()
        cls.flags = ["-fsanitize=address,undefined"] if "WAYMARK_SANITIZE:BOOL=ON" in cache else []
        cls.pc = next(cls.prefix.rglob("waymark.pc")).parent
        cls.lib = cls.pc.parent
        (cls.folder / "consumer.c").write_text(CONSUMER)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def run_(cls, words, **environment):
        done = subprocess.run(words, capture_output=True, text=True, cwd=cls.folder, env={**os.environ, **environment}, timeout=300, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def pkg_config(self, *words):
        return self.run_(["pkg-config", *words, "waymark"], PKG_CONFIG_PATH=str(self.pc)).split()

    def test_a_program_by_pkg_config(self):
        self.run_(["cc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-o", "shared", "consumer.c", *self.pkg_config("--cflags", "--libs"), *self.flags])
        self.assertEqual(self.run_(["./shared"], LD_LIBRARY_PATH=str(self.lib)), "0.1.0\n")
        needed = self.run_(["readelf", "-d", "shared"])
        self.assertIn("libwaymark.so.1", needed)
        self.assertNotIn("libjansson", needed, "what the library needs is its own business")

    def test_a_program_by_pkg_config_static(self):
        libs = ["-l:libwaymark.a" if word == "-lwaymark" else word for word in self.pkg_config("--cflags", "--libs", "--static")]
        self.run_(["cc", "-o", "static", "consumer.c", *libs, *self.flags])
        self.assertEqual(self.run_(["./static"]), "0.1.0\n")
        self.assertNotIn("libwaymark", self.run_(["readelf", "-d", "static"]))

    def test_a_program_by_cmake(self):
        (self.folder / "CMakeLists.txt").write_text(PROJECT)
        self.run_(["cmake", "-S", ".", "-B", "consumer", f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_C_FLAGS={' '.join(self.flags)}"])
        self.run_(["cmake", "--build", "consumer"])
        self.assertEqual(self.run_(["consumer/consumer"]), "0.1.0\n")

    def test_a_program_in_cpp(self):
        shutil.copy(self.folder / "consumer.c", self.folder / "consumer.cc")
        self.run_(["c++", "-Wall", "-Wextra", "-Werror", "-include", "waymark_poll.h", "-include", "waymark_uv.h", "-o", "cpp", "consumer.cc",
                   *self.pkg_config("--cflags", "--libs"), "-luv", *self.flags])
        self.assertEqual(self.run_(["./cpp"], LD_LIBRARY_PATH=str(self.lib)), "0.1.0\n")

    def test_what_can_be_seen_is_what_the_header_says(self):
        said = set(re.findall(r"^WM_API [^;(]*?\*?(wm_\w+)\(", (LIBRARY / "waymark.h").read_text(), re.M))
        shared = self.run_(["nm", "-D", "--defined-only", str(self.lib / "libwaymark.so")])
        self.assertEqual(set(re.findall(r" T (\w+)@@WAYMARK_1\.0", shared)), said)
        self.assertEqual(set(re.findall(r" [TDBR] (\w+)$", shared, re.M)), set())
        static = self.run_(["nm", "-g", "--defined-only", str(self.lib / "libwaymark.a")])
        self.assertEqual({name for name in re.findall(r" [TDBRW] (\w+)$", static, re.M) if not name.startswith(("__asan", "__odr"))}, said)

    def test_every_prototype_has_its_contract(self):
        lines = (LIBRARY / "waymark.h").read_text().splitlines()
        bare = [line for before, line in zip(lines, lines[1:])
                if line.startswith("WM_API") and "//" not in line and not before.startswith(("//", "WM_API", "typedef"))]
        self.assertEqual(bare, [])


class Examples(unittest.TestCase):
    """The examples are short, and do what they say."""

    def setUp(self):
        self.peer = Peer()
        self.addCleanup(self.peer.close)

    def run_example(self, name, *words, expect=0):
        environment = {**os.environ, "WAYMARK_URL": self.peer.url, "WAYMARK_TOKEN": "token"}
        done = subprocess.run([str(house.binaries() / f"example_{name}"), *words], capture_output=True, text=True, env=environment, timeout=60, check=False)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout

    def test_they_are_short(self):
        examples = list((LIBRARY / "examples").glob("*.c"))
        self.assertTrue(examples)
        for example in examples:
            self.assertLessEqual(len(example.read_text().splitlines()), 60, example)

    def test_say_and_ask(self):
        self.assertEqual(self.run_example("say", str(CHANNEL), "shwmae"), "kept as number 1\n")
        self.assertIn('"text":"shwmae"', self.run_example("ask", "channel.history", f'{{"channel":{CHANNEL}}}'))
        self.run_example("ask", "channel.history", '{"chanel":1}', expect=2)

    def test_loop(self):
        self.assertEqual(self.run_example("loop", str(CHANNEL)), "Nia Pritchard\n")

    def test_listen(self):
        self.peer.add("one")
        environment = {**os.environ, "WAYMARK_URL": self.peer.url, "WAYMARK_TOKEN": "token"}
        with subprocess.Popen([str(house.binaries() / "example_listen"), str(CHANNEL), "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              env=environment) as listener:
            self.assertEqual(listener.stdout.readline(), "1: one\n")
            self.peer.cut()
            self.peer.add("two")
            self.assertEqual(listener.stdout.readline(), "2: two\n")
            self.peer.close_all(4001)
            self.assertEqual(listener.wait(60), 1)


if __name__ == "__main__":
    unittest.main()
