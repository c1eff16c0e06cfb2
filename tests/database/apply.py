"""Apply: puts the schema into a database as `waymarkd migrate` does, for tests that run before there is a binary."""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "sql"))
sys.dont_write_bytecode = True

import embed


def generated(folder):
    """The wrappers, made afresh from the schema."""
    path = Path(folder) / "operations_generated.sql"
    # The generator wants tomllib, so Python 3.11: the one that runs us.
    subprocess.run([sys.executable, "-B", ROOT / "protocol/generate/main.py", "sql", "--output", path], check=True)
    return path


def apply(connection):
    """Applies everything that the ledger lacks through one psycopg2 connection; commits."""
    with tempfile.TemporaryDirectory() as folder:
        rows = embed.files(generated(folder))
    with connection.cursor() as cursor:
        for kind, _, text in rows:
            if kind == "always":
                cursor.execute(text)
        connection.commit()
        cursor.execute("select name, sha256 from waymark.migration")
        ledger = dict(cursor.fetchall())
        for kind, name, text in rows:
            if kind == "migration" and name not in ledger:
                cursor.execute(text)
                note(cursor, name, text)
                connection.commit()
        functions = {f"function:{name}": digest(text) for kind, name, text in rows if kind == "function"}
        grown = any(kind == "migration" and name not in ledger for kind, name, _ in rows)
        if grown or functions != {name: sha for name, sha in ledger.items() if name.startswith("function:")}:
            cursor.execute("delete from waymark.migration where name like 'function:%'")
            for kind, name, text in rows:
                if kind == "function":
                    run(cursor, name, text)
                    note(cursor, f"function:{name}", text)
        connection.commit()


def run(cursor, name, text):
    try:
        cursor.execute(text)
    except Exception as problem:
        raise RuntimeError(f"{name}: {problem}") from problem


def digest(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def note(cursor, name, text):
    cursor.execute("insert into waymark.migration (name, sha256) values (%s, %s)", (name, digest(text)))
