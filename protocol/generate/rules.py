"""Rules: turns the raw entries into a Schema and refuses what is unknown, missing, out of bounds or circular."""

import re

import lifecycles
from schema import FIELDS_MAX, Field, Happening, Operation, Plural, Refusal, Schema, SchemaError, Struct, Type, read_files

WORD = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
NAME = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*\.[a-z][a-z0-9]*(_[a-z0-9]+)*$")
INT_MAX = 2**53 - 1  # what a browser can hold
DEPTH_MAX = 12  # of a shape: the 16 of protocol/wire.h, less what the envelope around it takes
PATHS = ("sql", "typed", "post", "core")
COST_MAX = 50  # requests that one may count as
FIELD_KEYS = {"type", "optional", "nullable", "prose", "min", "max"}
TYPE_KEYS = {
    "int": {"min", "max"},
    "bool": set(),
    "text": {"min_bytes", "max_bytes", "printable"},
    "bytes": {"min_bytes", "max_bytes"},
    "enum": {"values", "labels"},
    "any": {"max_depth"},
}


class Checker:
    """Collects faults, so that one run shows them all."""

    def __init__(self):
        self.faults = []

    def fault(self, place, words, key=None):
        self.faults.append(place.fault(words, key))

    def keys(self, place, table, known):
        for key in table:
            if key not in known:
                self.fault(place, f"unknown key; it may have {', '.join(sorted(known))}", key)

    def word(self, place, name, pattern=WORD):
        if not pattern.match(name):
            what = "noun.verb in snake case" if pattern is NAME else "snake case"
            self.fault(place, f'"{name}" is not {what}')

    def get(self, place, table, key, kind, default=None):
        """table[key] if it is of that kind. Without a default it must be there, and a text must not be empty."""
        words = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}[kind]
        if key not in table:
            if default is None:
                self.fault(place, f"{key} is missing")
            return kind() if default is None else default
        value = table[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(place, f"must be {words}", key)
            return kind() if default is None else default
        if default is None and kind is str and not value.strip():
            self.fault(place, "must not be empty", key)
        return value

    def since(self, place, table):
        since = self.get(place, table, "since", int)
        if "since" in table and since < 1:
            self.fault(place, "must be 1 or more", "since")
        return since


def read_type(check, place, name, table):
    """One entry of [type.*]."""
    check.word(place, name)
    kind = check.get(place, table, "kind", str)
    if kind not in TYPE_KEYS:
        check.fault(place, f'unknown kind "{kind}"; there are {", ".join(TYPE_KEYS)}', "kind")
        return Type(name, "any", 0, 1)
    check.keys(place, table, TYPE_KEYS[kind] | {"kind", "prose"})
    made = Type(name, kind, prose=check.get(place, table, "prose", str))
    if kind == "int":
        made.min, made.max = (check.get(place, table, key, int) for key in ("min", "max"))
        if abs(made.min) > INT_MAX or abs(made.max) > INT_MAX:
            check.fault(place, "a limit is beyond 2^53, which a browser cannot hold")
    elif kind in ("text", "bytes"):
        made.min, made.max = (check.get(place, table, key, int) for key in ("min_bytes", "max_bytes"))
        if made.min < 0:
            check.fault(place, "must not be negative", "min_bytes")
        made.printable = check.get(place, table, "printable", bool, False)
    elif kind == "any":
        made.max = check.get(place, table, "max_depth", int)
    elif kind == "enum":
        read_values(check, place, table, made)
    if made.min > made.max:
        check.fault(place, f"the least ({made.min}) is above the most ({made.max})")
    return made


def read_values(check, place, table, made):
    made.values = tuple(str(value) for value in check.get(place, table, "values", list))
    if not made.values or len(set(made.values)) != len(made.values):
        check.fault(place, "must have values, each once", "values")
    for value in made.values:
        check.word(place, value)
    made.labels = check.get(place, table, "labels", dict, {})
    if made.labels and set(made.labels) != set(made.values):
        check.fault(place, "must have a label for each value and for nothing else", "labels")


class Builder:
    """Builds the parts that refer to one another: fields, structs, lists."""

    def __init__(self, check, entries):
        self.check = check
        self.entries = entries
        self.schema = Schema()
        self.building = []

    def field_type(self, place, key, table):
        """The Type that a field's `type`, `min` and `max` name."""
        name = self.check.get(place, table, "type", str)
        limits = {limit: table[limit] for limit in ("min", "max") if limit in table}
        for limit, value in limits.items():
            if not isinstance(value, int) or isinstance(value, bool) or abs(value) > INT_MAX:
                self.check.fault(place, f"{limit} must be a whole number below 2^53", key)
                return Type(name, "any", 0, 1)
        if name == "int" or name.startswith("list:"):
            return self.limited(place, key, name, limits)
        if limits:
            self.check.fault(place, f"min and max go with int and list: only, not with {name}", key)
        if name.startswith("struct:"):
            shape = self.struct(place, key, name.removeprefix("struct:"))
            return Type(name, "struct", shape=shape)
        if name not in self.schema.types:
            self.check.fault(place, f'unknown type "{name}"', key)
            return Type(name, "any", 0, 1)
        return self.schema.types[name]

    def limited(self, place, key, name, limits):
        if "max" not in limits or (name == "int" and "min" not in limits):
            self.check.fault(place, f"{name} needs {'min and max' if name == 'int' else 'max, the most elements'}", key)
        least, most = limits.get("min", 0), limits.get("max", 0)
        if least > most:
            self.check.fault(place, f"the least ({least}) is above the most ({most})", key)
        if name == "int":
            return Type(name, "int", least, most)
        of = self.field_type(place, key, {"type": name.removeprefix("list:")})
        return Type(name, "list", least, most, of=of)

    def struct(self, place, key, name):
        if name in self.schema.structs:
            return self.schema.structs[name]
        if name not in self.entries["struct"]:
            self.check.fault(place, f'unknown struct "{name}"', key)
            return Struct(name, [])
        if name in self.building:
            self.check.fault(place, f"struct {name} would hold itself: {' > '.join([*self.building, name])}", key)
            return Struct(name, [])
        self.building.append(name)
        table, own = self.entries["struct"][name]
        self.check.word(own, name)
        self.check.keys(own, table, {"prose", "fields"})
        made = self.shape(own, name, table, "fields", self.check.get(own, table, "prose", str))
        if "fields" not in table:
            self.check.fault(own, "fields are missing")
        self.building.pop()
        self.schema.structs[name] = made
        return made

    def shape(self, place, name, table, part, prose="", nonce=False):
        """The Struct that the fields table[part] make; nonce puts that field first."""
        fields = []
        if nonce:
            fields.append(Field("nonce", self.schema.types["nonce"], False, False, "Makes a repeat harmless."))
        for own, values in self.check.get(place, table, part, dict, {}).items():
            key = f"{part}.{own}"
            if not isinstance(values, dict):
                self.check.fault(place, "must be a table", key)
                continue
            if not WORD.match(own):
                self.check.fault(place, f'"{own}" is not snake case', key)
            if own in (f.name for f in fields):
                self.check.fault(place, "nonce is put in by itself", key)
            for unknown in sorted(set(values) - FIELD_KEYS):
                self.check.fault(place, f'unknown key "{unknown}" of a field', key)
            if not str(values.get("prose", "")).strip():
                self.check.fault(place, "prose is missing", key)
            for flag in ("optional", "nullable"):
                if not isinstance(values.get(flag, False), bool):
                    self.check.fault(place, f"{flag} must be true or false", key)
            made = self.field_type(place, key, values)
            fields.append(Field(own, made, values.get("optional", False), values.get("nullable", False), values.get("prose", "")))
        if len(fields) > FIELDS_MAX:
            self.check.fault(place, f"{part} has {len(fields)} fields; at most {FIELDS_MAX}")
        made = Struct(name, fields, prose)
        if depth(made) > DEPTH_MAX:
            self.check.fault(place, f"{part} is nested deeper than {DEPTH_MAX}")
        return made

    def operation(self, place, name, table):
        check = self.check
        check.word(place, name, NAME)
        check.keys(place, table, {"since", "summary", "prose", "needs", "path", "early", "changes", "nonce", "cost", "lane",
            "takes", "gives"})
        needs = check.get(place, table, "needs", str)
        role = needs.removeprefix("role:") if needs.startswith("role:") else None
        if role is None and needs not in ("nobody", "person"):
            check.fault(place, f'unknown need "{needs}"; there are nobody, person, role:NAME', "needs")
        if role is not None and role not in self.schema.types["role"].values:
            check.fault(place, f'unknown role "{role}"', "needs")
        path = check.get(place, table, "path", str, "sql")
        if path not in PATHS:
            check.fault(place, f'unknown path "{path}"; there are {", ".join(PATHS)}', "path")
        early = check.get(place, table, "early", bool, False)
        if early and needs != "nobody":
            check.fault(place, "who asks before hello is nobody", "early")
        changes = check.get(place, table, "changes", bool, False)
        nonce = check.get(place, table, "nonce", bool, changes)
        if nonce and not changes:
            check.fault(place, "a nonce is for what changes something", "nonce")
        if path == "post" and not nonce:
            check.fault(place, "a post needs a nonce", "path")
        cost = check.get(place, table, "cost", int, 1)
        if not 1 <= cost <= COST_MAX:
            check.fault(place, f"must be 1 to {COST_MAX}", "cost")
        lane = check.get(place, table, "lane", str, "write" if changes else "read")
        if "lane" in table and (lane != "search" or changes or path != "sql" or role is not None):
            check.fault(place, "may only be search, and only of path sql where nothing changes and no role is needed", "lane")
        return Operation(name, check.since(place, table), check.get(place, table, "summary", str),
            check.get(place, table, "prose", str, ""), needs, path, early, changes, nonce,
            cost, lane, self.shape(place, f"{name}.takes", table, "takes", nonce=nonce), self.shape(place, f"{name}.gives", table, "gives"))

    def happening(self, place, name, table, part):
        check = self.check
        check.word(place, name)
        check.keys(place, table, {"since", "prose", part} | ({"shape"} if part == "fields" else set()))
        since, prose = check.since(place, table), check.get(place, table, "prose", str)
        if "shape" in table:
            if part in table:
                check.fault(place, f"has a shape and {part}; only one of them", "shape")
            return Happening(name, since, prose, self.struct(place, "shape", str(table["shape"]).removeprefix("struct:")))
        return Happening(name, since, prose, self.shape(place, name, table, part, prose))


def depth(shape):
    """How many maps and arrays stand inside one another in a struct, itself counted."""
    def of(kind):
        if kind.kind == "list":
            return 1 + of(kind.of)
        if kind.kind == "struct":
            return depth(kind.shape)
        return kind.max if kind.kind == "any" else 0

    return 1 + max((of(f.type) for f in shape.fields), default=0)


def read_refusal(check, place, name, table, with_words):
    """One entry of [error.*] or [reason.*]."""
    check.word(place, name)
    check.keys(place, table, {"prose", "words"} if with_words else {"prose"})
    prose = check.get(place, table, "prose", str)
    return Refusal(name, prose, check.get(place, table, "words", str) if with_words else prose)


def read_plural(check, place, name, table):
    """One entry of [plural.*]."""
    check.word(place, name)
    check.keys(place, table, {"one", "other"})
    forms = [check.get(place, table, key, str) for key in ("one", "other")]
    for key, form in zip(("one", "other"), forms):
        if form and re.findall("%[a-z]*", form) != ["%lu"]:
            check.fault(place, "must hold %lu once, and no other %", key)
    return Plural(name, *forms)


def build(entries):
    """The Schema of the raw entries; raises SchemaError with every fault."""
    check = Checker()
    builder = Builder(check, entries)
    made = builder.schema
    made.types = {name: read_type(check, place, name, table) for name, (table, place) in entries["type"].items()}
    for needed, kind in (("nonce", "bytes"), ("role", "enum")):
        if needed not in made.types or made.types[needed].kind != kind:
            raise SchemaError("\n".join([*check.faults, f"types.toml: type.{needed}: must be there, of kind {kind}"]))
    for name, (_, place) in entries["struct"].items():
        builder.struct(place, None, name)
    for name, (table, place) in sorted(entries["operation"].items()):
        made.operations[name] = builder.operation(place, name, table)
    for name, (table, place) in entries["event"].items():
        made.events[name] = builder.happening(place, name, table, "body")
    for name, (table, place) in entries["notification"].items():
        made.notifications[name] = builder.happening(place, name, table, "fields")
    for name, (table, place) in entries["error"].items():
        made.errors[name] = read_refusal(check, place, name, table, True)
    for name, (table, place) in entries["reason"].items():
        made.reasons[name] = read_refusal(check, place, name, table, False)
    for name, (table, place) in entries["lifecycle"].items():
        made.lifecycles[name] = lifecycles.read(check, place, name, table)
    for name, (table, place) in entries["plural"].items():
        made.plurals[name] = read_plural(check, place, name, table)
    if check.faults:
        raise SchemaError("\n".join(check.faults))
    return made


def read_schema(folder):
    """The whole schema, checked. Raises SchemaError with every fault that was found."""
    return build(read_files(folder))
