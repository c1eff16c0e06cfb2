"""The daemon's own life: signing in with a cookie, a database that is away, frozen or another one, and the end by SIGTERM."""

import http.client
import os
import signal
import subprocess
import threading
import unittest

import house
from rpc import Gone, Refused, Rpc


class Serving(unittest.TestCase):
    def setUp(self):
        self.house = house.House()
        self.addCleanup(self.house.destroy)
        self.ann, self.token = self.house.person("Ann", roles=["facilitator"])

    def session(self, method, **head):
        """POST or DELETE /session as a browser does it: (status, the cookie's value)."""
        line = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=house.WAIT_S)
        line.request(method, "/session", headers={"Origin": self.house.url, **{key.replace("_", "-"): value for key, value in head.items()}})
        answer = line.getresponse()
        answer.read()
        cookie = answer.getheader("Set-Cookie")
        line.close()
        return answer.status, cookie.split(";")[0].removeprefix("waymark=") if cookie else None

    def serve(self):
        """Runs the daemon to its end, which comes by itself; the exit code."""
        return subprocess.run([house.binaries() / "waymarkd", "--config", self.house.config, "serve"], stdin=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=house.WAIT_S, check=False).returncode

    def open_circle(self, line):
        return line.call("circle.open", nonce=os.urandom(16), title="T", purpose="To test", topics=[], seats=8)["channel"]

    def test_a_links_code_becomes_a_cookie_once(self):
        code = self.house.admin("link.make", email="ann@example.org")["link"].split("#")[1]
        status, cookie = self.session("POST", X_Waymark_Code=code)
        self.assertEqual(204, status)
        self.assertEqual(self.ann, Rpc(self.house.port, cookie).hello["person"]["id"])
        self.assertEqual((401, None), self.session("POST", X_Waymark_Code=code))

    def test_a_token_that_the_page_holds_becomes_the_cookie(self):
        self.assertEqual((204, self.token), self.session("POST", X_Waymark_Code=self.token))

    def test_the_first_mailed_link_in_a_browser_closes_what_was_opened_in_advance(self):
        ann, guest = Rpc(self.house.port, self.token), Rpc(self.house.port)
        guest.call("session.hello", client="system test 1")
        link = ann.call("invitation.make", nonce=os.urandom(16), why="Come.", email="zed@example.org")["link"]
        taken = guest.call("invitation.accept", nonce=os.urandom(16), code=link.split("#")[1], name="Zed", language="en", adult=True)
        taker = Rpc(self.house.port, taken["token"])
        guest.call("session.link", email="zed@example.org")
        mail = self.house.admin("mail.list")["mails"][-1]
        status, cookie = self.session("POST", X_Waymark_Code=mail["params"]["link"].split("#")[1])
        self.assertEqual((204, taken["person"]), (status, Rpc(self.house.port, cookie).hello["person"]))
        with self.assertRaises(Gone) as gone:
            taker.call("channel.list")
        self.assertEqual(4001, gone.exception.code)

    def test_searches_that_never_end_keep_nobody_else_waiting(self):
        self.house.sql("create or replace function operation.channel_search(_me bigint, _text text, _channel bigint, _limit bigint)"
                       " returns waymark.answer language sql as 'select pg_sleep(600); select waymark.ok(null)'")
        lines = [Rpc(self.house.port, self.token) for _ in range(3)]
        asked = [(line, line.send("channel.search", text="walks")) for line in lines for _ in range(5)]
        other = Rpc(self.house.port, self.house.person("Ben")[1])
        self.assertEqual("inbox", other.call("channel.list")["channels"][0]["kind"])
        self.assertEqual("inbox", lines[0].call("channel.list")["channels"][0]["kind"])
        codes = []
        for line, number in asked:
            with self.assertRaises(Refused) as refused:
                line.answer(number)
            codes.append(refused.exception.code)
        self.assertEqual((2, 13), (codes.count("too_large"), codes.count("rate_limited")), codes)

    def test_signing_out_closes_what_the_session_had_open(self):
        line = Rpc(self.house.port, self.token)
        self.assertEqual((204, ""), self.session("DELETE", Cookie=f"waymark={self.token}"))
        with self.assertRaises(Gone) as gone:
            line.call("channel.list")
        self.assertEqual(4001, gone.exception.code)
        with self.assertRaises(Refused) as refused:
            Rpc(self.house.port, self.token)
        self.assertEqual("unauthenticated", refused.exception.code)

    def test_it_starts_without_a_database_and_serves_when_there_is_one(self):
        self.house.stop_daemon()
        self.house.stop_database()
        process = subprocess.Popen([house.binaries() / "waymarkd", "--config", self.house.config, "serve"], stdin=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        self.house.process = process
        line = self.first_line()
        with self.assertRaises(Refused) as refused:
            line.call("session.hello", token=self.token, client="system test 1")
        self.assertEqual("unavailable", refused.exception.code)
        self.assertGreater(refused.exception.retry_after_ms, 0)
        self.assertFalse(self.house.ready())
        self.house.start_database()
        house.until(self.house.ready, "readiness")
        self.assertEqual(self.ann, line.call("session.hello", token=self.token, client="system test 1")["person"]["id"])

    def first_line(self):
        opened = []

        def opens():
            try:
                opened.append(Rpc(self.house.port))
            except Gone:
                return False
            return True
        house.until(opens, "an open door")
        return opened[0]

    def test_it_refuses_a_database_that_is_not_its_own(self):
        self.house.stop_daemon()
        self.house.sql("drop function api.channel_read(bigint, bigint, bigint)")
        self.assertEqual(1, self.serve())
        self.assertIn("api.channel_read(bigint,bigint,bigint) is not in the database", self.house.words())
        self.house.sql("drop schema api cascade")
        self.assertEqual(1, self.serve())
        self.assertIn("run waymarkd migrate", self.house.words())

    def test_a_frozen_database_is_unavailable_until_it_thaws(self):
        line = Rpc(self.house.port, self.token)
        channel = self.open_circle(line)
        frozen = [pid for (pid,) in self.house.sql("select pid from pg_stat_activity where application_name = 'waymarkd'")]
        nonce = os.urandom(16)
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        try:
            with self.assertRaises(Refused) as refused:
                line.call("channel.post", nonce=nonce, channel=channel, text="Is anyone there?")
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)
        self.assertEqual("unavailable", refused.exception.code)
        house.until(lambda: self.accepted(line, nonce=nonce, channel=channel, text="Is anyone there?"), "the post's acceptance")
        self.assertEqual([(1,)], self.house.sql("select count(*) from waymark.event where kind = 'message'"))

    def accepted(self, line, **post):
        try:
            line.call("channel.post", **post)
        except Refused as refused:
            self.assertEqual("unavailable", refused.code)
            return False
        return True

    def test_sigterm_lets_everyone_know_and_loses_nothing(self):
        line = Rpc(self.house.port, self.token)
        channel = self.open_circle(line)
        acked, codes, posted = [], [], threading.Event()

        def post():
            while not codes:
                try:
                    acked.append(line.call("channel.post", nonce=os.urandom(16), channel=channel, text="x")["seq"])
                except Refused as refused:
                    self.assertIn(refused.code, ("unavailable", "rate_limited"))
                except Gone as gone:
                    codes.append(gone.code)
                posted.set()
        poster = threading.Thread(target=post)
        poster.start()
        posted.wait(house.WAIT_S)
        self.assertEqual(0, self.house.stop_daemon())
        poster.join(house.WAIT_S)
        self.assertEqual([1012], codes)
        self.assertIn("goaway", [name for name, _ in line.heard])
        kept = [seq for (seq,) in self.house.sql("select seq from waymark.event where kind = 'message' order by seq")]
        self.assertEqual(acked, kept[:len(acked)])
        self.assertTrue(acked)


if __name__ == "__main__":
    unittest.main()
