"""kill -9 of the daemon and of PostgreSQL under load: every acknowledged post is accounted for, and every listener resumes."""

import os
import random
import threading
import time
import unittest

import history
from house import WAIT_S, House, until
from rpc import Gone, Refused, Rpc

VOLUME = os.environ.get("WAYMARK_VOLUME", "usual")
POSTERS, LISTENERS, CHANNELS = 6, 4, 3
FAULTS = {"fast": 3, "usual": 9, "long": 60}[VOLUME]
ACKS_BETWEEN_FAULTS = 60
RECONNECT_S = 0.05
TRY_LATER = ("unavailable", "rate_limited")
LIMITS = {"requests_per_s": 1000, "requests_burst": 1000, "early_requests_per_s": 1000, "early_requests_burst": 1000}


class World:
    """One house, its circles and people, and everybody's notes."""

    def __init__(self):
        self.house = House(database={"fsync": "on", "full_page_writes": "on"}, limits=LIMITS)
        self.notes = []
        self.acks = 0
        self.changed = threading.Condition()
        self.stopping = threading.Event()
        self.problems = []
        self.people = [self.house.person(f"Person {i}") for i in range(POSTERS + LISTENERS)]
        self.channels = self._open_circles()
        self.heads = None  # set at the end: what every listener must come to, at the latest by self.late
        self.late = None

    def _open_circles(self):
        lines = [Rpc(self.house.port, token) for _, token in self.people]
        channels = []
        for i in range(CHANNELS):
            opened = lines[0].call("circle.open", nonce=os.urandom(16), title=f"Circle {i}", purpose="Load.", topics=[], seats=50)
            for (person, _), line in zip(self.people[1:], lines[1:]):
                lines[0].call("circle.invite", nonce=os.urandom(16), circle=opened["circle"], person=person)
                line.call("circle.join", nonce=os.urandom(16), circle=opened["circle"])
            channels.append(opened["channel"])
        for line in lines:
            line.close()
        return channels

    def note(self, *note):
        with self.changed:
            self.notes.append(note)
            if note[0] == "ack":
                self.acks += 1
            self.changed.notify_all()

    def wait_acks(self, more):
        """Until so many more posts were acknowledged; False if the posters can't go on."""
        with self.changed:
            target = self.acks + more
            return self.changed.wait_for(lambda: self.acks >= target or self.problems, timeout=WAIT_S * 2) and not self.problems

    def running(self, work, *given):
        """A thread whose failure is noted, not lost."""
        def run():
            try:
                work(self, *given)
            except Exception as problem:
                with self.changed:
                    self.problems.append(f"{work.__name__} {given}: {problem!r}")
                    self.changed.notify_all()
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def stored(self):
        rows = self.house.sql("select channel, seq, actor, nonce, text from waymark.event where kind = 'message'")
        return {(channel, seq): (actor, bytes(nonce), text) for channel, seq, actor, nonce, text in rows}

    def current_heads(self):
        return dict(self.house.sql("select id, head from waymark.channel where id = any(%s)", (self.channels,)))


def connect(world, token):
    """A connection with a person on it, however long the daemon takes to be back."""
    deadline = time.monotonic() + WAIT_S * 3
    while True:
        try:
            return Rpc(world.house.port, token, wait_s=WAIT_S)
        except (Gone, Refused, TimeoutError) as problem:
            if isinstance(problem, Refused) and problem.code not in TRY_LATER:
                raise
            if time.monotonic() > deadline:
                raise
            time.sleep(RECONNECT_S)


def post_one(world, line, person, token, channel, nonce, text):
    """Sends until there is a final answer, over as many connections as it takes; the connection to go on with."""
    deadline = time.monotonic() + WAIT_S * 3
    while time.monotonic() < deadline:
        try:
            given = line.call("channel.post", nonce=nonce, channel=channel, text=text)
            world.note("ack", person, channel, nonce, text, given["seq"])
            return line
        except Refused as refused:
            if refused.code not in TRY_LATER:
                world.note("nack", person, channel, nonce, refused.code)
                raise
            time.sleep((refused.retry_after_ms or 50) / 1000)
        except (Gone, TimeoutError):
            line.close()
            line = connect(world, token)
    raise TimeoutError(f"{text} never got its answer")


def poster(world, number):
    person, token = world.people[number]
    chance = random.Random(number)
    line = connect(world, token)
    count = 0
    while not world.stopping.is_set():
        count += 1
        channel, nonce = chance.choice(world.channels), os.urandom(16)
        text = f"{number}.{count} " + "x" * chance.randrange(200)
        world.note("post", person, channel, nonce, text)
        line = post_one(world, line, person, token, channel, nonce, text)
    line.close()


def take_heard(world, number, line, cursors):
    for name, given in line.heard:
        channel = given.get("channel")
        if name == "event":
            text = given["body"].get("text") if given["kind"] == "message" else None
            world.note("heard", number, channel, given["seq"], text)
            cursors[channel] = given["seq"]
        elif name == "skipped":
            world.note("skipped", number, channel, given["from"], given["to"])
            cursors[channel] = given["to"]
    line.heard.clear()


def follow_all(world, number, line, cursors):
    for channel in world.channels:
        cursor = cursors.setdefault(channel, 0)
        world.note("connect", number, channel, cursor)
        line.call("channel.subscribe", channel=channel, after=cursor)


def listener(world, number):
    _, token = world.people[number]
    cursors = {}
    line = None
    while world.heads is None or cursors != world.heads:
        try:
            if line is None:
                line = connect(world, token)
                follow_all(world, number, line, cursors)
            try:
                line.listen(0.2)
            except TimeoutError:
                pass
        except (Gone, Refused, TimeoutError) as problem:
            if isinstance(problem, Refused) and problem.code not in TRY_LATER:
                raise
        else:
            take_heard(world, number, line, cursors)
            if world.heads is not None and time.monotonic() > world.late:
                return
            continue
        # What arrived before the end counts as heard.
        take_heard(world, number, line, cursors)
        line.close()
        line = None


def kill_daemon(house):
    house.kill_daemon()
    house.start_daemon()


def kill_database(house):
    house.kill_database()
    house.start_database()
    until(house.ready, "the daemon's finding its database again")


def kill_both(house):
    house.kill_database()
    house.kill_daemon()
    house.start_database()
    house.start_daemon()


class Kill(unittest.TestCase):
    def test_every_acknowledged_post_is_accounted_for(self):
        world = World()
        listeners = [world.running(listener, POSTERS + i) for i in range(LISTENERS)]
        posters = [world.running(poster, i) for i in range(POSTERS)]
        for i in range(FAULTS):
            self.assertTrue(world.wait_acks(ACKS_BETWEEN_FAULTS), f"no posts go through: {world.problems}\n{world.house.words()[-4000:]}")
            (kill_daemon, kill_database, kill_both)[i % 3](world.house)
        self.assertTrue(world.wait_acks(ACKS_BETWEEN_FAULTS), f"no posts go through: {world.problems}")
        world.stopping.set()
        for thread in posters:
            thread.join(WAIT_S * 4)
        self.assertFalse(any(thread.is_alive() for thread in posters), "a post never got its answer")
        heads, world.late = world.current_heads(), time.monotonic() + WAIT_S
        world.heads = heads
        for thread in listeners:
            thread.join(WAIT_S * 2)
        self.assertEqual(world.problems, [])
        findings = history.judge(world.notes, world.stored(), heads)
        acks = sum(1 for note in world.notes if note[0] == "ack")
        heard = sum(1 for note in world.notes if note[0] == "heard")
        print(f"\n{FAULTS} kills, {acks} posts acknowledged, {heard} events heard")
        self.assertEqual(findings[:20], [], world.house.words()[-4000:])
        self.assertGreater(heard, acks)
        world.house.destroy()


if __name__ == "__main__":
    unittest.main()
