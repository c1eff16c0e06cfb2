"""Cluster: one private PostgreSQL for a run of the tests, on a unix socket in a temporary folder, gone at the end."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2

import apply

BINARIES = Path("/usr/lib/postgresql/15/bin")
SETTINGS = [
    "listen_addresses=''", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB",
    "max_connections=40", "log_min_messages=fatal", "autovacuum=off", "deadlock_timeout=100ms", "lock_timeout=30s",
]


class Cluster:
    """A running PostgreSQL with the schema applied in database waymark."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-database-"))
        self.user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.command("initdb", "-D", self.folder / "data", "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = " ".join(f"-c {setting}" for setting in [*SETTINGS, f"unix_socket_directories={self.folder}"])
        self.command("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o", options, "start")
        atexit.register(self.stop)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that atexit is reached
        self.query("create database waymark", database="postgres")
        connection = self.connect()
        apply.apply(connection)
        connection.close()

    def command(self, name, *arguments):
        as_user = ["runuser", "-u", self.user, "--"] if os.getuid() == 0 else []
        subprocess.run([*as_user, BINARIES / name, *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/")

    def connect(self, user="owner", database="waymark"):
        return psycopg2.connect(host=str(self.folder), user=user, dbname=database)

    def query(self, text, database="waymark"):
        connection = self.connect(database=database)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(text)
        connection.close()

    def stop(self):
        self.command("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)


_running = None


def cluster():
    """The cluster of this process, started at the first call."""
    global _running
    if _running is None:
        _running = Cluster()
    return _running
