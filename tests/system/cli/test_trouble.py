"""What goes wrong on the way: the network, the other side, the certificate, the person's typing. Each has its words and its exit code."""

import json
import shutil
import ssl
import subprocess
import tempfile
import unittest
from pathlib import Path

import msgpack

from peer import CHANNEL, Hangup, Peer, Refusal, Silence
from shell import Shell, hear, hear_text, house


class Trouble(unittest.TestCase):
    def setUp(self):
        self.peer = Peer()
        self.shell = Shell(self.peer.url, "token")
        self.addCleanup(self.shell.close)
        self.addCleanup(self.peer.close)

    def test_a_cut_amid_a_post_sends_the_same_nonce_again_and_keeps_it_once(self):
        cuts = []

        def cut_behind_the_commit(peer, connection, parameters):
            if len(cuts) < 3:
                cuts.append(connection)
                peer._channel_post(connection, parameters)  # it is kept, and nobody is told
                raise Hangup

        self.peer.before["channel.post"] = cut_behind_the_commit
        kept = self.shell.json("post", f"#{CHANNEL}", "once")
        self.assertEqual(kept["seq"], 1)
        posts = [parameters for _, _, parameters in self.peer.asked("channel.post")]
        self.assertEqual(len(posts), 4)
        self.assertEqual(len({post["nonce"] for post in posts}), 1)
        self.assertEqual(len(self.peer.log), 1)

    def test_a_busy_service_is_asked_again(self):
        refusals = [Refusal("unavailable", retry_after_ms=5), Refusal("rate_limited", retry_after_ms=5)]

        def busy(peer, connection, parameters):
            if refusals:
                raise refusals.pop()

        self.peer.before["channel.post"] = busy
        self.assertEqual(self.shell.json("post", f"#{CHANNEL}", "patience")["seq"], 1)

    def test_a_tail_outlives_cuts_with_every_message_once(self):
        follower = self.shell.tail("rivers")
        for n in range(1, 40):
            self.peer.add(f"message {n}")
            if n % 5 == 0:
                self.peer.cut()
        self.assertEqual([hear(follower)["seq"] for _ in range(1, 40)], list(range(1, 40)))

    def test_a_flood_arrives_whole_and_in_order(self):
        follower = self.shell.tail("rivers")
        for n in range(1, 3001):
            self.peer.add("x" * 200, notify=False)
        self.peer.add("the end")
        seqs = [hear(follower)["seq"] for _ in range(3001)]
        self.assertEqual(seqs, list(range(1, 3002)))

    def test_hidden_positions_and_falling_behind_are_said(self):
        follower = self.shell.tail("rivers")
        for n in range(1, 5):
            self.peer.add(f"{n}", notify=False)
        self.peer.send([2, "skipped", [{"channel": CHANNEL, "from": 1, "to": 3}]])
        self.peer.send([2, "lagged", [{"channel": CHANNEL, "seq": 3}]])
        self.peer.send([2, "event", [self.peer.log[3]]])
        heard = [hear(follower) for _ in range(3)]
        self.assertEqual([line.get("notice") for line in heard], ["skipped", "lagged", None])
        self.assertEqual(heard[2]["seq"], 4)

    def test_an_ended_session_says_so(self):
        follower = self.shell.tail("rivers")
        self.peer.close_all(4001, "ended")
        out, _ = follower.communicate(timeout=60)
        self.assertEqual(follower.returncode, 4)
        self.assertEqual(json.loads(out)["error"]["code"], "unauthenticated")

    def test_nothing_there(self):
        self.peer.stop()
        self.assertIn("check that the service runs", self.shell.run("channels", "--timeout", "0.3", exit=6).stderr)
        self.assertEqual(self.shell.json("channels", "--timeout", "0.3", exit=6)["error"]["code"], "unreachable")
        self.assertEqual(self.shell.json("whoami", "--timeout", "0.3", exit=6)["error"]["code"], "unreachable")

    def test_no_answer(self):
        def silent(peer, connection, parameters):
            raise Silence

        self.peer.before["channel.list"] = silent
        self.assertEqual(self.shell.json("channels", "--timeout", "0.3", exit=6)["error"]["code"], "timeout")

    def test_refusals_have_their_exit_codes(self):
        for code, expected in (("denied", 5), ("not_found", 1), ("conflict", 1), ("internal", 1), ("unauthenticated", 4), ("unheard_of", 1)):
            with self.subTest(code):
                def refuse(peer, connection, parameters, word=code):
                    raise Refusal(word, detail="full" if word == "conflict" else None)

                self.peer.before["channel.list"] = refuse
                refused = self.shell.json("channels", exit=expected)["error"]
                self.assertEqual(refused["code"], code if code != "unheard_of" else "internal")
                self.assertTrue(self.shell.run("channels", exit=expected).stderr.startswith("waymark: "))

    def test_a_zero_byte_cuts_no_text_short(self):
        done = self.shell.run("post", "rivers", "-", typed="before\0behind", exit=1)
        self.assertIn("zero byte", done.stderr)
        self.assertEqual(self.peer.log, [])

    def test_a_refused_token(self):
        def refuse(peer, connection, parameters):
            raise Refusal("unauthenticated")

        self.peer.before["session.hello"] = refuse
        self.assertEqual(self.shell.json("post", "rivers", "x", exit=4)["error"]["code"], "unauthenticated")
        self.assertIn("waymark login", self.shell.run("channels", exit=4).stderr)

    def test_hostile_frames_end_no_tail(self):
        follower = self.shell.tail("rivers")
        for n, frame in enumerate([b"", b"\xc1", b"\x93\x02\xa5event\xdd\xff\xff\xff\xff", b"\x91" * 5000, "text", msgpack.packb([0, 1, "x", []])], 1):
            self.peer.send(frame)
            self.peer.wait(lambda: any(cursor is not None for _, cursor in self.peer.open.values()))
            self.peer.add(f"still here {n}")
            self.assertEqual(hear_text(follower), f"still here {n}")

    def test_a_token_stays_on_this_machine_unless_it_is_hidden(self):
        for url in ("http://waymark.example:7878", "ws://192.0.2.1"):
            refused = self.shell.json("channels", "--url", url, exit=5)
            self.assertIn("https", refused["error"]["message"])

    def test_two_circles_with_one_beginning(self):
        def two(peer, connection, parameters):
            first = peer._channel_list(connection, parameters)["channels"][0]
            return {"channels": [first, {**first, "id": 8, "about": 3, "title": "Rivers and bridges"}]}

        self.peer.before["channel.list"] = two
        self.assertIn("Rivers and bridges", self.shell.run("members", "rivers and", exit=2).stderr)
        self.shell.run("members", "rivers and r")
        self.shell.run("members", "2")
        self.shell.run("members", "no such", exit=1)


class Tls(unittest.TestCase):
    """https: the host must prove that it is the host."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="wm-tls-"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=test",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"],
                       cwd=cls.folder, check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cls.folder / "cert.pem", cls.folder / "key.pem")
        cls.peer = Peer(context)

    @classmethod
    def tearDownClass(cls):
        cls.peer.close()
        shutil.rmtree(cls.folder)

    def shell(self, host, **environment):
        shell = Shell(f"https://{host}:{self.peer.port}", "token", **environment)
        self.addCleanup(shell.close)
        return shell

    def test_a_host_that_proves_itself(self):
        shell = self.shell("localhost", WAYMARK_CA_FILE=str(self.folder / "cert.pem"))
        self.assertEqual(shell.json("post", "rivers", "x" * 15000)["at"], self.peer.log[-1]["at"])
        follower = shell.tail("rivers", "--from", "start")
        self.peer.cut()
        self.peer.add("through TLS")
        while hear_text(follower) != "through TLS":
            pass

    def test_an_unknown_authority(self):
        refused = self.shell("localhost").json("channels", "--timeout", "0.5", exit=6)
        self.assertIn("certificate", refused["error"]["message"])

    def test_a_certificate_of_another_host(self):
        shell = self.shell("127.0.0.1", WAYMARK_CA_FILE=str(self.folder / "cert.pem"))
        self.assertIn("certificate", shell.json("channels", "--timeout", "0.5", exit=6)["error"]["message"])

    def test_no_tls_behind_https(self):
        plain = Peer()
        self.addCleanup(plain.close)
        shell = Shell(f"https://localhost:{plain.port}", "token")
        self.addCleanup(shell.close)
        self.assertIn("TLS", shell.json("channels", "--timeout", "0.5", exit=6)["error"]["message"])
        self.assertEqual(plain.requests, [])


if __name__ == "__main__":
    unittest.main()
