"""Races: two connections at once. Each test makes the second one really wait, or really go first, and looks at what is left."""

import os
import threading
import unittest

import psycopg2

from house import Street


class Races(Street):
    def setUp(self):
        super().setUp()
        self.ann, self.bob, self.cat = (self.person(name) for name in ("ann", "bob", "cat"))
        self.circle, self.channel = self.main.circle(self.ann, self.bob)
        self.main.connection.commit()

    def beside(self, line, act):
        """Runs act(line) and its commit in a thread of its own; gives a function that waits for its result."""
        kept = {}

        def run():
            kept["result"] = act(line)
            line.connection.commit()

        thread = threading.Thread(target=run)
        thread.start()

        def result():
            thread.join(30)
            self.assertFalse(thread.is_alive(), "it still waits")
            return kept["result"]

        return result

    def waiting(self, line):
        """Comes back once that connection waits for a lock of another: PostgreSQL is asked, no time is guessed."""
        process = line.connection.info.backend_pid
        watcher = self.open()
        while not watcher.owner("select cardinality(pg_blocking_pids(%s))", process):
            watcher.connection.rollback()

    def race(self, first, second):
        """first acts and holds; second is seen waiting; first commits. Gives both results."""
        one, two = self.open(), self.open()
        held = first(one)
        later = self.beside(two, second)
        self.waiting(two)
        one.connection.commit()
        return held, later()

    def sequence(self):
        rows = self.main.rows("select seq, kind from waymark.event where channel = %s order by seq", self.channel, role="owner")
        self.main.connection.rollback()
        return [row.seq for row in rows]

    def test_a_nonce_sent_twice_at_once_is_kept_once(self):
        nonce = os.urandom(16)
        post = lambda line: line.post((self.ann, self.channel, "once", {"nonce": nonce}))[0]
        first, second = self.race(post, post)
        self.assertEqual((first.outcome, first.detail), ("ok", None))
        self.assertEqual((second.outcome, second.detail, second.seq, second.at), ("ok", "repeat", first.seq, first.at))
        self.assertEqual(self.sequence(), list(range(1, first.seq + 1)))

    def test_a_command_sent_twice_at_once_acts_once(self):
        nonce = os.urandom(16)
        make = lambda line: line.ask(self.ann, "invitation.make", nonce, why="you", circle=self.circle)
        first, second = self.race(make, make)
        self.assertEqual(first.reply, second.reply)
        self.assertEqual(self.main.owner("select count(*) from waymark.invitation where by = %s", self.ann), 1)

    def test_posts_of_two_daemons_take_dense_positions(self):
        lines, batches = [self.open() for _ in range(4)], 25
        start = self.sequence()[-1]

        def flood(line):
            seqs = []
            for number in range(batches):
                seqs += [row.seq for row in line.post((self.ann, self.channel, f"{number}"), (self.bob, self.channel, f"{number}"))]
                line.connection.commit()
            return seqs

        results = [self.beside(line, flood) for line in lines]
        seqs = [result() for result in results]
        for one in seqs:
            self.assertEqual(one, sorted(one), "each sender's own order is kept")
        self.assertEqual(sorted(sum(seqs, [])), list(range(start + 1, start + 1 + 4 * batches * 2)))

    def test_batches_over_the_same_channels_in_any_order_do_not_deadlock(self):
        others = [self.main.circle(self.ann)[1] for _ in range(6)]
        self.main.connection.commit()
        first, second = self.open(), self.open()
        flood = lambda order: lambda line: [(line.post(*((self.ann, channel, "x") for channel in order)), line.connection.commit()) for _ in range(20)]
        results = [self.beside(first, flood(others)), self.beside(second, flood(others[::-1]))]
        self.assertEqual([len(result()) for result in results], [20, 20])

    def test_a_post_that_waits_for_its_author_s_leaving_is_refused_and_the_rest_of_its_batch_is_kept(self):
        leave = lambda line: line.ask(self.bob, "circle.leave", circle=self.circle)
        post = lambda line: line.post((self.bob, self.channel, "too late"), (self.ann, self.channel, "in time"))
        left, rows = self.race(leave, post)
        self.assertEqual([row.outcome for row in rows], ["not_found", "ok"])
        self.assertEqual(rows[1].seq, left.events[-1]["seq"] + 1)
        self.assertEqual(self.sequence(), list(range(1, rows[1].seq + 1)))

    def test_positions_vanish_with_a_rollback(self):
        one, two = self.open(), self.open()
        taken = one.post((self.ann, self.channel, "never"))[0].seq
        later = self.beside(two, lambda line: line.post((self.bob, self.channel, "kept"))[0])
        self.waiting(two)
        one.connection.rollback()
        self.assertEqual(later().seq, taken)
        self.assertEqual(self.sequence(), list(range(1, taken + 1)))

    def test_the_last_seat_is_taken_once(self):
        circle, _ = self.main.circle(self.ann, seats=2)
        for person in (self.bob, self.cat):
            self.main.ask(self.ann, "circle.invite", circle=circle, person=person)
        self.main.connection.commit()
        first, second = self.race(lambda line: line.ask(self.bob, "circle.join", circle=circle), lambda line: line.ask(self.cat, "circle.join", circle=circle))
        self.assertEqual((first.outcome, second.outcome, second.detail), ("ok", "conflict", "full"))

    def test_the_last_two_who_leave_at_once_close_the_circle_once(self):
        leave = lambda person: lambda line: line.ask(person, "circle.leave", circle=self.circle)
        first, second = self.race(leave(self.ann), leave(self.bob))
        self.assertEqual([[event["kind"] for event in answer.events] for answer in (first, second)], [["left", "role"], ["left", "state"]])

    def test_a_message_is_edited_or_taken_back_but_no_words_come_after(self):
        seq = self.main.post((self.ann, self.channel, "words"))[0].seq
        self.main.connection.commit()
        first, second = self.race(lambda line: line.ask(self.ann, "channel.retract", channel=self.channel, seq=seq),
            lambda line: line.ask(self.ann, "channel.edit", channel=self.channel, seq=seq, text="more words"))
        self.assertEqual((first.outcome, second.outcome, second.detail), ("ok", "conflict", "retracted"))

    def test_one_of_two_clicks_on_a_link_enters(self):
        code = self.main.admin("link_make", person=self.ann).reply["link"].split("#")[1]
        self.main.connection.commit()
        enter = lambda line: line.ask(None, "session.enter", code=code)
        first, second = self.race(enter, enter)
        self.assertEqual((first.outcome, second.outcome, second.detail), ("ok", "conflict", "already_used"))

    def test_whoever_enters_while_everything_of_theirs_is_revoked_is_out_too(self):
        code = self.main.admin("link_make", person=self.bob).reply["link"].split("#")[1]
        self.main.connection.commit()
        entered, _ = self.race(lambda line: line.ask(None, "session.enter", code=code), lambda line: line.admin("token_revoke", person=self.bob))
        self.assertEqual(self.main.typed(None, "session_hello", entered.reply["token"]).outcome, "unauthenticated")

    def test_one_of_two_acceptances_makes_an_account(self):
        code = self.main.ask(self.ann, "invitation.make", why="you").reply["link"].split("#")[1]
        self.main.connection.commit()
        accept = lambda line: line.ask(None, "invitation.accept", code=code, name="Zed", language="en", adult=True)
        first, second = self.race(accept, accept)
        self.assertEqual((first.outcome, second.outcome, second.detail), ("ok", "conflict", "already_used"))
        self.assertEqual(self.main.owner("select count(*) from waymark.invitation where by = %s and person is not null", self.ann), 1)

    def test_two_invitations_accepted_with_one_address_make_one_account(self):
        codes = [self.main.ask(self.ann, "invitation.make", why="you").reply["link"].split("#")[1] for _ in range(2)]
        self.main.connection.commit()
        email = f"new.{self.ann}@example.org"
        accept = lambda code: lambda line: line.ask(None, "invitation.accept", code=code, name="Zed", email=email, language="en", adult=True)
        first, second = self.race(accept(codes[0]), accept(codes[1]))
        self.assertEqual((first.outcome, second.outcome, second.detail), ("ok", "conflict", "already_registered"))

    def test_two_last_brokers_do_not_go_at_once(self):
        for person in (self.ann, self.bob):
            self.main.admin("person_grant", person=person, role="broker")
        self.main.owner("delete from waymark.role_held where role = 'broker' and person not in (%s, %s)", self.ann, self.bob)
        self.main.connection.commit()
        revoke = lambda person: lambda line: line.admin("person_revoke", person=person, role="broker")
        first, second = self.race(revoke(self.ann), revoke(self.bob))
        self.assertEqual((first.outcome, second.outcome, second.detail), ("ok", "conflict", "last_holder"))


class Jobs(Street):
    """Jobs: each once, whatever runs beside it or dies under it. Those of a test are of a kind of its own."""

    def setUp(self):
        super().setUp()
        self.main.owner("create table if not exists public.done_jobs (object bigint, at timestamptz default clock_timestamp())")
        self.main.owner("grant all on public.done_jobs to waymark_owner")
        self.main.owner("""create or replace function waymark.job_probe(_object bigint) returns jsonb language plpgsql security definer as $$
            begin
                insert into public.done_jobs (object) values (_object);
                if _object < 0 then raise exception 'it cannot be done'; end if;
                return null;
            end $$""")
        self.main.owner("truncate public.done_jobs; delete from waymark.due where kind = 'probe'")
        self.main.connection.commit()

    def due(self, *objects, at="clock_timestamp() - interval '1 second'"):
        for number in objects:
            self.main.owner(f"insert into waymark.due (kind, object, at) values ('probe', %s, {at})", number)
        self.main.connection.commit()

    def done(self):
        rows = self.main.rows("select object from public.done_jobs order by object", role="owner")
        self.main.connection.rollback()
        return [row.object for row in rows]

    def left(self):
        rows = self.main.rows("select object, attempts, problem, at > clock_timestamp() as later from waymark.due where kind = 'probe' order by object", role="owner")
        self.main.connection.rollback()
        return [tuple(row) for row in rows]

    def run_jobs(self, line, limit=100):
        row = line.rows("select * from api.jobs(%s)", limit)[0]
        return row

    def test_what_is_due_is_done_and_what_is_not_waits(self):
        self.due(1, 2)
        self.due(3, at="clock_timestamp() + interval '1 hour'")
        self.run_jobs(self.main)
        self.main.connection.commit()
        self.assertEqual((self.done(), [row[0] for row in self.left()]), ([1, 2], [3]))

    def test_what_another_has_claimed_is_passed_over(self):
        self.due(*range(1, 9))
        one, two = self.open(), self.open()
        self.run_jobs(one, limit=4)
        self.run_jobs(two, limit=100)
        two.connection.commit()
        self.assertEqual(len(self.done()), 4)
        one.connection.commit()
        self.assertEqual((self.done(), self.left()), (list(range(1, 9)), []))

    def test_a_claim_that_dies_leaves_its_jobs_to_be_done_once(self):
        self.due(*range(1, 6))
        one, two = self.open(), self.open()
        self.run_jobs(one)
        process = one.connection.info.backend_pid
        two.owner("select pg_terminate_backend(%s, 10000)", process)
        with self.assertRaises(psycopg2.Error):
            one.owner("select 1")
        self.assertEqual(self.done(), [])
        self.run_jobs(two)
        two.connection.commit()
        self.assertEqual((self.done(), self.left()), (list(range(1, 6)), []))

    def test_a_job_that_fails_is_undone_put_off_and_counted_and_stops_no_other(self):
        self.due(-1, 1, 2)
        self.run_jobs(self.main)
        self.main.connection.commit()
        self.assertEqual(self.done(), [1, 2])
        self.assertEqual(self.left(), [(-1, 1, "P0001 it cannot be done", True)])
        self.run_jobs(self.main)
        self.main.connection.commit()
        self.assertEqual([row[1] for row in self.left()], [1], "not before its time")

    def test_the_sweep_comes_again_by_itself(self):
        self.main.owner("update waymark.due set at = clock_timestamp() - interval '1 second' where kind = 'sweep'")
        row = self.run_jobs(self.main)
        self.assertEqual(self.main.owner("select count(*) from waymark.due where kind = 'sweep' and at > clock_timestamp() + interval '59 minutes'"), 1)
        self.assertIsNotNone(row.next_at)

    def test_the_sweep_empties_mails_that_came_too_late_and_forgets_old_askings(self):
        ann = self.main.person("sweep.ann")
        self.main.ask(None, "session.link", email="sweep.ann@example.org")
        self.main.at("clock_timestamp() + interval '25 hours'")
        self.run_jobs(self.main)
        mail = [mail for mail in self.main.admin("mail_list").reply["mails"] if mail["person"] == ann][0]
        self.assertEqual((mail["state"], mail["params"]), ("late", {}))
        self.assertEqual(self.main.owner("select count(*) from waymark.sign_in where person = %s", ann), 0)

    def test_search_rows_of_a_post_that_commits_beside_the_job_are_not_lost(self):
        ann = self.person("ann")
        _, channel = self.main.circle(ann)
        self.main.connection.commit()
        one, two = self.open(), self.open()
        one.post((ann, channel, "walrus"))
        self.run_jobs(two)
        one.connection.commit()
        two.connection.commit()
        self.run_jobs(two)
        two.connection.commit()
        self.assertEqual(len(two.ask(ann, "channel.search", text="walrus").reply["hits"]), 1)


if __name__ == "__main__":
    unittest.main()
