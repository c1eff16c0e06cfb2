"""Channels: reading, editing, taking back, marking, counting, searching; and who sees what."""

import os
import unittest

from house import House


class Channels(House):
    def setUp(self):
        super().setUp()
        self.ann, self.bob, self.cat = (self.line.person(name) for name in ("Ann", "Bob", "Cat"))
        self.circle, self.channel = self.line.circle(self.ann, self.bob)

    def say(self, person, text, **more):
        return self.line.post((person, self.channel, text, more))[0].seq

    def body(self, seq, person=None):
        return next(event["body"] for event in self.line.log(person or self.ann, self.channel) if event["seq"] == seq)

    def join(self, person):
        self.line.ask(self.ann, "circle.invite", circle=self.circle, person=person)
        return self.line.ask(person, "circle.join", circle=self.circle)

    def words(self, person):
        return [event["body"]["text"] for event in self.line.log(person, self.channel) if event["kind"] == "message" and event["body"]]

    # -- who sees what ------------------------------------------------------------------------------------------------------------

    def test_a_late_joiner_sees_from_their_own_joining_on(self):
        self.say(self.ann, "before")
        self.join(self.cat)
        self.say(self.ann, "after")
        self.assertEqual(self.words(self.cat), ["after"])
        first = self.line.log(self.cat, self.channel)[0]
        self.assertEqual((first["kind"], first["body"]["person"]), ("joined", self.cat))
        self.assertEqual(self.words(self.bob), ["before", "after"])

    def test_whoever_left_reads_what_they_took_part_in_and_follows_no_more(self):
        self.say(self.ann, "together")
        self.line.ask(self.bob, "circle.leave", circle=self.circle)
        self.say(self.ann, "without")
        kept = self.line.history(self.bob, self.channel)
        self.assertEqual([event["body"].get("text") for event in kept if event["kind"] == "message"], ["together"])
        self.assertEqual(kept[-1]["kind"], "left")
        self.assertIsNone(self.line.log(self.bob, self.channel))
        self.assertEqual(self.line.typed(self.bob, "channel_subscribe", self.bob, self.channel, None).outcome, "not_found")

    def test_words_that_came_while_one_was_away_are_not_shown(self):
        heard, unheard, again = self.say(self.ann, "walks one"), self.say(self.ann, "walks two"), self.say(self.ann, "walks three")
        edit = lambda seq, text: self.line.ask(self.ann, "channel.edit", channel=self.channel, seq=seq, text=text)
        edit(heard, "walks while here")
        edit(again, "walks while here too")
        self.line.ask(self.bob, "circle.leave", circle=self.circle)
        edit(unheard, "walks behind their back")
        edit(again, "walks behind their back too")
        self.line.rows("select * from api.jobs(10)")
        self.assertEqual(self.find(self.bob, "walks"), [heard])
        bodies = {event["seq"]: event["body"] for event in self.line.history(self.bob, self.channel)}
        self.assertEqual(bodies[heard], {"text": "walks while here", "edited": True})
        self.assertEqual((bodies[unheard], bodies[again]), ({}, {}))
        self.join(self.bob)
        self.assertEqual(self.words(self.bob), ["walks while here"])
        edit(unheard, "walks now")
        self.assertEqual(self.body(unheard, self.bob)["text"], "walks now")

    def test_whoever_comes_back_has_two_ranges_and_not_what_lay_between(self):
        self.say(self.ann, "one")
        self.line.ask(self.bob, "circle.leave", circle=self.circle)
        self.say(self.ann, "two")
        self.assertEqual(self.join(self.bob).outcome, "ok")
        self.say(self.ann, "three")
        self.assertEqual(self.words(self.bob), ["one", "three"])

    def test_a_stranger_finds_nothing_by_any_way(self):
        seq = self.say(self.ann, "secret")
        for operation, takes in (("edit", {"seq": seq, "text": "x"}), ("retract", {"seq": seq}), ("react", {"seq": seq, "mark": "+"}), ("members", {})):
            with self.subTest(operation):
                self.refused(self.line.ask(self.cat, f"channel.{operation}", channel=self.channel, **takes), "not_found")
        self.assertIsNone(self.line.log(self.cat, self.channel))
        self.assertIsNone(self.line.history(self.cat, self.channel))
        self.assertEqual(self.line.typed(self.cat, "channel_read", self.cat, self.channel, 1).outcome, "not_found")

    # -- pages --------------------------------------------------------------------------------------------------------------------

    def test_history_is_the_newest_page_or_the_one_before_or_after(self):
        seqs = [self.say(self.ann, f"{number}") for number in range(9)]
        page = lambda **where: [event["seq"] for event in self.line.history(self.ann, self.channel, **where)]
        self.assertEqual(page(limit=3), seqs[-3:])
        self.assertEqual(page(before=seqs[6], limit=3), seqs[3:6])
        self.assertEqual(page(after=seqs[1], limit=3), seqs[2:5])
        self.assertEqual(page(after=seqs[1], before=seqs[4], limit=9), seqs[2:4])
        self.assertEqual(page(before=1), [])

    def test_a_range_says_whether_there_is_more_and_where_the_head_is(self):
        for number in range(5):
            last = self.say(self.ann, f"{number}")
        rows = lambda after, limit: self.line.rows("select * from api.channel_range(%s, %s, %s, %s)", self.ann, self.channel, after, limit, person=self.ann)
        self.assertEqual([(row.seq, row.head, row.more) for row in rows(last - 3, 2)], [(last - 2, last, True), (last - 1, last, True)])
        self.assertEqual([(row.seq, row.more) for row in rows(last - 2, 2)], [(last - 1, False), (last, False)])
        self.assertEqual([(row.outcome, row.seq, row.head, row.more) for row in rows(last, 2)], [("ok", None, last, False)])

    def test_subscribing_begins_at_the_head_or_behind_the_given_position_but_never_beyond(self):
        head = self.say(self.ann, "now")
        behind = lambda after: self.line.typed(self.ann, "channel_subscribe", self.ann, self.channel, after)[3:]
        self.assertEqual(behind(None), (head, head))
        self.assertEqual(behind(3), (head, 3))
        self.assertEqual(behind(head + 7), (head, head))

    # -- changing one's words -----------------------------------------------------------------------------------------------------

    def test_an_edit_changes_the_words_in_place_and_blanks_the_older_ones(self):
        seq = self.say(self.ann, "first")
        one = self.line.ask(self.ann, "channel.edit", channel=self.channel, seq=seq, text="second")
        two = self.line.ask(self.ann, "channel.edit", channel=self.channel, seq=seq, text="third")
        self.assertEqual(one.events[0]["body"], {"seq": seq, "text": "second"})
        self.assertEqual(self.body(seq), {"text": "third", "edited": True})
        self.assertEqual(self.body(one.reply["seq"]), {"seq": seq})
        self.assertEqual(self.body(two.reply["seq"]), {"seq": seq, "text": "third"})

    def test_an_edit_brings_no_words_to_whoever_came_since(self):
        before = self.say(self.ann, "before")
        self.join(self.cat)
        after = self.say(self.ann, "after")
        edit = lambda seq, text: self.line.ask(self.ann, "channel.edit", channel=self.channel, seq=seq, text=text)
        edited = edit(before, "not for Cat")
        self.assertEqual(edited.events[0]["body"], {"seq": before})
        for log in (self.line.log, self.line.history):
            self.assertNotIn("not for Cat", str(log(self.cat, self.channel)))
        self.assertEqual(self.body(before, self.bob), {"text": "not for Cat", "edited": True})  # who has it reads it again
        self.assertEqual(edit(after, "for all").events[0]["body"], {"seq": after, "text": "for all"})
        self.line.ask(self.cat, "circle.leave", circle=self.circle)
        self.assertEqual(edit(before, "without her").events[0]["body"], {"seq": before, "text": "without her"})
        self.join(self.cat)
        self.assertEqual(edit(after, "she was there").events[0]["body"], {"seq": after, "text": "she was there"})

    def test_nobody_edits_another_s_message(self):
        seq = self.say(self.ann, "mine")
        self.refused(self.line.ask(self.bob, "channel.edit", channel=self.channel, seq=seq, text="x"), "denied")
        self.refused(self.line.ask(self.bob, "channel.edit", channel=self.channel, seq=1, text="x"), "not_found")

    def test_taken_back_words_are_nowhere(self):
        seq = self.say(self.ann, "zanzibar")
        self.line.ask(self.ann, "channel.edit", channel=self.channel, seq=seq, text="zanzibar again")
        self.line.rows("select * from api.jobs(10)")
        taken = self.line.ask(self.ann, "channel.retract", channel=self.channel, seq=seq)
        self.line.rows("select * from api.jobs(10)")
        self.assertEqual(taken.events[0]["body"], {"seq": seq})
        self.assertEqual(self.body(seq), {})
        for table in ("event", "search", "command", "reaction", "search_due", "due", "mail"):
            self.assertEqual(self.line.owner(f"select count(*) from waymark.{table} t where t::text like '%zanzibar%'"), 0, table)
        self.refused(self.line.ask(self.ann, "channel.retract", channel=self.channel, seq=seq), "conflict", "retracted")
        self.refused(self.line.ask(self.ann, "channel.edit", channel=self.channel, seq=seq, text="x"), "conflict", "retracted")

    def test_a_facilitator_takes_back_any_message_and_a_member_only_their_own(self):
        theirs, own = self.say(self.ann, "a"), self.say(self.bob, "b")
        self.refused(self.line.ask(self.bob, "channel.retract", channel=self.channel, seq=theirs), "denied")
        self.assertEqual(self.line.ask(self.ann, "channel.retract", channel=self.channel, seq=own).outcome, "ok")

    def test_a_repeated_command_gives_the_first_answer_without_its_events(self):
        seq, nonce = self.say(self.ann, "one"), os.urandom(16)
        first = self.line.ask(self.ann, "channel.edit", nonce, channel=self.channel, seq=seq, text="two")
        again = self.line.ask(self.ann, "channel.edit", nonce, channel=self.channel, seq=seq, text="two")
        self.assertEqual((again.outcome, again.reply, again.events), ("ok", first.reply, None))
        self.refused(self.line.ask(self.ann, "channel.edit", nonce, channel=self.channel, seq=seq, text="three"), "conflict", "nonce_reused")
        self.refused(self.line.ask(self.ann, "channel.retract", nonce, channel=self.channel, seq=seq), "conflict", "nonce_reused")

    # -- marks --------------------------------------------------------------------------------------------------------------------

    def test_the_same_mark_twice_is_one_mark(self):
        seq = self.say(self.ann, "good")
        react = lambda **more: self.line.ask(self.bob, "channel.react", channel=self.channel, seq=seq, mark="+1", **more)
        self.refused(react(off=True), "not_found")
        on = react()
        self.assertEqual(on.events[0]["body"], {"seq": seq, "mark": "+1"})
        again = react()
        self.assertEqual((again.reply, again.events), (on.reply, None))
        off = react(off=True)
        self.assertEqual(off.events[0]["body"], {"seq": seq, "mark": "+1", "off": True})
        self.assertIsNone(react(off=True).events)
        self.assertEqual(react().reply["seq"], off.reply["seq"] + 1)

    def test_twenty_marks_of_a_person_are_enough_for_a_message(self):
        seq = self.say(self.ann, "good")
        for number in range(20):
            self.assertEqual(self.line.ask(self.bob, "channel.react", channel=self.channel, seq=seq, mark=f"m{number}").outcome, "ok")
        self.refused(self.line.ask(self.bob, "channel.react", channel=self.channel, seq=seq, mark="m20"), "too_large")

    # -- reading and counting -----------------------------------------------------------------------------------------------------

    def test_a_read_mark_never_moves_back_nor_beyond_the_head(self):
        head = self.say(self.ann, "new")
        read = lambda seq: self.line.typed(self.bob, "channel_read", self.bob, self.channel, seq).read
        self.assertEqual([read(3), read(2), read(head + 9), read(1)], [3, 3, head, head])

    def test_unread_counts_others_messages_to_99(self):
        listed = lambda person: next(c for c in self.line.ask(person, "channel.list").reply["channels"] if c["id"] == self.channel)
        seq = self.say(self.bob, "mine does not count")
        for number in range(3):
            taken = self.say(self.ann, f"{number}")
        self.assertEqual((listed(self.bob)["unread"], listed(self.ann)["unread"]), (3, 1))
        self.line.ask(self.ann, "channel.retract", channel=self.channel, seq=taken)
        self.line.typed(self.bob, "channel_read", self.bob, self.channel, seq + 1)
        self.assertEqual((listed(self.bob)["unread"], listed(self.bob)["read"]), (1, seq + 1))
        self.line.post(*((self.ann, self.channel, "more") for _ in range(120)))
        self.assertEqual(listed(self.bob)["unread"], 99)

    def test_the_list_names_what_each_channel_is_newest_first(self):
        other, second = self.line.circle(self.ann, title="Boats")
        self.say(self.ann, "hello")
        channels = self.line.ask(self.ann, "channel.list").reply["channels"]
        self.assertEqual([(c["kind"], c["title"], c["role"], c["state"]) for c in channels],
            [("circle", "Walks", "facilitator", "active"), ("circle", "Boats", "facilitator", "inviting"), ("inbox", None, "owner", "open")])
        self.assertEqual((channels[0]["about"], channels[1]["about"], channels[1]["id"]), (self.circle, other, second))

    def test_members_stand_by_name_with_their_part(self):
        members = self.line.ask(self.bob, "channel.members", channel=self.channel).reply["members"]
        self.assertEqual([(m["name"], m["role"]) for m in members], [("Ann", "facilitator"), ("Bob", "member")])

    # -- searching ----------------------------------------------------------------------------------------------------------------

    def find(self, person, text, **more):
        return [hit["seq"] for hit in self.line.ask(person, "channel.search", text=text, **more).reply["hits"]]

    def test_a_message_is_found_by_its_words_in_any_form_once_the_job_has_run(self):
        seq = self.say(self.ann, "Residents are organising three walks")
        self.assertEqual(self.find(self.bob, "walks"), [])
        self.line.rows("select * from api.jobs(10)")
        for words in ("walk", "organised", "RESIDENT", "three walking residents"):
            self.assertEqual(self.find(self.bob, words), [seq], words)
        self.assertEqual(self.find(self.bob, "boats"), [])
        hit = self.line.ask(self.bob, "channel.search", text="walk").reply["hits"][0]
        self.assertIn("organising three walks", hit["snippet"])

    def test_welsh_words_are_found_without_their_mutation(self):
        seq = self.say(self.ann, "Mae'r gymuned yn cwrdd yng Nghaerdydd gyda'u plant", lang="cy")
        self.line.rows("select * from api.jobs(10)")
        for words in ("cymuned", "chymuned", "Caerdydd", "Gaerdydd", "blant", "phlant"):
            self.assertEqual(self.find(self.bob, words), [seq], words)
        self.assertEqual(self.find(self.bob, "ysgol"), [])

    def test_search_finds_new_words_of_an_edited_message_and_not_the_old(self):
        seq = self.say(self.ann, "apples")
        self.line.rows("select * from api.jobs(10)")
        self.line.ask(self.ann, "channel.edit", channel=self.channel, seq=seq, text="pears")
        self.line.rows("select * from api.jobs(10)")
        self.assertEqual((self.find(self.bob, "apples"), self.find(self.bob, "pears")), ([], [seq]))

    def test_a_long_search_is_for_each_of_its_words_once(self):
        said = self.say(self.ann, "river walks with the whole community, " * 200)
        self.say(self.ann, "river walks")
        self.line.rows("select * from api.jobs(10)")
        for words in ('"river walks community" ' * 15, "river or boats or walks or community " * 10, "river-walks-community " * 15):
            nodes = self.line.owner("select numnode(waymark.search_query(%s))", words)
            phrases = self.line.owner("select count(*) from regexp_matches(waymark.search_query(%s)::text, '<', 'g')", words)
            self.assertEqual((nodes < 60, phrases), (True, 0), words)
        self.assertEqual(self.find(self.bob, '"river walks community" ' * 15), [said])
        self.assertEqual(len(self.find(self.bob, '"river walks"')), 2)
        self.assertIn("community", self.line.ask(self.bob, "channel.search", text="whole communities").reply["hits"][0]["snippet"])

    def test_a_search_for_what_is_not_there_only_is_refused(self):
        seq = self.say(self.ann, "river walks")
        self.line.rows("select * from api.jobs(10)")
        for words in ("-boats", "-the -of", '-"long boats" -x', "walks or -boats"):
            self.refused(self.line.ask(self.bob, "channel.search", text=words), "invalid", "text: name a word that is to be found")
        self.assertEqual((self.find(self.bob, "walks -boats"), self.find(self.bob, "walks -river"), self.find(self.bob, "!")), ([seq], [], []))
        common = self.line.owner("select numnode(waymark.search_query(%s))", "walks " + "-the -of -and -to " * 20)
        self.assertLess(common, 60, "exclusions of words that are in every text cost no more than others")

    def test_a_search_that_takes_too_long_says_what_to_do(self):
        self.line.owner("create or replace function operation.channel_search(_me bigint, _text text, _channel bigint, _limit bigint)"
            " returns waymark.answer language sql as 'select pg_sleep(600); select waymark.ok(null)'")
        self.line.owner("grant execute on function operation.channel_search(bigint, text, bigint, bigint) to waymark_operations")
        self.line.owner("set local statement_timeout = '50ms'")
        self.refused(self.line.ask(self.bob, "channel.search", text="walks"), "too_large",
            "that takes too long to find: ask for fewer or longer words")

    def test_search_gives_only_what_the_person_may_see(self):
        self.say(self.ann, "walks before")
        self.join(self.cat)
        after = self.say(self.ann, "walks after")
        _, other = self.line.circle(self.ann, title="Boats")
        self.line.post((self.ann, other, "walks elsewhere"))
        self.line.rows("select * from api.jobs(10)")
        self.assertEqual(self.find(self.cat, "walks"), [after])
        self.assertEqual(len(self.find(self.ann, "walks")), 3)
        self.assertEqual(len(self.find(self.ann, "walks", channel=other)), 1)
        self.assertEqual(len(self.find(self.ann, "walks", limit=2)), 2)


if __name__ == "__main__":
    unittest.main()
