"""Main: the one entry to the generator: python3 protocol/generate/main.py tables | sql | reference | asyncapi | typescript | words | ..."""

import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays as it was cloned

import asyncapi
import reference
import rules
import schema
import sql
import tables
import typescript
import vectors
import words

ROOM = Path(__file__).resolve().parent.parent

WRITERS = {
    "tables": (tables.write, "the C tables, schema_tables.c"),
    "sql": (sql.write, "the SQL functions of schema api"),
    "reference": (reference.write, "protocol/REFERENCE.md"),
    "asyncapi": (asyncapi.write, "protocol/asyncapi.json"),
    "typescript": (typescript.write, "protocol/types.ts"),
    "words": (lambda read: words.write(read, ROOM.parent), "the words to translate, waymark.pot (needs xgettext)"),
    "catalogue": (lambda read: words.catalogue(read, ROOM / "words" / "cy.po"), "the C table of the Welsh words, words_tables.c"),
}


def arguments():
    parser = argparse.ArgumentParser(description="Makes everything that follows from protocol/schema/*.toml.")
    parser.add_argument("--schema", default=ROOM / "schema", type=Path, help="folder of the schema (default: %(default)s)")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, words) in WRITERS.items():
        command = commands.add_parser(name, help=words)
        command.add_argument("--output", type=Path, help="file to write; standard output if absent")
    command = commands.add_parser("vectors", help="protocol/vectors/*.json")
    command.add_argument("--output", type=Path, default=ROOM / "vectors", help="folder to write (default: %(default)s)")
    commands.add_parser("check", help="read and check the schema, write nothing")
    return parser.parse_args()


def put(text, path):
    """Writes text to path, or to standard output."""
    if path is None:
        sys.stdout.write(text)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write(options, read):
    """Runs one writer; its own faults are told like the schema's."""
    try:
        if options.command == "vectors":
            for name, text in vectors.write(read).items():
                put(text, options.output / name)
            return 0
        put(WRITERS[options.command][0](read), options.output)
    except schema.SchemaError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def main():
    options = arguments()
    try:
        read = rules.read_schema(options.schema)
    except schema.SchemaError as error:
        print(error, file=sys.stderr)
        return 1
    if options.command == "check":
        print(f"schema {read.version}: {len(read.operations)} operations, {len(read.events)} event kinds, {len(read.types)} types")
    else:
        return write(options, read)
    return 0


if __name__ == "__main__":
    sys.exit(main())
