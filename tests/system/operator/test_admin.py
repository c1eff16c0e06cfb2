"""The admin socket under abuse, and the edges of serve: readiness, the process file, draining."""

import json
import os
import signal
import socket
import subprocess
import sys
import unittest
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from house import WAIT_S, House, binaries, until  # noqa: E402

LINE_BYTES_MAX = 4 * 1024 * 1024
CLIENTS_MAX = 8


class Line:
    """One connection to the admin socket."""

    def __init__(self, house):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(WAIT_S)
        self.socket.connect(str(house.admin_socket))
        self.incoming = self.socket.makefile("rb")

    def send(self, data):
        self.socket.sendall(data)

    def answer(self):
        return json.loads(self.incoming.readline())

    def ask(self, call, **given):
        self.send(json.dumps({"call": call, "with": given}).encode() + b"\n")
        return self.answer()

    def ended(self):
        try:
            return self.incoming.read(1) == b""
        except ConnectionResetError:
            return True

    def close(self):
        self.incoming.close()
        self.socket.close()


class Admin(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()

    @classmethod
    def tearDownClass(cls):
        code = cls.house.stop_daemon()
        words = cls.house.words()
        cls.house.destroy()
        assert code == 0, f"the daemon ended with {code}\n{words}"

    def open(self):
        line = Line(self.house)
        self.addCleanup(line.close)
        return line

    def tearDown(self):
        """Whatever a test did, the next operator is served."""
        line = Line(self.house)
        self.assertEqual("ok", line.ask("facts")["outcome"])
        line.close()

    def test_only_its_user_may_open_it(self):
        self.assertEqual(0o600, self.house.admin_socket.stat().st_mode & 0o777)

    def test_status_is_answered_without_the_database(self):
        status = self.open().ask("status")["reply"]
        self.assertEqual((self.house.process.pid, self.house.port, True), (status["pid"], status["port"], status["ready"]))

    def test_bad_lines_are_named_and_the_line_stays_open(self):
        line = self.open()
        for data, detail in ((b"hello\n", "the line is no JSON object"), (b"\n", "the line is no JSON object"),
                             (b"[" * 100000 + b"\n", "the line is no JSON object"), (b'{"call":"x"\xff}\n', "the line is no JSON object"),
                             (b'{"call":7}\n', 'call: must be the name of a call, such as "person_list"'),
                             (b'{"call":"a","with":[]}\n', "with: must be an object")):
            line.send(data)
            self.assertEqual({"outcome": "invalid", "detail": detail}, line.answer(), data[:20])
        self.assertEqual({"outcome": "not_found", "detail": "no such command"}, line.ask("no_such_thing"))
        self.assertEqual("not_found", line.ask("call", _command="facts")["outcome"])
        self.assertEqual("ok", line.ask("facts")["outcome"])

    def test_a_line_that_is_too_long_is_refused_and_closed(self):
        line = self.open()
        try:
            line.send(b"x" * (LINE_BYTES_MAX + 1))
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.assertEqual("too_large", line.answer()["outcome"])
        self.assertTrue(line.ended())

    def test_a_long_line_within_the_limit_is_taken(self):
        answer = self.open().ask("person_add", name="x" * (LINE_BYTES_MAX - 200), email="long@example.org")
        self.assertEqual(("invalid", "name: 1 to 200 bytes"), (answer["outcome"], answer["detail"]))

    def test_lines_that_come_in_pieces_and_in_heaps(self):
        line = self.open()
        question = b'{"call":"facts"}\n'
        for byte in question:
            line.send(bytes([byte]))
        self.assertEqual("ok", line.answer()["outcome"])
        line.send(question * 50)
        for _ in range(50):
            self.assertEqual("ok", line.answer()["outcome"])

    def test_who_closes_early_harms_nobody(self):
        for data in (b"", b'{"call":"fac', b'{"call":"facts"}\n', b'{"call":"facts"}\n' * 20):
            line = Line(self.house)
            line.send(data)
            line.close()

    def test_the_ninth_client_is_refused_politely(self):
        until(lambda: self.clients() == 0, "the end of the other tests' connections")
        lines = [self.open() for _ in range(CLIENTS_MAX)]
        for line in lines:
            self.assertEqual("ok", line.ask("facts")["outcome"])
        ninth = self.open()
        self.assertEqual({"outcome": "unavailable", "detail": "8 commands are open already"}, ninth.answer())
        self.assertTrue(ninth.ended())
        for line in lines:
            line.close()
        until(lambda: self.clients() == 0, "the end of the eight")

    def clients(self):
        text = urllib.request.urlopen(self.house.url + "/metrics", timeout=WAIT_S).read().decode()
        return int(next(row for row in text.splitlines() if row.startswith("waymark_admin_clients ")).split()[1])

    def test_a_question_under_way_when_the_database_goes_is_answered(self):
        line = self.open()
        self.house.stop_database()
        line.send(b'{"call":"facts"}\n')
        until(lambda: not self.house.ready(), "the loss of the database")
        self.assertFalse(self.open().ask("status")["reply"]["ready"])
        self.house.start_database()
        until(self.house.ready, "the return of the database")
        self.assertIn(line.answer()["outcome"], ("ok", "unavailable"))


class Serve(unittest.TestCase):
    def setUp(self):
        self.house = House(start=False)
        self.addCleanup(self.house.destroy)
        self.house.start_database()

    def serve(self, **environment):
        done = subprocess.run([binaries() / "waymarkd", "--config", self.house.config, "serve"], capture_output=True, text=True, check=False,
                              timeout=WAIT_S, env={**os.environ, **environment})
        return done.returncode, done.stdout + done.stderr + self.house.words()

    def test_a_database_that_was_never_migrated_ends_it_with_the_command_that_helps(self):
        self.house.sql("create role waymark_daemon login")
        code, words = self.serve()
        self.assertEqual(1, code)
        self.assertIn("waymarkd migrate", words)
        self.assertFalse(self.house.admin_socket.exists())

    def test_the_doctor_of_an_empty_database_speaks_of_migrations(self):
        shown = self.house.waymarkd("doctor", check=False).stdout
        self.assertRegex(shown, r"bad +database .*\n +-> waymarkd migrate;")
        self.assertRegex(shown, r"warn +duties +not looked at: migrations are missing")
        self.assertNotIn("LINE 1", shown)

    def test_a_port_that_is_taken_ends_it(self):
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", self.house.port))
            holder.listen()
            code, words = self.serve()
        self.assertEqual(1, code)
        self.assertIn("cannot_listen", words)

    def test_something_that_is_no_socket_is_not_removed(self):
        self.house.waymarkd("migrate")
        self.house.admin_socket.write_text("mine")
        code, words = self.serve()
        self.assertEqual(1, code)
        self.assertIn("something that is no socket lies there", words)
        self.assertEqual("mine", self.house.admin_socket.read_text())

    def test_it_tells_the_service_manager_and_leaves_nothing_behind(self):
        self.house.waymarkd("migrate")
        pidfile = self.house.folder / "waymarkd.pid"
        self.house.config.write_text(self.house.config.read_text() + f"[server]\npidfile = {pidfile}\n")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            path = self.house.folder / "manager.sock"
            manager.bind(str(path))
            manager.settimeout(WAIT_S)
            process = subprocess.Popen([binaries() / "waymarkd", "--config", self.house.config, "serve"],
                                       env={**os.environ, "NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "30000000"})
            self.addCleanup(process.kill)

            def told(word):
                while True:
                    lines = manager.recv(4096).decode().splitlines()
                    if any(line.startswith(word) for line in lines):
                        return lines

            told("READY=1")
            self.assertEqual(str(process.pid), pidfile.read_text().strip())
            limits = Path(f"/proc/{process.pid}/limits").read_text()
            self.assertRegex(limits, r"Max core file size +0 +0 ")
            told("WATCHDOG=1")
            process.send_signal(signal.SIGHUP)
            self.assertTrue(any(line.startswith("MONOTONIC_USEC=") for line in told("RELOADING=1")))
            told("READY=1")
            process.send_signal(signal.SIGTERM)
            told("STOPPING=1")
            self.assertEqual(0, process.wait(WAIT_S))
        self.assertFalse(pidfile.exists())
        self.assertFalse(self.house.admin_socket.exists())

    def test_doctor_finds_a_service_that_is_down(self):
        def found():
            done = self.house.waymarkd("--json", "doctor", check=False)
            self.assertEqual(1, done.returncode)
            return {row["check"]: (row["grade"], row["words"]) for row in json.loads(done.stdout)}
        self.house.waymarkd("migrate")
        self.assertEqual("warn", found()["admin"][0])
        self.assertEqual(("bad", f"nothing answers at {self.house.url}"), found()["public"])
        self.assertEqual(("bad", "there is no broker: requests would end with nobody"), found()["duties"])
        self.house.start_daemon()
        self.house.kill_daemon()
        self.assertEqual("warn", found()["admin"][0])
        self.house.stop_database()
        for check in ("database", "owner"):
            self.assertEqual("bad", found()[check][0])
        self.assertIn("not looked at", found()["functions"][1])

    def test_after_a_kill_the_dead_socket_is_no_hindrance(self):
        self.house.waymarkd("migrate")
        self.house.start_daemon()
        self.house.kill_daemon()
        self.assertTrue(self.house.admin_socket.exists())
        self.house.start_daemon()
        self.assertEqual(0, self.house.waymarkd("person", "list").returncode)


if __name__ == "__main__":
    unittest.main()
