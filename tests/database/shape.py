"""Shape: does a value have the shape that protocol/schema/*.toml gives it? Reads the schema by itself, so that it judges the
generator's work too."""

import tomllib
from pathlib import Path

SCHEMA = Path(__file__).resolve().parents[2] / "protocol/schema"


def read():
    """All entries of all files: {"operation": {...}, "struct": {...}, "event": {...}, "type": {...}, "error": {...}, ...}."""
    whole = {}
    for path in sorted(SCHEMA.glob("*.toml")):
        for section, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            whole.setdefault(section, {}).update(entries)
    return whole


ALL = read()
EVENT = ALL["struct"]["event"]["fields"]


class Misshapen(AssertionError):
    """A value that the schema does not allow, with the way to it."""


def fields(shape, value, way):
    """Every field that must be there is, none that is not in the shape is, and each has its own shape."""
    need(isinstance(value, dict), way, f"is no object but {value!r}")
    for name in value:
        need(name in shape, way, f"has a field {name} that the schema lacks")
    for name, field in shape.items():
        if name not in value:
            need(field.get("optional", False), way, f"lacks {name}")
        elif value[name] is None:
            need(field.get("nullable", False), f"{way}.{name}", "is null")
        else:
            typed(field["type"], field, value[name], f"{way}.{name}")


def typed(name, field, value, way):
    """One value of a type: built in, named, a list or a struct."""
    if name.startswith("list:"):
        need(isinstance(value, list), way, "is no list")
        need(len(value) <= field["max"], way, f"has {len(value)} elements")
        for place, element in enumerate(value):
            typed(name[5:], {}, element, f"{way}[{place}]")
    elif name.startswith("struct:"):
        fields(ALL["struct"][name[7:]]["fields"], value, way)
    else:
        plain(ALL["type"].get(name, {"kind": name}) | {key: field[key] for key in ("min", "max") if key in field}, value, way)


def plain(kind, value, way):
    """A number, a flag, a text or a word of a list, within its limits."""
    what = kind["kind"]
    if what == "int":
        need(type(value) is int, way, f"is no whole number but {value!r}")
        need(kind.get("min", value) <= value <= kind.get("max", value), way, f"is {value}")
    elif what == "bool":
        need(type(value) is bool, way, f"is no flag but {value!r}")
    elif what == "text":
        need(isinstance(value, str), way, f"is no text but {value!r}")
        need(kind["min_bytes"] <= len(value.encode()) <= kind["max_bytes"], way, f"has {len(value.encode())} bytes")
    elif what == "enum":
        need(value in kind["values"], way, f"is {value!r}")
    else:
        need(what == "any", way, f"is of kind {what}, which JSON does not carry")


def need(true, way, problem):
    if not true:
        raise Misshapen(f"{way} {problem}")


def reply(operation, value):
    fields(ALL["operation"][operation].get("gives", {}), value, operation)


def event(value):
    """An event, and its body by its kind."""
    fields(EVENT, value, "event")
    fields(ALL["event"][value["kind"]].get("body", {}), value["body"], f"event {value['kind']}")


def refusal(outcome, detail):
    """A code of the closed list; a conflict with one of the named reasons."""
    need(outcome in ALL["error"], "outcome", f"is {outcome}")
    if outcome == "conflict":
        need(detail in ALL["reason"], "conflict", f"has the reason {detail}")
