#!/usr/bin/python3
"""Measures the daemon beside its peers in one interleaved run, and prints ratios.

    tests/bench/run.py [--rounds N] [--seconds S] [--json FILE] [--only fanout|acks|idle]

Fan-out: deliveries a second of the daemon (each message durable before it is delivered) beside a raw epoll server that stores
nothing, which is the physical limit here; "us each" is the processor time of the server for one delivery, ours / peer's. Acks: posts acknowledged after their commit, beside pgbench inserting one row a
transaction into a table of the same columns and indexes. Idle: memory and processor time of a connection that said hello and
follows a channel. Absolute figures of a shared machine say little: read the ratios, and mind "generator was the limit".
Needs build/bin and the generator: `cmake --build --preset release --target waymarkd bench_load bench_raw`.
"""

import argparse
import asyncio
import json
import os
import pathlib
import statistics
import subprocess
import sys

import msgpack
import websockets

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "system"))
from house import POSTGRES, House  # noqa: E402

BIN = ROOT / "build" / "bin"
SENDERS = 64
# Of the measured daemon: one person stands for all, and nothing is held back.
LIMITS = {"connections_max": 19000, "connections_per_person_max": 19000, "requests_per_s": 1000000, "requests_burst": 1000000,
          "requests_max": 8192, "subscriptions_max": 20000}
# Of its PostgreSQL: commits are real.
DATABASE = {"fsync": "on", "full_page_writes": "on", "shared_buffers": "256MB", "max_wal_size": "4GB", "max_connections": "120"}


class Client:
    """The few requests that prepare a measurement."""

    def __init__(self, socket):
        self.socket, self.number = socket, 0

    async def call(self, operation, **fields):
        self.number += 1
        await self.socket.send(msgpack.packb([0, self.number, operation, [fields]]))
        while True:
            reply = msgpack.unpackb(await self.socket.recv())
            if reply[0] == 1 and reply[1] == self.number:
                if reply[2] is not None:
                    raise SystemExit(f"{operation}: {reply[2]}")
                return reply[3]


async def open_circles(url, token, count):
    """Opens circles and gives their channels' ids."""
    async with websockets.connect(url, subprotocols=["waymark.msgpack"]) as socket:
        client = Client(socket)
        await client.call("session.hello", token=token, client="bench")
        channels = []
        for number in range(count):
            reply = await client.call("circle.open", nonce=os.urandom(16), title=f"Bench {number}", purpose="To measure.", topics=[], seats=2)
            channels.append(reply["channel"])
        return channels


def people_and_circles(house):
    """A channel for each sender, and the token of its owner: one person may open twenty circles at most."""
    pairs = []
    while len(pairs) < SENDERS:
        _, token = house.person(f"Bench {len(pairs)}")
        url = house.url.replace("http", "ws") + "/socket"
        pairs += [(channel, token) for channel in asyncio.run(open_circles(url, token, 16))]
    return pairs


def resident(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def load(what, port, peers, in_flight, seconds, pid, token, channels):
    command = [str(BIN / "bench_load"), what, str(port), str(peers), str(in_flight), str(seconds), str(pid), token, *map(str, channels)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 120).stdout)


def pgbench(house, clients, seconds):
    """Transactions a second of one prepared insert with the channel row's lock and the same indexes."""
    script = house.folder / "insert.sql"
    script.write_text(
        "\\set channel random(1, 64)\n"
        "with place as (update bench_channel set head = head + 1 where id = :channel returning head)\n"
        "insert into bench_event (channel, seq, at, actor, kind, lang, text, nonce)\n"
        "select :channel, head, now(), 1, 'message', 'en', repeat('x', 200), decode(md5(random()::text), 'hex') from place;\n")
    command = [str(POSTGRES / "pgbench"), "-n", "-M", "prepared", "-f", str(script), "-c", str(clients), "-j", "1", "-T", str(int(seconds)),
               "-h", str(house.sockets), "-U", "owner", "waymark"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    line = next(line for line in out.splitlines() if line.startswith("tps"))
    return float(line.split()[2])


def prepare_pgbench(house):
    house.sql("create table bench_channel (id bigint primary key, head bigint not null);"
                "insert into bench_channel select i, 0 from generate_series(1, 64) i;"
                "create table bench_event (like waymark.event including defaults including constraints including indexes including generated);"
                "alter table bench_event alter column body drop not null;")


def fanout(house, raw, token, channel, rounds, seconds, results):
    for _ in range(rounds):
        for peers in (100, 1000):
            for in_flight in (1, 16):
                name = f"fan-out N={peers} W={in_flight}"
                limit = load("fanout", raw["port"], peers, in_flight, seconds, raw["pid"], "-", [])
                ours = load("fanout", house.port, peers, in_flight, seconds, house.process.pid, token, [channel])
                results.setdefault(name, []).append({
                    "ours": ours["deliveries"] / ours["seconds"], "peer": limit["deliveries"] / limit["seconds"], "unit": "deliveries/s",
                    "beside": "raw epoll, nothing stored",
                    "us_each": 1e6 * ours["server_cpu_s"] / max(1, ours["deliveries"]),
                    "peer_us_each": 1e6 * limit["server_cpu_s"] / max(1, limit["deliveries"]),
                    "generator_was_limit": ours["generator_was_limit"] or limit["generator_was_limit"]})


def acks(house, pairs, rounds, seconds, results):
    for _ in range(rounds):
        base = pgbench(house, SENDERS, seconds)
        for in_flight in (1, 16):
            ours = load("acks", house.port, SENDERS, in_flight, seconds, house.process.pid, pairs[0][1], [f"{channel}@{token}" for channel, token in pairs])
            if ours["refused"] or ours["closed"]:
                raise SystemExit(f"acks: {ours['refused']} refused, {ours['closed']} closed: raise the limits of the measured daemon")
            results.setdefault(f"durable posts {SENDERS}x{in_flight}", []).append({
                "ours": ours["acks"] / ours["seconds"], "peer": base, "unit": "acks/s", "beside": f"pgbench -c {SENDERS}",
                "p50_ms": ours["p50_ms"], "p99_ms": ours["p99_ms"], "us_each": 1e6 * ours["server_cpu_s"] / max(1, ours["acks"]),
                "generator_was_limit": ours["generator_was_limit"]})


def idle(house, token, channel, connections, results):
    before = resident(house.process.pid)
    figures = load("idle", house.port, connections, 0, 1, house.process.pid, token, [channel])
    results["idle"] = {"connections": connections, "bytes_per_connection": figures["resident_bytes_per_connection"],
                       "connect_us": 1e6 * figures["server_cpu_s"] / connections, "daemon_bytes_before": before}


def table(results):
    print(f"{'measure':24} {'ours':>12} {'peer':>12} {'ratio min/median/max':>22}  {'us each':>14}  beside")
    for name, rows in results.items():
        if name == "idle":
            continue
        ratios = sorted(row["ours"] / row["peer"] for row in rows)
        middle = statistics.median(ratios)
        ours, peer = (statistics.median(row[key] for row in rows) for key in ("ours", "peer"))
        note = "  (generator was the limit)" if any(row["generator_was_limit"] for row in rows) else ""
        each = f"{statistics.median(row['us_each'] for row in rows):.2f}"
        if "peer_us_each" in rows[0]:
            each += f" / {statistics.median(row['peer_us_each'] for row in rows):.2f}"
        print(f"{name:24} {ours:12,.0f} {peer:12,.0f} {ratios[0]:7.2f}/{middle:.2f}/{ratios[-1]:.2f}      {each:>14}  {rows[0]['beside']}, {rows[0]['unit']}{note}")
    if "idle" in results:
        figures = results["idle"]
        print(f"idle daemon {figures['daemon_bytes_before'] / 2**20:.1f} MiB; {figures['bytes_per_connection']} bytes and "
              f"{figures['connect_us']:.0f} us of processor for each of {figures['connections']} connections that follow a channel")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=float, default=4)
    arguments.add_argument("--connections", type=int, default=5000)
    arguments.add_argument("--json", type=pathlib.Path)
    arguments.add_argument("--only", choices=["fanout", "acks", "idle"])
    options = arguments.parse_args()
    for name in ("waymarkd", "bench_load", "bench_raw"):
        if not (BIN / name).exists():
            raise SystemExit(f"{BIN / name} is missing: cmake --preset release && cmake --build --preset release --target waymarkd bench_load bench_raw")
    results = {}
    raw = subprocess.Popen([str(BIN / "bench_raw")], stdout=subprocess.PIPE, text=True)
    house = House(database=DATABASE, limits=LIMITS)
    try:
        raw_server = {"pid": raw.pid, "port": int(raw.stdout.readline())}
        pairs = people_and_circles(house)
        channel, token = pairs[0]
        if options.only in (None, "idle"):
            idle(house, token, channel, options.connections, results)
        if options.only in (None, "fanout"):
            fanout(house, raw_server, token, channel, options.rounds, options.seconds, results)
        if options.only in (None, "acks"):
            prepare_pgbench(house)
            acks(house, pairs, options.rounds, options.seconds, results)
    finally:
        raw.kill()
        raw.wait()
        house.destroy()
    table(results)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
