"""People talk through the command line and the real service: what one says, the others hear, once and in order, whatever dies."""

import re
import subprocess
import unittest

from shell import Shell, hear, hear_text, house, interrupt


class Talk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House()
        cls.sian_id, token = cls.house.person("Siân Owen")
        cls.sian = Shell(cls.house.url, token)
        cls.tom_id, token = cls.house.person("Tom Reed")
        cls.tom = Shell(cls.house.url, token)
        cls.count = 0

    @classmethod
    def tearDownClass(cls):
        cls.sian.close()
        cls.tom.close()
        cls.house.destroy()

    def circle(self, joined=True):
        """A new circle of Siân's, with Tom: its title."""
        Talk.count += 1
        title = f"Rivers and roads {Talk.count:03}"
        opened = self.sian.json("circle", "open", title, "--purpose", "To learn how places keep water out of homes", "--seats", "5")
        self.sian.run("circle", "invite", title, self.tom_id)
        if joined:
            self.tom.run("circle", "join", opened["circle"])
        return title, opened

    def test_two_follow_and_one_says(self):
        title, _ = self.circle()
        first, second = self.sian.tail(title), self.tom.tail(title.upper())
        said = [f"neges {n}" for n in range(5)]
        for text in said:
            self.tom.run("post", title, text)
        self.assertEqual([hear_text(first) for _ in said], said)
        self.assertEqual([hear_text(second) for _ in said], said)
        self.assertEqual(interrupt(first), 130)

    def test_a_killed_service_costs_neither_a_gap_nor_a_repeat(self):
        title, _ = self.circle()
        follower = self.sian.tail(title)
        self.tom.run("post", title, "before")
        before = hear(follower)
        self.house.kill_daemon()
        self.house.start_daemon()
        self.tom.run("post", title, "after")
        after = hear(follower)
        self.assertEqual([before["body"]["text"], after["body"]["text"]], ["before", "after"])
        self.assertEqual(after["seq"], before["seq"] + 1)

    def test_words_said_while_the_service_is_away_arrive_when_it_is_back(self):
        title, opened = self.circle()
        self.house.kill_daemon()
        try:
            self.tom.run("post", f"#{opened['channel']}", "too soon", "--timeout", "0.5", exit=6)
            waiting = self.tom.start("post", title, "patience")
            self.assertIn("Not connected", waiting.stderr.readline())
        finally:
            self.house.start_daemon()
        self.assertEqual(waiting.wait(60), 0)
        texts = [event["body"].get("text") for event in self.sian.lines("history", title) if event["kind"] == "message"]
        self.assertEqual(texts, ["patience"])

    def test_one_message_changed_marked_answered_and_taken_back(self):
        title, _ = self.circle()
        seq = self.tom.json("post", title, "Shwmae bwab")["seq"]
        follower = self.sian.tail(title, "--after", seq)
        self.sian.run("reply", title, seq, "Croeso")
        self.tom.run("edit", title, seq, "Shwmae bawb")
        self.sian.run("react", title, seq, "👍")
        self.sian.run("react", title, seq, "👍", "--off")
        self.tom.run("retract", title, seq)
        heard = [hear(follower) for _ in range(5)]
        self.assertEqual([event["kind"] for event in heard], ["message", "edited", "reaction", "reaction", "retracted"])
        self.assertEqual(heard[0]["body"]["reply_to"], seq)
        self.assertEqual(heard[2]["body"]["mark"], "👍")
        self.assertTrue(heard[3]["body"]["off"])
        taken = self.sian.lines("history", title, "--from", seq, "--limit", "1")[0]
        self.assertNotIn("text", taken["body"])
        self.sian.run("edit", title, seq, "not mine", exit=5)

    def test_words_for_people(self):
        title, _ = self.circle()
        seq = self.tom.json("post", title, "one\ntwo \x1b[31mred")["seq"]
        shown = self.sian.run("history", title).stdout
        self.assertRegex(shown, rf"{seq}  \d\d:\d\d  Tom Reed: one / two \[31mred\n")
        self.assertIn("Siân Owen joined", shown)
        self.assertNotIn("\x1b", shown)
        self.assertRegex(self.sian.run("members", title).stdout, r"Tom Reed \(Member\)")
        self.assertRegex(self.sian.run("channels").stdout, rf"{title}  1 unread")
        self.sian.run("read", title)
        self.assertNotIn("unread", re.search(rf"{title}.*", self.sian.run("channels").stdout).group())

    def test_history_is_paged(self):
        title, _ = self.circle()
        channel = self.sian.json("circle", "get", title)["circle"]["channel"]
        self.house.sql("select api.channel_post(array_agg(%s::bigint), array_agg(%s::bigint), array_agg(decode(md5(n::text), 'hex')),"
                       " array_agg('line ' || n), array_agg(''::text), array_agg(null::bigint)) from generate_series(1, 230) n", (self.tom_id, channel))
        texts = [event["body"]["text"] for event in self.sian.lines("history", title, "--limit", "220") if event["kind"] == "message"]
        self.assertEqual(texts, [f"line {n}" for n in range(11, 231)])
        forward = self.sian.lines("history", title, "--from", "5", "--limit", "210")
        self.assertEqual([event["seq"] for event in forward], list(range(5, 215)))

    def test_what_was_said_is_found(self):
        title, _ = self.circle()
        self.tom.run("post", title, "The culvert near the school flooded again")
        house.until(lambda: self.sian.json("search", "culverts", "--in", title)["hits"], "a find")
        hit = self.sian.json("search", "culverts", "--in", title)["hits"][0]
        self.assertIn("culvert", hit["snippet"])
        self.assertIn(f"{title}  {hit['seq']}  ", self.sian.run("search", "culverts").stdout)

    def test_a_newcomer_from_invitation_to_farewell(self):
        title, opened = self.circle()
        self.sian.run("post", title, "before you came")
        link = self.sian.json("invite", "--circle", title, "--why", "You know rivers")["link"]
        gwen = Shell(self.house.url)
        try:
            told = gwen.run("invitation", "read", link).stdout
            self.assertIn("Siân Owen", told)
            self.assertIn("You know rivers", told)
            gwen.run("invitation", "accept", link, "--name", "Gwen", exit=2)
            gwen.run("invitation", "accept", link, "--name", "Gwen", "--email", f"gwen{opened['circle']}@example.org", "--language", "en",
                     "--adult", "--may-ask")
            self.assertIn("used", gwen.run("invitation", "accept", link, "--name", "G", "--email", "g@example.org", "--adult", exit=1).stderr)
            self.assertIn("Gwen", gwen.run("whoami").stdout)
            self.assertIn(f'waymark circle join "{title}"', gwen.run("channels").stdout)
            self.assertRegex(gwen.run("circle", "get", title).stdout, r"Language: English\nYou: Asked in\n")
            gwen.run("history", title, exit=1)
            self.assertIn(f'waymark tail "{title}"', gwen.run("circle", "join", title).stdout)
            self.assertNotIn("asked in", gwen.run("channels").stdout)
            follower = gwen.tail(title, "--from", "start")
            self.sian.run("post", title, "welcome")
            skipped = hear(follower)
            self.assertEqual(skipped["notice"], "skipped")
            self.assertEqual(hear(follower)["kind"], "joined")
            self.assertEqual(hear_text(follower), "welcome")
            gwen.run("circle", "leave", title)
            self.sian.run("post", title, "after you left")
            rest = follower.communicate(timeout=60)[0]
            self.assertEqual(follower.returncode, 0)
            self.assertIn('"left"', rest)
            self.assertNotIn("after you left", rest)
        finally:
            gwen.close()

    def test_a_person_is_invited_by_what_they_are_called(self):
        (_, token), rees, rowlands = (self.house.person(name) for name in ("Nia Puw", "Huw Rees", "Huw Rowlands"))
        nia, huw = Shell(self.house.url, token), Shell(self.house.url, rowlands[1])
        channel = {title: nia.json("circle", "open", title, "--purpose", "To learn how hedges come back")["channel"] for title in ("Hedges", "Lanes")}
        try:
            self.assertIn("You share no circle with anybody called Huw", nia.run("circle", "invite", "Hedges", "Huw", exit=2).stderr)
            for person, token in (rees, rowlands):
                nia.run("circle", "invite", "Hedges", person)
                shell = Shell(self.house.url, token)
                shell.run("circle", "join", "Hedges")
                shell.close()
            told = nia.run("circle", "invite", "Lanes", "huw", exit=2).stderr
            self.assertIn(f"huw fits more than one person: Huw Rees ({rees[0]}); Huw Rowlands ({rowlands[0]}).", told)
            self.assertEqual(nia.json("circle", "invite", "Lanes", "huw", exit=2)["error"]["code"], "usage")
            self.assertIn(f"Did you mean: Huw Rees ({rees[0]})?", nia.run("circle", "invite", "Lanes", "Hwu Rees", exit=2).stderr)
            self.assertIn("Say who", nia.run("circle", "invite", "Lanes", " ", exit=2).stderr)
            self.assertIn("anybody called Nia", nia.run("circle", "invite", "Lanes", "Nia", exit=2).stderr)  # nobody asks themselves in
            self.assertIn(f"Person: Huw Rowlands ({rowlands[0]})", nia.run("circle", "invite", "Lanes", "HUW RO").stderr)
            huw.run("circle", "join", "Lanes")
            self.assertIn("Huw Rowlands", nia.run("members", f"#{channel['Lanes']}").stdout)
            # Who is in two circles is one person still, and a whole name counts more than the beginning of another.
            self.house.sql("update waymark.person set name = 'Huw Ree' where id = %s", (rowlands[0],))
            self.assertIn(f"Person: Huw Ree ({rowlands[0]})", nia.run("circle", "invite", "Lanes", "Huw Ree", exit=1).stderr)
        finally:
            nia.close()
            huw.close()

    def test_a_circle_is_joined_by_what_it_is_called(self):
        Talk.count += 1
        stem = f"Orchards {Talk.count:03}"
        for title in (stem, f"{stem} in towns", f"{stem} on hills"):
            self.sian.run("circle", "open", title, "--purpose", "To learn how orchards come back")
            self.sian.run("circle", "invite", title, self.tom_id)
        self.assertIn("more than one circle", self.tom.run("circle", "join", f"{stem} ", exit=2).stderr)
        self.assertIn(stem, self.tom.run("circle", "join", stem).stdout)
        self.assertIn(f"{stem} in towns", self.tom.run("circle", "join", f"{stem} IN").stdout)
        self.assertIn("You are in this circle already", self.tom.run("circle", "join", f"{stem} in towns", exit=1).stderr)
        self.assertIn("You know no circle of that name", self.tom.run("circle", "join", "Orchids", exit=1).stderr)

    def sign_in_mail(self, email):
        return self.house.sql("select params->>'link', params->>'digits' from waymark.mail where email = %s order by id desc limit 1", (email,))[0]

    def test_signing_in_by_link_and_by_digits(self):
        self.house.person("Mair Huws")
        mair = Shell(self.house.url)
        try:
            mair.run("whoami", exit=4)
            mair.run("login", "mair.huws@example.org", exit=8)
            link, digits = self.sign_in_mail("mair.huws@example.org")
            told = mair.run("login", "--code", link)
            self.assertIn("Mair Huws", told.stderr)
            self.assertIn("Mair Huws", mair.run("whoami").stdout)
            mair.run("logout")
            mair.run("whoami", exit=4)
            mair.run("login", "--code", link, exit=1)
            mair.run("login", "mair.huws@example.org", exit=8)
            link, digits = self.sign_in_mail("mair.huws@example.org")
            mair.run("login", "mair.huws@example.org", "--code", f"{digits[:3]} {digits[3:]}")
            self.assertEqual(mair.json("whoami")["name"], "Mair Huws")
            kept = mair.home / "config/waymark/contexts/default"
            self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        finally:
            mair.close()

    def test_at_a_terminal_what_is_missing_is_asked_for(self):
        title, _ = self.circle()
        link = self.sian.json("invite", "--circle", title, "--why", "You know rivers", "--email", f"ifan{Talk.count}@example.org")["link"]
        ifan = Shell(self.house.url)
        try:
            shown = ifan.typed(["invitation", "accept", link], ("Which language", ""), ("called?", "Ifan"), ("18 or older", "y"), ("help others", "n"),
                               ("Which place", ""))
            self.assertLess(shown.index("Siân Owen invites you to"), shown.index("called?"))
            self.assertEqual(ifan.json("whoami")["language"], "en")
            self.assertFalse(ifan.json("call", "profile.get")["profile"]["may_ask"])
            ifan.run("logout", "--everywhere")
            self.house.sql("delete from waymark.mail where email = %s", (f"ifan{Talk.count}@example.org",))
            ifan.run("login", f"ifan{Talk.count}@example.org", exit=8)
            link, _ = self.sign_in_mail(f"ifan{Talk.count}@example.org")
            self.assertIn("signed in as Ifan", ifan.typed(["login", "--code", link], ("Is that you?", "y")))
        finally:
            ifan.close()

    def test_a_slip_at_a_question_costs_no_answer_given_before(self):
        title, _ = self.circle()
        link = self.sian.json("invite", "--circle", title, "--why", "You know rivers")["link"]
        mared = Shell(self.house.url)
        try:
            email = f"mared{Talk.count}@example.org"
            shown = mared.typed(["invitation", "accept", link], ("Which language", "cymraeg"), ("eich enw?", "  "), ("eich enw?", "Mared"),
                                ("e-bost", "no address"), ("e-bost", email), ("18 oed", "ydw"), ("helpu eraill", "n"),
                                ("O ba le", "Nowhere at all"), ("O ba le", ""))
            self.assertIn("Nid oes lle o'r enw Nowhere at all", shown)
            self.assertIn("Rydych wedi mewngofnodi fel Mared", shown)
            self.assertEqual(mared.json("whoami")["language"], "cy")
        finally:
            mared.close()

    def test_a_place_that_was_nearly_spelt_is_said_back(self):
        self.house.sql("select admin.call('import_places', %s)", ('{"rows": [{"code": "W06000011", "name": "Swansea", "nation": "Wales"}]}',))
        self.assertIn("Place: Swansea", self.sian.run("profile", "--place", "Swansee").stderr)

    def test_who_is_too_young_is_told_so_and_nothing_is_used_up(self):
        title, _ = self.circle()
        link = self.sian.json("invite", "--circle", title, "--why", "You know rivers", "--email", f"elin{Talk.count}@example.org")["link"]
        elin = Shell(self.house.url)
        try:
            with self.assertRaisesRegex(AssertionError, "Nothing that you typed was kept"):
                elin.typed(["invitation", "accept", link], ("Which language", ""), ("called?", "Elin"), ("18 or older", "n"))
            self.assertIn("You know rivers", elin.run("invitation", "read", link).stdout)
        finally:
            elin.close()

    def test_refusals_name_what_was_named(self):
        title, opened = self.circle()
        seq = self.tom.json("post", title, "mine")["seq"]
        for words, exit_code, told in (
                (("edit", title, "999", "x"), 1, f"Number 999 is no message that you can see there: {title}"),
                (("edit", title, seq, "x"), 5, f"Number {seq} is somebody else's message"),
                (("reply", title, "999", "x"), 1, f"Number 999 is no message that you can see there: {title}"),
                (("post", "inbox", "x"), 5, "You cannot write there: Inbox"),
                (("post", "", "x"), 2, "Say which circle"),
                (("post", title, " \t"), 2, "There are no words to send"),
                (("circle", "join", title), 1, "You are in this circle already"),
                (("circle", "get", "999999"), 1, "You are not in this circle, nor asked into it: 999999"),
                (("circle", "invite", title, "999999"), 1, "There is no person 999999"),
                (("invitation", "read", "nonsense"), 1, "This invitation is not known"),
                (("login", "--code", "nonsense"), 1, "This link or code is not known"),
        ):
            self.assertIn(told, self.sian.run(*words, exit=exit_code).stderr, words)
        self.tom.run("retract", title, seq)
        self.assertIn(f"Number {seq} was taken back.", self.tom.run("edit", title, seq, "x", exit=1).stderr)
        gone = self.tom.json("edit", title, seq, "x", exit=1)["error"]
        self.assertEqual((gone["code"], gone["detail"]), ("conflict", "retracted"))
        self.tom.run("circle", "leave", title)
        self.assertIn("You are in no circle", self.tom.run("circle", "leave", title, exit=1).stderr)
        self.assertNotIn(str(opened["channel"]), self.sian.run("search", "nothing of the kind").stdout)

    def test_what_nobody_said_has_no_name_before_it(self):
        title, _ = self.circle()
        shown = self.sian.run("history", title).stdout
        self.assertRegex(shown, r"\d\d:\d\d  The circle has opened: people are being asked in\.\n")
        self.assertRegex(shown, r"\d\d:\d\d  The circle has begun\.\n")
        self.assertIn("Nothing was said there", self.sian.run("history", "inbox").stderr)

    def test_an_answer_that_cannot_be_written_is_no_success(self):
        title, _ = self.circle()
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([str(house.binaries() / "waymark"), "history", title], env=self.sian.environment, stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("could not be written", done.stderr)

    def test_colours_are_for_terminals_and_for_who_wants_them(self):
        title, _ = self.circle()
        self.assertIn("\x1b[1m", self.sian.typed(["history", title]))
        for environment in ({"NO_COLOR": "1"}, {"WAYMARK_PLAIN": "1"}):
            self.assertNotIn("\x1b", self.sian.typed(["history", title], **environment))
        self.assertNotIn("\x1b", self.sian.typed(["history", title, "--plain"]))

    def test_every_operation_is_reached_by_call(self):
        listed = self.sian.json("call", "channel.list", "{}")
        self.assertTrue(listed["channels"])
        nonce = '"nonce": "AAAAAAAAAAAAAAAAAAAAAQ"'
        title, opened = self.circle()
        parameters = f'{{{nonce}, "channel": {opened["channel"]}, "text": "first words"}}'
        first = self.sian.json("call", "channel.post", parameters)
        self.assertEqual(self.sian.json("call", "channel.post", parameters), first)
        other = self.sian.json("call", "channel.post", parameters.replace("first", "other"), exit=1)
        self.assertEqual((other["error"]["code"], other["error"]["detail"]), ("conflict", "nonce_reused"))
        wrong = self.sian.json("call", "channel.post", '{"chanel": 1}', exit=1)
        self.assertEqual(wrong["error"]["code"], "invalid")
        self.assertIn("chanel", wrong["error"]["detail"])
        self.assertIn(title, self.sian.run("channels").stdout)


if __name__ == "__main__":
    unittest.main()
