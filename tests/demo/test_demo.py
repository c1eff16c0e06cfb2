"""deploy/demo as a newcomer uses it: it starts, survives kills on the same data with the same tokens, stops, and hides nothing in between."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "system"))

import psycopg2
from house import free_port, until
from rpc import Gone, Rpc

ROOT = Path(__file__).resolve().parents[2]
START_S_MAX = 900  # with a build, on a slow machine


def demo(*arguments, cwd=ROOT, check=True):
    done = subprocess.run([str(ROOT / "deploy/demo"), *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=START_S_MAX, check=False)
    if check and done.returncode != 0:
        raise AssertionError(f"deploy/demo {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Demo(unittest.TestCase):
    """One demonstration, in the order of the alphabet: a started one is killed, read and stopped."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="waymark demo ")
        os.chmod(cls.folder.name, 0o755)
        cls.data = Path(cls.folder.name) / "data"
        cls.port = free_port()
        cls.said = demo("--port", cls.port, "--data", "data", cwd=cls.folder.name).stdout  # a relative folder
        cls.facts = cls.read()

    @classmethod
    def tearDownClass(cls):
        demo("--stop", "--data", cls.data, check=False)
        link = cls.data
        if link.is_symlink():
            subprocess.run(["rm", "-rf", str(link.resolve())], check=False)
        cls.folder.cleanup()

    @classmethod
    def read(cls):
        return json.loads((cls.data / "demo.json").read_text(encoding="utf-8"))

    def person(self, role):
        return next(person for person in self.facts["people"] if role in person["roles"])

    def member_of_the_shown_circle(self, number):
        """The people whom deploy/demo printed commands for are members of one circle; their connections, and its channel."""
        tokens = [line.split("WAYMARK_TOKEN=")[1].split()[0] for line in self.said.splitlines() if "WAYMARK_TOKEN=" in line]
        line = Rpc(self.facts_port(), tokens[number])
        channel = next(c["id"] for c in line.call("channel.list")["channels"] if c["kind"] == "circle" and f'"{c["title"]}"' in self.said)
        return line, channel

    def facts_port(self):
        return int(self.facts["url"].rsplit(":", 1)[1])

    def test_a_facts_of_every_person(self):
        facts = self.facts
        self.assertEqual({"url", "socket", "pid", "database", "people"} - set(facts), set())
        self.assertEqual(facts["url"], f"http://127.0.0.1:{self.port}")
        self.assertEqual(len(facts["people"]), 123)
        self.assertEqual(stat.S_IMODE((self.data / "demo.json").stat().st_mode), 0o600)
        for person in facts["people"]:
            self.assertEqual(set(person), {"name", "email", "roles", "token", "link"})
            self.assertTrue(person["email"].endswith("@example.org"))
        for role in ("member", "coach", "operator", "broker", "safeguarding"):
            self.assertIn(self.person(role)["name"], [person["name"] for person in facts["people"]])

    def test_b_tokens_and_links_are_those_of_their_people(self):
        for role in ("member", "coach", "operator"):
            person = self.person(role)
            line = Rpc(self.port, person["token"])
            self.assertEqual(line.hello["person"]["name"], person["name"])
            self.assertIn(role, line.hello["person"]["roles"])
            code = person["link"].split("#")[1]
            self.assertEqual(line.call("session.read", code=code)["name"], person["name"])
            line.close()

    def test_c_the_demonstration_is_loaded(self):
        rows = psycopg2.connect(self.facts["database"]).cursor()
        for table, least in (("place", 125), ("topic", 100), ("person", 123), ("circle", 12)):
            rows.execute(f"select count(*) from waymark.{table}")
            self.assertGreaterEqual(rows.fetchone()[0], least, table)
        line = Rpc(self.port, self.person("coach")["token"])
        self.assertEqual(line.call("place.find", code="W06000002")["places"][0]["name"], "Gwynedd")
        self.assertGreaterEqual(len(line.call("topic.list", language="cy")["topics"]), 100)
        rows.execute("show listen_addresses")
        self.assertEqual(rows.fetchone()[0], "")
        rows.execute("show fsync")
        self.assertEqual(rows.fetchone()[0], "on")
        line.close()

    def test_d_nothing_runs_as_root(self):
        if os.getuid() != 0:
            self.skipTest("only root can give the work to another user")
        self.assertNotEqual(os.stat(f"/proc/{self.facts['pid']}").st_uid, 0)

    def test_e_run_again_it_says_that_it_runs(self):
        said = demo("--data", self.data).stdout
        self.assertIn("runs already", said)
        self.assertEqual(self.read()["pid"], self.facts["pid"])

    def kill_and_resume(self, kill):
        """A follower hears one message, everything is killed and brought back, and it hears what came after: no gap, no repeat."""
        before, channel = self.member_of_the_shown_circle(0)
        poster, _ = self.member_of_the_shown_circle(2)
        before.call("channel.subscribe", channel=channel)
        first = poster.call("channel.post", nonce=os.urandom(16), channel=channel, text="before")["seq"]
        while not any(given["seq"] == first for name, given in before.heard if name == "event"):
            before.listen()
        kill()
        demo("--data", self.data)
        type(self).facts = self.read()
        with self.assertRaises(Gone):
            while True:
                before.listen(5)
        after, _ = self.member_of_the_shown_circle(0)
        poster, _ = self.member_of_the_shown_circle(2)
        second = poster.call("channel.post", nonce=os.urandom(16), channel=channel, text="after")["seq"]
        after.call("channel.subscribe", channel=channel, after=first)
        while not after.heard:
            after.listen()
        self.assertEqual([("event", second, "after")], [(name, given["seq"], given["body"].get("text")) for name, given in after.heard])
        self.assertEqual(second, first + 1)

    def test_f_a_killed_daemon_comes_back(self):
        tokens = [person["token"] for person in self.facts["people"]]
        self.kill_and_resume(lambda: os.kill(self.facts["pid"], signal.SIGKILL))
        self.assertEqual(tokens, [person["token"] for person in self.facts["people"]])

    def test_g_a_killed_postgresql_comes_back(self):
        postmaster = int((self.data / "pg/postmaster.pid").read_text().split()[0])
        self.kill_and_resume(lambda: os.kill(postmaster, signal.SIGKILL))

    def test_h_two_run_side_by_side(self):
        port = free_port()
        with tempfile.TemporaryDirectory(prefix="waymark-demo-") as folder:
            os.chmod(folder, 0o755)
            other = Path(folder) / ("a-very-long-name-" * 8) / "data"  # too long for a socket's path
            other.parent.mkdir()
            try:
                demo("--port", port, "--data", other)
                self.assertTrue(listens(port) and listens(self.port))
                line = Rpc(port, json.loads((other / "demo.json").read_text())["people"][0]["token"])
                line.close()
                sockets = (other / "pg-socket").resolve()
                self.assertLess(len(str(sockets)), 60)
            finally:
                demo("--stop", "--data", other)
            self.assertFalse(listens(port) or sockets.exists())
            self.assertTrue(listens(self.port))

    def test_i_a_folder_that_the_user_cannot_reach(self):
        if os.getuid() != 0:
            self.skipTest("only root's folders are closed to the user that everything runs as")
        port = free_port()
        with tempfile.TemporaryDirectory(prefix="waymark-demo-") as folder:  # 0700 of root
            data = Path(folder) / "data"
            try:
                demo("--port", port, "--data", data)
                self.assertTrue(data.is_symlink())
                self.assertTrue(listens(port))
            finally:
                demo("--stop", "--data", data, check=False)
                subprocess.run(["rm", "-rf", str(data.resolve())], check=False)

    def test_j_a_folder_with_other_files_is_left_alone(self):
        with tempfile.TemporaryDirectory(prefix="waymark-demo-") as folder:
            (Path(folder) / "letter.txt").write_text("Dear all")
            done = demo("--data", folder, check=False)
            self.assertNotEqual(0, done.returncode)
            self.assertIn("holds other files", done.stderr)
            self.assertEqual(["letter.txt"], os.listdir(folder))

    def test_k_a_port_that_is_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            with tempfile.TemporaryDirectory(prefix="waymark-demo-") as folder:
                os.chmod(folder, 0o755)
                data = Path(folder) / "data"
                done = demo("--port", taken.getsockname()[1], "--data", data, check=False)
                demo("--stop", "--data", data, check=False)
        self.assertNotEqual(0, done.returncode)
        self.assertIn("choose another with --port", done.stderr)

    def test_z_stopped_it_leaves_nothing_running(self):
        pid = self.facts["pid"]
        postmaster = int((self.data / "pg/postmaster.pid").read_text().split()[0])
        demo("--stop", "--data", self.data)
        self.assertFalse(listens(self.port))
        for number in (pid, postmaster):
            until(lambda number=number: not alive(number), f"the end of process {number}")
        with self.assertRaises(urllib.error.URLError):
            urllib.request.urlopen(self.facts["url"] + "/live", timeout=5)


def alive(pid):
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


if __name__ == "__main__":
    unittest.main()
