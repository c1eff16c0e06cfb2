"""Tables: the C source of the decoder's and the daemon's tables, from the schema."""

import json
from dataclasses import replace

HEAD = """// Made by protocol/generate from protocol/schema; not for editing.
#include "protocol/outcome.h"
#include "protocol/tables.h"
"""
KINDS = {"int": "INT", "bool": "BOOL", "text": "TEXT", "bytes": "BYTES", "enum": "ENUM", "list": "LIST", "struct": "STRUCT", "any": "ANY"}


def text(words):
    """A C string literal; trigraphs and non-ASCII cannot do harm in it."""
    return json.dumps(words, ensure_ascii=False).replace("\\/", "/").replace("??", "?\\?")


def flag(value):
    return "true" if value else "false"


def number(value):
    return f"INT64_C({value})"


class Tables:
    """Writes every type and struct once, those that others need first."""

    def __init__(self):
        self.lines = [HEAD]
        self.types = {}
        self.shapes = {}
        self.shape_count = 0

    def put(self, line):
        self.lines.append(line)

    def type(self, made):
        """The C name of a type's row, which is written at its first use."""
        key = (made.name, made.min, made.max)
        if key in self.types:
            return self.types[key]
        of = f"&{self.type(made.of)}" if made.of else "NULL"
        shape = f"&{self.shape(made.shape)}" if made.shape else "NULL"
        name = f"type_{len(self.types)}"
        self.types[key] = name
        values = "NULL"
        if made.kind == "enum":
            values = f"values_of_{name}"
            self.put(f"static const char *const {values}[] = {{ {', '.join(map(text, made.values))}, NULL }};")
        self.put(f"static const struct schema_type {name} = {{ .name = {text(made.name)}, .kind = SCHEMA_{KINDS[made.kind]}, "
            f".min = {number(made.min)}, .max = {number(made.max)}, .printable = {flag(made.printable)}, .values = {values}, .of = {of}, .shape = {shape} }};")
        return name

    def shape(self, made):
        """The C name of a struct's row."""
        if made.name in self.shapes:
            return self.shapes[made.name]
        types = [self.type(field.type) for field in made.fields]
        name = f"shape_{len(self.shapes)}"
        self.shapes[made.name] = name
        fields = "NULL"
        if made.fields:
            fields = f"fields_of_{name}"
            self.put(f"static const struct schema_field {fields}[] = {{")
            for field, kind in zip(made.fields, types):
                self.put(f"\t{{ .name = {text(field.name)}, .type = &{kind}, .optional = {flag(field.optional)}, "
                    f".nullable = {flag(field.nullable)}, .prose = {text(field.prose)} }},")
            self.put("};")
        self.put(f"static const struct schema_struct {name} = {{ .name = {text(made.name)}, .fields = {fields}, .field_count = {len(made.fields)} }};")
        return name

    def operation(self, made, takes, gives):
        needs = "ROLE" if made.role else made.needs.upper()
        return (f"\t{{ .name = {text(made.name)}, .function = {text(made.function)}, .summary = {text(made.summary)}, .prose = {text(made.prose)}, "
            f".since = {made.since}, .needs = SCHEMA_NEEDS_{needs}, .role = {text(made.role) if made.role else 'NULL'}, "
            f".path = SCHEMA_PATH_{made.path.upper()}, .early = {flag(made.early)}, .changes = {flag(made.changes)}, "
            f".nonce = {flag(made.nonce)}, .cost = {made.cost}, .lane = SCHEMA_LANE_{made.lane.upper()}, .takes = &{takes}, .gives = &{gives} }},")

    def named(self, name, rows):
        """A table of {name, shape} rows, sorted for the binary search of protocol/schema.c."""
        self.put(f"const struct schema_named {name}[] = {{")
        for word, shape in sorted(rows):
            self.put(f"\t{{ .name = {text(word)}, .shape = &{shape} }},")
        self.put("};")
        self.put(f"const size_t {name}_count = {len(rows)};")

    def words(self, name, rows):
        """A table of {name, words} rows, sorted too."""
        self.put(f"const struct schema_words {name}[] = {{")
        for word, words in sorted(rows):
            self.put(f"\t{{ .name = {text(word)}, .words = {text(words)} }},")
        self.put("};")
        self.put(f"const size_t {name}_count = {len(rows)};")


def write(schema):
    """The text of schema_tables.c."""
    out = Tables()
    shapes = [(made.name, out.shape(made)) for made in schema.structs.values()]
    # An event kind may be called like a struct; its body must not be taken for it.
    events = [(made.name, out.shape(renamed(made.shape, f"event.{made.name}"))) for made in schema.events.values()]
    notes = [(made.name, out.shape(made.shape if made.shape in schema.structs.values() else renamed(made.shape, f"notification.{made.name}")))
        for made in schema.notifications.values()]
    operations = sorted(schema.operations.values(), key=lambda made: made.name)
    rows = [out.operation(made, out.shape(made.takes), out.shape(made.gives)) for made in operations]
    out.put("const struct schema_operation schema_operations[] = {")
    out.lines += rows
    out.put("};")
    out.put(f"const size_t schema_operation_count = {len(rows)};")
    out.put(f"const int schema_version = {schema.version};")
    out.named("schema_structs", shapes)
    out.named("schema_events", events)
    out.named("schema_notifications", notes)
    out.words("schema_reasons", [(made.name, made.words) for made in schema.reasons.values()])
    out.words("schema_states", [(f"{cycle.name}.{name}", state["words"]) for cycle in schema.lifecycles.values() for name, state in cycle.states.items()])
    out.words("schema_labels", [(f"{made.name}.{value}", label) for made in schema.types.values() for value, label in made.labels.items()])
    out.put("// A code that the C list lacks does not compile; the count finds one that the schema lacks.")
    out.put("const char *const schema_outcome_codes[OUTCOME_COUNT] = {\n\t[OUTCOME_OK] = \"ok\",")
    out.lines += [f"\t[OUTCOME_{made.name.upper()}] = {text(made.name)}," for made in schema.errors.values()]
    out.put("};\nconst char *const schema_outcome_words[OUTCOME_COUNT] = {\n\t[OUTCOME_OK] = \"Done.\",")
    out.lines += [f"\t[OUTCOME_{made.name.upper()}] = {text(made.words)}," for made in schema.errors.values()]
    out.put(f"}};\n_Static_assert(OUTCOME_COUNT == {len(schema.errors) + 1}, \"errors.toml and protocol/outcome.h differ\");")
    return "\n".join(out.lines) + "\n"


def renamed(shape, name):
    """The same struct under a name that nothing else has."""
    return replace(shape, name=name)
