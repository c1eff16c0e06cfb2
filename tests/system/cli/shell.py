"""Shell: runs the program waymark as a person would, with settings of its own."""

import json
import os
import pty
import shutil
import signal
import subprocess
import unittest
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import house  # noqa: E402

WAIT_S = 60


class Shell:
    """One person at one machine: a home, a service, perhaps a token."""

    def __init__(self, url=None, token=None, **environment):
        self.home = Path(tempfile.mkdtemp(prefix="wm-home-"))
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("WAYMARK_") or key == "WAYMARK_BIN"}
        self.environment.update({"HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home / "config"), "LANG": "C.UTF-8", "TZ": "UTC"})
        for key in ("LC_ALL", "LC_MESSAGES", "NO_COLOR"):
            self.environment.pop(key, None)
        if url:
            self.environment["WAYMARK_URL"] = url
        if token:
            self.environment["WAYMARK_TOKEN"] = token
        self.environment.update(environment)
        self.followers = []

    def close(self):
        for follower in self.followers:
            follower.kill()
            follower.communicate()
        shutil.rmtree(self.home, ignore_errors=True)

    def run(self, *words, exit=0, typed=None):  # pylint: disable=redefined-builtin
        """Runs one command to its end, and expects its exit code."""
        done = subprocess.run([str(house.binaries() / "waymark"), *map(str, words)], env=self.environment, input=typed if typed is not None else "",
                              capture_output=True, text=True, timeout=WAIT_S, check=False)
        if done.returncode != exit:
            raise AssertionError(f"waymark {' '.join(map(str, words))}: exit {done.returncode}, not {exit}\n{done.stdout}{done.stderr}")
        return done

    def start(self, *words):
        """Starts a command that runs on."""
        running = subprocess.Popen([str(house.binaries() / "waymark"), *map(str, words)], env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.followers.append(running)
        return running

    def typed(self, words, *exchanges, program=None, **environment):
        """Runs a command (or a whole program) at a terminal: for each (prompt, answer) waits for the one and types the other. All that was shown."""
        try:
            child, terminal = pty.fork()
        except OSError as problem:  # a root without /dev/pts
            raise unittest.SkipTest(f"this machine gives no terminals: {problem}") from problem
        if child == 0:
            program = program or [str(house.binaries() / "waymark"), *map(str, words)]
            os.execvpe(program[0], program, {**self.environment, **environment})
        shown = ""
        waiting = list(exchanges)
        try:
            while True:
                shown += os.read(terminal, 4096).decode()
                if waiting and waiting[0][0] in shown:
                    os.write(terminal, (waiting.pop(0)[1] + "\n").encode())
        except OSError:
            pass  # how a terminal says that the other side has ended
        finally:
            os.close(terminal)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code != 0 or waiting:
            raise AssertionError(f"waymark {words}: exit {code}, not asked {waiting}\n{shown}")
        return shown

    def json(self, *words, exit=0):  # pylint: disable=redefined-builtin
        """The one JSON value that a command prints with --json."""
        return json.loads(self.run(*words, "--json", exit=exit).stdout)

    def lines(self, *words):
        return [json.loads(line) for line in self.run(*words, "--json").stdout.splitlines()]

    def tail(self, *words):
        """A tail --json that runs on; it follows when this returns."""
        follower = self.start("tail", *words, "--json")
        first = hear(follower)
        if first.get("notice") != "following":
            raise AssertionError(f"it does not follow: {first}")
        return follower


def hear(follower):
    """The next line of a tail."""
    line = follower.stdout.readline()
    if not line:
        raise AssertionError(f"the tail ended: {follower.communicate()}")
    return json.loads(line)


def hear_text(follower):
    """The text of the next message of a tail, whatever else happens before it."""
    while True:
        event = hear(follower)
        if event.get("kind") == "message":
            return event["body"]["text"]


def interrupt(follower):
    """Ctrl-C; the exit code."""
    follower.send_signal(signal.SIGINT)
    return follower.wait(WAIT_S)
