"""TypeScript: strict types of every operation, event and notification, and the tables that a codec and a form need."""

import json

HEAD = """// The language of Waymark. Made by protocol/generate from protocol/schema; not for editing.
// A field that may be absent is optional; one that may be nil is `| null`. A client passes over fields and kinds that it lacks here.
"""
FIXED = """
/** Anything that MessagePack carries. */
export type Value = null | boolean | number | string | Uint8Array | Value[] | { [key: string]: Value };

export type OperationName = keyof Operations;
export type Takes<Name extends OperationName> = Operations[Name]["takes"];
export type Gives<Name extends OperationName> = Operations[Name]["gives"];
export type EventKind = keyof EventBodies;
export type NotificationName = keyof Notifications;

/** The error of a response. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  detail?: string;
  retry_after_ms?: number;
}

export type RequestMessage = [type: 0, id: number, name: OperationName, params: [Value] | []];
export type ResponseMessage = [type: 1, id: number, error: Refusal | null, result: Value];
export type NotificationMessage = [type: 2, name: NotificationName, params: Value[]];

/** What a codec needs to know of a type: its kind and its bounds (bytes of text, value of int, elements of list). A printable text is not
 * blank, and holds no control characters. */
export interface TypeRow {
  kind: "int" | "bool" | "text" | "bytes" | "enum" | "list" | "struct" | "any";
  min?: number;
  max?: number;
  printable?: boolean;
  of?: TypeRow;
  shape?: string;
  values?: readonly string[];
}

export interface FieldRow extends TypeRow {
  optional: boolean;
  nullable: boolean;
}

export interface OperationRow {
  needs: "nobody" | "person" | "role";
  early: boolean;
  changes: boolean;
  nonce: boolean;
  /** As how many requests it counts. */
  cost: number;
  takes: { readonly [field: string]: FieldRow };
}
"""
PLAIN = {"int": "number", "bool": "boolean", "text": "string", "bytes": "Uint8Array", "any": "Value"}


def pascal(name):
    """circle.open and channel_kind as CircleOpen and ChannelKind."""
    return "".join(part.capitalize() for part in name.replace(".", "_").split("_"))


def of(made):
    """The TypeScript type of a schema type."""
    if made.kind == "list":
        return f"{of(made.of)}[]"
    if made.kind == "struct":
        return pascal(made.shape.name)
    return pascal(made.name) if made.kind == "enum" else PLAIN[made.kind]


def shape_lines(shape, indent):
    lines = []
    for field in shape.fields:
        lines.append(f"{indent}/** {field.prose} */")
        lines.append(f"{indent}{field.name}{'?' if field.optional else ''}: {of(field.type)}{' | null' if field.nullable else ''};")
    return lines


def inline(shape, indent):
    if not shape.fields:
        return "Record<string, never>"
    return "\n".join(["{", *shape_lines(shape, indent + "  "), indent + "}"])


def interface(name, shape):
    return "\n".join([f"/** {shape.prose} */", f"export interface {name} {{", *shape_lines(shape, "  "), "}"])


def union(name, words, prose):
    return f"/** {prose} */\nexport type {name} = {' | '.join(json.dumps(word) for word in words)};"


def operation_types(schema):
    lines = ["/** What each operation takes and gives. */", "export interface Operations {"]
    for made in schema.operations.values():
        lines.append(f"  /** {made.summary} */")
        lines.append(f"  {json.dumps(made.name)}: {{\n    takes: {inline(made.takes, '    ')};\n    gives: {inline(made.gives, '    ')};\n  }};")
    return "\n".join([*lines, "}"])


def happening_types(name, prose, happenings, structs=()):
    lines = [f"/** {prose} */", f"export interface {name} {{"]
    for made in happenings.values():
        lines.append(f"  /** {made.prose} */")
        shape = pascal(made.shape.name) if made.shape in structs else inline(made.shape, "  ")
        lines.append(f"  {made.name}: {shape};")
    return "\n".join([*lines, "}"])


def type_row(made):
    row = {"kind": made.kind}
    if made.kind in ("int", "text", "bytes", "list", "any"):
        row |= {"min": made.min, "max": made.max}
    if made.printable:
        row["printable"] = True
    if made.of:
        row["of"] = type_row(made.of)
    if made.shape:
        row["shape"] = made.shape.name
    if made.values:
        row["values"] = list(made.values)
    return row


def shape_rows(shape):
    return {field.name: {**type_row(field.type), "optional": field.optional, "nullable": field.nullable} for field in shape.fields}


def literal(value):
    """A TypeScript literal, keys quoted only where they must be."""
    if isinstance(value, dict):
        pairs = (f"{key if key.isidentifier() else json.dumps(key)}: {literal(inside)}" for key, inside in value.items())
        return "{ " + ", ".join(pairs) + " }" if value else "{}"
    return json.dumps(value, ensure_ascii=False)


def table(name, kind, prose, rows):
    lines = [f"/** {prose} */", f"export const {name}: {kind} = {{"]
    lines += [f"  {key if key.isidentifier() else json.dumps(key)}: {literal(row)}," for key, row in rows.items()]
    return "\n".join([*lines, "};"])


def tables(schema):
    operations = {made.name: {"needs": "role" if made.role else made.needs, "early": made.early, "changes": made.changes,
        "nonce": made.nonce, "cost": made.cost, "takes": shape_rows(made.takes)} for made in schema.operations.values()}
    states = {f"{cycle.name}.{name}": state["words"] for cycle in schema.lifecycles.values() for name, state in cycle.states.items()}
    labels = {f"{made.name}.{value}": label for made in schema.types.values() for value, label in made.labels.items()}
    return [
        table("operations", "{ readonly [Name in OperationName]: OperationRow }", "The operations, for checking what is sent.", operations),
        table("structs", "{ readonly [name: string]: { readonly [field: string]: FieldRow } }", "The structs that fields name as their shape.",
            {made.name: shape_rows(made) for made in schema.structs.values()}),
        table("errorWords", "{ readonly [Code in ErrorCode]: string }", "English words for a person: msgids of protocol/words.",
            {made.name: made.words for made in schema.errors.values()}),
        table("reasonWords", "{ readonly [Name in Reason]: string }", "The same for the reasons of conflict.",
            {made.name: made.words for made in schema.reasons.values()}),
        table("labels", "{ readonly [name: string]: string }", "The same for states (object.state) and values (type.value).", states | labels),
        table("plurals", "{ readonly [name: string]: { one: string; other: string } }", "Counted things in English: msgid and msgid_plural; %lu is the number.",
            {made.name: {"one": made.one, "other": made.other} for made in schema.plurals.values()}),
    ]


def write(schema):
    """The text of types.ts."""
    enums = [union(pascal(made.name), made.values, made.prose) for made in schema.types.values() if made.kind == "enum"]
    structs = [interface(pascal(made.name), made) for made in sorted(schema.structs.values(), key=lambda made: made.name)]
    parts = [HEAD + f"\nexport const version = {schema.version};", *enums,
        union("ErrorCode", schema.errors, "The closed list of refusals."),
        union("Reason", schema.reasons, "What conflict carries in detail."), *structs, operation_types(schema),
        happening_types("EventBodies", "The body of each event kind.", schema.events),
        happening_types("Notifications", "Each of the maps that a notification carries.", schema.notifications, structs=schema.structs.values()), FIXED.strip(), *tables(schema)]
    return "\n\n".join(parts) + "\n"
