"""House: a private PostgreSQL and a real waymarkd over it, for tests that need the whole service and may kill any part of it."""

import atexit
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 30.0  # for anything that must come; reached only when it never would
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
SETTINGS = {
    "listen_addresses": "", "fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB", "max_connections": "40",
}


def until(condition, what):
    """Waits for something that only looking can tell."""
    deadline = time.monotonic() + WAIT_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come about within {WAIT_S:.0f} s")
        time.sleep(0.02)


def binaries():
    """The folder of waymarkd and waymark under test: WAYMARK_BIN, or the newest build."""
    given = os.environ.get("WAYMARK_BIN")
    if given:
        return Path(given)
    built = [path.parent for path in ROOT.glob("build/*/bin/waymarkd")] + [path.parent for path in ROOT.glob("build/bin/waymarkd")]
    if not built:
        raise SystemExit("waymarkd is not built: set WAYMARK_BIN, or run tests/run")
    return max(built, key=lambda folder: (folder / "waymarkd").stat().st_mtime)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """Everything in one temporary folder, gone at the end. database: settings of PostgreSQL; limits: of [limits]."""

    def __init__(self, database=None, limits=None, start=True):
        self.folder = Path(tempfile.mkdtemp(prefix="wm-"))
        self.folder.chmod(0o755)
        self.sockets = self.folder / "sockets"
        self.sockets.mkdir()
        self.user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.admin_socket = self.folder / "admin.sock"
        self.config = self.folder / "waymark.conf"
        self.log = self.folder / "waymarkd.log"
        self.process = None
        self.admin_line = None
        atexit.register(self.destroy)
        self._make_cluster(database or {})
        self._write_settings(limits or {})
        if start:
            self.start_database()
            self.waymarkd("migrate")
            self.start_daemon()

    # -- PostgreSQL ---------------------------------------------------------------------------------------------------------

    def _as_user(self, program, *arguments, check=True):
        as_user = ["runuser", "-u", self.user, "--"] if os.getuid() == 0 else []
        return subprocess.run([*as_user, str(POSTGRES / program), *map(str, arguments)], check=check, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/")

    def _make_cluster(self, settings):
        if os.getuid() == 0:
            account = pwd.getpwnam(self.user)
            for folder in (self.folder, self.sockets):
                os.chown(folder, account.pw_uid, account.pw_gid)
        self._as_user("initdb", "-D", self.folder / "pg", "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        lines = [f"{key} = '{value}'" for key, value in {**SETTINGS, "unix_socket_directories": self.sockets, **settings}.items()]
        with open(self.folder / "pg/postgresql.conf", "a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def start_database(self):
        self._as_user("pg_ctl", "-D", self.folder / "pg", "-w", "-t", int(WAIT_S), "-l", self.folder / "pg.log", "start")
        rows = self.sql("select 1 from pg_database where datname = 'waymark'", database="postgres")
        if not rows:
            self.sql("create database waymark", database="postgres")

    def stop_database(self):
        self._as_user("pg_ctl", "-D", self.folder / "pg", "-w", "-m", "immediate", "stop", check=False)

    def _postmaster(self):
        return int((self.folder / "pg/postmaster.pid").read_text().split()[0])

    def kill_database(self):
        """kill -9 of the server itself; its children end when they notice, and are waited for."""
        os.kill(self._postmaster(), signal.SIGKILL)
        until(lambda: not self._database_processes(), "the end of PostgreSQL's processes")
        # Where nobody reaps orphans the dead server's number stays taken, and its files would keep the next one out.
        for remains in (self.folder / "pg/postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
            remains.unlink(missing_ok=True)

    def _database_processes(self):
        return [link for link in Path("/proc").glob("[0-9]*/cwd") if _points_to(link, self.folder / "pg")]

    def sql(self, text, parameters=None, database="waymark"):
        connection = psycopg2.connect(host=str(self.sockets), user="owner", dbname=database)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(text, parameters)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    # -- waymarkd -----------------------------------------------------------------------------------------------------------

    def _write_settings(self, limits):
        def url(user):
            return f"host={self.sockets} user={user} dbname=waymark"
        self.config.write_text("\n".join([
            "[gateway]", "address = 127.0.0.1", f"port = {self.port}", f"public_url = {self.url}", f"origins = {self.url}",
            "[database]", f"url = {url('waymark_daemon')}", f"owner_url = {url('owner')}",
            "[admin]", f"socket = {self.admin_socket}", "[log]", f"file = {self.log}",
            "[limits]", *(f"{key} = {value}" for key, value in limits.items()), ""]), encoding="utf-8")

    def waymarkd(self, *arguments, check=True):
        """Runs a sub-command; what it printed."""
        done = subprocess.run([str(binaries() / "waymarkd"), "--config", str(self.config), *map(str, arguments)],
                              capture_output=True, text=True, check=False, timeout=WAIT_S * 5)
        if check and done.returncode != 0:
            raise AssertionError(f"waymarkd {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def start_daemon(self):
        """Starts it and waits until it says that it is ready, or fails if it ends before."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
            path = self.folder / "notify.sock"
            path.unlink(missing_ok=True)
            notified.bind(str(path))
            notified.settimeout(0.2)
            with open(self.folder / "start.log", "ab") as out:
                self.process = subprocess.Popen([str(binaries() / "waymarkd"), "--config", str(self.config), "serve"],
                                                stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                                                env={**os.environ, "NOTIFY_SOCKET": str(path)})
            until(lambda: self._said_ready(notified), "the daemon's readiness")

    def _said_ready(self, notified):
        if self.process.poll() is not None:
            raise AssertionError(f"waymarkd ended with {self.process.returncode} at its start\n{self.words()[-4000:]}")
        try:
            return b"READY=1" in notified.recv(4096).split(b"\n")
        except TimeoutError:
            return False

    def kill_daemon(self):
        self.process.kill()
        self.process.wait(WAIT_S)
        self.admin_line = None

    def stop_daemon(self):
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        self.admin_line = None
        return self.process.wait(WAIT_S)

    def ready(self):
        try:
            return urllib.request.urlopen(self.url + "/ready", timeout=5).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def admin(self, command, **given):
        """A call on the admin socket; its reply."""
        if self.admin_line is None:
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(WAIT_S)
            line.connect(str(self.admin_socket))
            self.admin_line = line.makefile("rw", encoding="utf-8")
        self.admin_line.write(json.dumps({"call": command, "with": given}) + "\n")
        self.admin_line.flush()
        answer = json.loads(self.admin_line.readline())
        if answer["outcome"] != "ok":
            raise AssertionError(f"{command} {given}: {answer}")
        return answer["reply"]

    def person(self, name, **given):
        """A new person with an account: (id, token)."""
        email = f"{name.lower().replace(' ', '.')}@example.org"
        person = self.admin("person.add", name=name, email=email, **{"language": "en", **given})["person"]
        return person, self.admin("token.make", email=email)["token"]

    # -- the end ------------------------------------------------------------------------------------------------------------

    def words(self):
        """What the daemon said, for the report of a failed test."""
        return "".join(path.read_text(errors="replace") for path in (self.folder / "start.log", self.log) if path.exists())

    def destroy(self):
        atexit.unregister(self.destroy)
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.stop_database()
        shutil.rmtree(self.folder, ignore_errors=True)


def _points_to(link, folder):
    try:
        return os.readlink(link) == str(folder)
    except OSError:
        return False
