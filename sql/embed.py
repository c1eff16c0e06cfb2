"""Embed: the SQL of the database as one C table, in the order in which `waymarkd migrate` applies it."""

import argparse
import hashlib
import sys
from pathlib import Path

ROOM = Path(__file__).resolve().parent

# What is applied, in this order. always: every time. migration: once, each in a transaction of its own. function: all of them
# together in one transaction, as soon as the digest of any has changed.
ORDER = [
    ("always", "roles.sql"),
    ("always", "ledger.sql"),
    ("migration", "migrations/*.sql"),
    ("function", "opening.sql"),
    ("function", "inner/*.sql"),
    ("function", "walls.sql"),
    ("function", "operations/*.sql"),
    ("function", "api/*.sql"),
    ("function", "GENERATED"),
    ("function", "admin/*.sql"),
    ("function", "grants.sql"),
]
LINE_BYTES_MAX = 2000  # of one C string literal; compilers join them


def files(generated):
    """Rows of (kind, name, text) in order; generated is the path of operations_generated.sql."""
    rows = []
    for kind, pattern in ORDER:
        if pattern == "GENERATED":
            rows.append((kind, "operations_generated.sql", Path(generated).read_text(encoding="utf-8")))
            continue
        found = sorted(ROOM.glob(pattern))
        if not found:
            sys.exit(f"embed: nothing at sql/{pattern}")
        rows += [(kind, path.relative_to(ROOM).as_posix(), path.read_text(encoding="utf-8")) for path in found]
    return rows


def literal(text):
    """The text as C string literals, one a line; octal escapes for all that is not plain."""
    lines = []
    for line in text.splitlines(keepends=True):
        data = line.encode("utf-8")
        for start in range(0, len(data), LINE_BYTES_MAX):
            lines.append('\t\t"' + "".join(plain(byte) for byte in data[start : start + LINE_BYTES_MAX]) + '"')
    return "\n".join(lines) or '\t\t""'


def plain(byte):
    if byte in b'"\\?' or not 32 <= byte < 127:
        return f"\\{byte:03o}"
    return chr(byte)


def table(rows):
    """The text of embedded.c."""
    parts = ["// Made by sql/embed.py from sql/; not for editing.\n", '#include "sql/embedded.h"\n\n', "const struct sql_file sql_files[] = {\n"]
    for kind, name, text in rows:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        parts.append(f'\t{{SQL_{kind.upper()}, "{name}", "{digest}",\n{literal(text)}}},\n')
    parts.append("};\nconst size_t sql_file_count = sizeof sql_files / sizeof sql_files[0];\n")
    return "".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generated", required=True, type=Path, help="operations_generated.sql")
    parser.add_argument("--output", required=True, type=Path, help="the C file to write")
    asked = parser.parse_args()
    asked.output.parent.mkdir(parents=True, exist_ok=True)
    asked.output.write_text(table(files(asked.generated)), encoding="utf-8")


if __name__ == "__main__":
    main()
