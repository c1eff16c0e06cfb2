"""Tells every story: in memory, from several seeds, or to a real daemon over a private PostgreSQL. Prints N passed, N failed."""

import os
import re
import socketserver
import subprocess
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "system"))

import house  # noqa: E402

IN_MEMORY = ("session", "channel", "input")  # there is no gateway, and the model log knows no other operations
COUNT = re.compile(r"^(\d+) passed, (\d+) failed$", re.M)


def stories(folders=None):
    return sorted(str(path) for path in HERE.glob("*/*.story") if folders is None or path.parent.name in folders)


def play(stage, files, environment):
    """Runs the program; (passed, failed)."""
    done = subprocess.run([str(house.binaries() / "stories"), stage, *files], stdout=subprocess.PIPE, text=True, check=False,
                          env={**os.environ, **environment})
    counts = COUNT.findall(done.stdout)
    print(COUNT.sub("", done.stdout).rstrip())
    if len(counts) != 1 or (done.returncode == 0) != (counts[0][1] == "0"):
        print(f"stories {stage}: exit {done.returncode}, and no count")
        return 0, 1
    return int(counts[0][0]), int(counts[0][1])


def in_memory(seeds):
    passed = failed = 0
    for seed in range(1, seeds + 1):
        good, bad = play("memory", stories(IN_MEMORY), {"WAYMARK_STORY_SEED": str(seed)})
        if bad:
            print(f"that was with seed {seed}")
        passed, failed = passed + good, failed + bad
    return passed, failed


class Commands(socketserver.StreamRequestHandler):
    """What a story does to the daemon and its database: a line in, ok or what went wrong out."""

    def handle(self):
        what = self.rfile.readline().decode().rstrip("\n")
        try:
            self.carry_out(self.server.house, what)
            self.wfile.write(b"ok\n")
        except Exception as problem:  # the story must be told, whatever it was
            self.wfile.write(f"{problem}\n".encode())

    @staticmethod
    def carry_out(place, what):
        if what == "the database is lost":
            place.kill_database()
            house.until(lambda: not place.ready(), "the daemon's knowing that its database is gone")
        elif what == "the database is back":
            place.start_database()
            house.until(place.ready, "the daemon's finding its database again")
        elif what == "the daemon is killed":
            place.kill_daemon()
        elif what == "the daemon is back":
            place.start_daemon()
        elif what.startswith("sql "):
            place.sql(what[4:].replace("%", "%%"))
        else:
            raise ValueError(f"unknown command: {what}")


def to_daemon(files):
    place = house.House()
    for what in ("places", "topics"):
        place.waymarkd("import", what, house.ROOT / "deploy/demonstration" / f"{what}.csv")
    server = socketserver.ThreadingUnixStreamServer(str(place.folder / "commands.sock"), Commands)
    server.house = place
    threading.Thread(target=server.serve_forever, daemon=True).start()
    passed, failed = play("daemon", files, {
        "WAYMARK_STORY_PORT": str(place.port), "WAYMARK_STORY_ADMIN": str(place.admin_socket),
        "WAYMARK_STORY_COMMAND": str(HERE / "command.py"), "WAYMARK_STORY_COMMANDS": str(place.folder / "commands.sock")})
    code = place.stop_daemon()
    if code != 0:
        print(f"the daemon ended with {code}")
        failed += 1
    if failed:
        print(place.words()[-8000:])
    server.shutdown()
    place.destroy()
    return passed, failed


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in ("memory", "daemon"):
        sys.exit("usage: run.py memory [SEEDS] | run.py daemon [FILE...]")
    if sys.argv[1] == "memory":
        passed, failed = in_memory(int(sys.argv[2]) if len(sys.argv) > 2 else 4)
    else:
        passed, failed = to_daemon(sys.argv[2:] or stories())
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0 or passed == 0)


if __name__ == "__main__":
    main()
