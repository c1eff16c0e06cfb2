"""Schema: its entries as plain objects; reads protocol/schema/*.toml, and says exactly where something in it is wrong."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FIELDS_MAX = 24  # SCHEMA_FIELDS_MAX of protocol/schema.h
SECTIONS = ("type", "struct", "operation", "event", "notification", "error", "reason", "lifecycle", "plural")


class SchemaError(Exception):
    """What is wrong in the schema, one line for each fault: file:line: entry: words."""


@dataclass(frozen=True)
class Place:
    """Where an entry stands, for messages to people."""

    file: str
    text: str = field(repr=False)
    entry: str

    def line(self, key=None):
        """The line of the entry's header, or of a key below it; 0 if it cannot be told."""
        head = re.compile(r"^\[+\s*" + re.escape(self.entry).replace('"', '"?') + r"[\].]")
        lines = self.text.splitlines()
        start = next((n for n, line in enumerate(lines) if head.match(line)), None)
        if start is None or key is None:
            return 0 if start is None else start + 1
        for n in range(start + 1, len(lines)):
            if re.match(rf"^{re.escape(key)}\b", lines[n]):
                return n + 1
            if lines[n].startswith("[") and not head.match(lines[n]):
                break
        return start + 1

    def fault(self, words, key=None):
        """One line that names the file, the line, the entry and the key."""
        line = self.line(key)
        where = f"{self.file}:{line}" if line else self.file
        name = f"{self.entry}: {key}" if key else self.entry
        return f"{where}: {name}: {words}"


@dataclass
class Type:
    """A value type. A list's `of` is a Type; a struct's `shape` is the Struct."""

    name: str
    kind: str
    min: int = 0
    max: int = 0
    values: tuple = ()
    labels: dict = field(default_factory=dict)
    of: "Type | None" = None
    shape: "Struct | None" = None
    prose: str = ""
    printable: bool = False  # text without control characters, and not blank


@dataclass
class Field:
    name: str
    type: Type
    optional: bool
    nullable: bool
    prose: str


@dataclass
class Struct:
    name: str
    fields: list
    prose: str = ""


@dataclass
class Operation:
    name: str
    since: int
    summary: str
    prose: str
    needs: str
    path: str
    early: bool
    changes: bool
    nonce: bool
    cost: int
    lane: str
    takes: Struct
    gives: Struct

    @property
    def function(self):
        """The name of its SQL function."""
        return self.name.replace(".", "_")

    @property
    def role(self):
        """The role that it needs, or None."""
        return self.needs.removeprefix("role:") if self.needs.startswith("role:") else None


@dataclass
class Happening:
    """An event kind or a notification: a name and the shape of its body."""

    name: str
    since: int
    prose: str
    shape: Struct


@dataclass
class Refusal:
    """An error code (with words for a person) or a named reason of conflict (whose prose is its words)."""

    name: str
    prose: str
    words: str


@dataclass
class Plural:
    """A counted thing in English; %lu is the number."""

    name: str
    one: str
    other: str


@dataclass
class Move:
    from_: str
    to: str
    by: tuple
    prose: str


@dataclass
class Lifecycle:
    name: str
    since: int
    prose: str
    first: str
    states: dict  # name -> {"words": str, "ends": bool}
    moves: list


@dataclass
class Schema:
    types: dict = field(default_factory=dict)
    structs: dict = field(default_factory=dict)
    operations: dict = field(default_factory=dict)
    events: dict = field(default_factory=dict)
    notifications: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    reasons: dict = field(default_factory=dict)
    lifecycles: dict = field(default_factory=dict)
    plurals: dict = field(default_factory=dict)

    @property
    def version(self):
        """The newest `since` of anything."""
        dated = (*self.operations.values(), *self.events.values(), *self.notifications.values(), *self.lifecycles.values())
        return max((entry.since for entry in dated), default=0)


def entry_name(section, name):
    """The header of an entry as it stands in the file, without brackets."""
    return f'{section}."{name}"' if "." in name else f"{section}.{name}"


def read_files(folder):
    """All entries of the folder as {section: {name: (table, Place)}}; raises SchemaError for what is no such file at all."""
    entries = {section: {} for section in SECTIONS}
    faults = []
    paths = sorted(Path(folder).glob("*.toml"))
    if not paths:
        raise SchemaError(f"{folder}: no *.toml files")
    for path in paths:
        text = path.read_text(encoding="utf-8")
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{path.name}: {error}")
            continue
        for section, tables in document.items():
            if section not in SECTIONS:
                faults.append(f"{path.name}: [{section}]: no such section; there are {', '.join(SECTIONS)}")
                continue
            for name, table in tables.items():
                place = Place(path.name, text, entry_name(section, name))
                if name in entries[section]:
                    faults.append(place.fault(f"stands in {entries[section][name][1].file} already"))
                elif not isinstance(table, dict):
                    faults.append(place.fault("must be a table"))
                else:
                    entries[section][name] = (table, place)
    if faults:
        raise SchemaError("\n".join(faults))
    return entries
