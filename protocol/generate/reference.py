"""Reference: REFERENCE.md, the whole language for people: the wire, every operation, event, error, type, struct and life-cycle."""

HEAD = """# The language of Waymark, version {version}

Made by `protocol/generate` from `protocol/schema`; not for editing. The same for tools: `asyncapi.json`, `types.ts`.

[The wire](#the-wire) · [Operations](#operations) · [Events](#events) · [Notifications](#notifications) · [Errors](#errors) ·
[Types](#types) · [Structs](#structs) · [Life-cycles](#life-cycles)

## The wire

A client opens a WebSocket at path `/socket` with the sub-protocol `waymark.msgpack` and sends and receives binary frames. Each
frame is one message of MessagePack-RPC, in MessagePack:

| message | from | form |
| --- | --- | --- |
| request | client | `[0, id, "noun.verb", [{{named parameters}}]]`, or `[]` at the end where there are none |
| response | daemon | `[1, id, error, result]`: `error` is nil, or `{{code, message, detail?, retry_after_ms?}}`, and then `result` is nil |
| notification | daemon | `[2, name, [{{...}}, ...]]`: several of one name may share a frame |

- `id` is a number below 2^32 that the client chooses; the response repeats it. Responses may come in another order.
- The first request is `session.hello`. Before it only the operations marked *early* are answered; everything else is `unauthenticated`.
- A response to something that changes means that it is kept: the database has committed it.
- **Nonces.** An operation that takes a `nonce` may be sent again with the same nonce and the same parameters, on any connection, as often as
  one likes: it happens once, and each gets the first answer. With other parameters the answer is `conflict`, `nonce_reused`. A client
  makes sixteen random bytes for each change, and keeps them until it has the answer.
- **Events** of a channel are numbered 1, 2, 3... without gaps. A subscriber gets each of those that it may see once, in order. Positions that
  it may not see are announced by `skipped`; `lagged` says that what follows is read from the log, because the client was too slow.
- Ids, positions and times are integers below 2^53; times are microseconds since 1970 UTC. Text is UTF-8 without a zero byte.
- **What costs more counts for more.** Requests are limited by the rate that `session.hello` tells; a dear one counts as several. A
  *search* waits apart from everything else: two of one person at a time (more are `rate_limited`), and one that would take longer than
  two seconds is `too_large`: ask for fewer or longer words.
- A *printable* text holds a letter, digit or sign that can be seen, and no control characters, line ends or marks that turn the direction.
- Unknown fields, event kinds and notifications are to be passed over: later versions only ever add. A request's unknown fields are too.
- Arrays and maps may be nested sixteen deep in a frame. What is no MessagePack, or none of the three messages, or a request whose
  parameters are not an array of at most one map, ends the connection with code 1002 and a reason; text frames end it with 1003; frames over
  the limit that `session.hello` tells, with 1009. A request that can be read but is wrong gets an error, and the connection goes on.
- In JSON (the command line, the database) bytes are base64url text without padding; everything else stands as it is.
"""


def cell(words):
    return words.replace("|", "\\|").replace("\n", " ")


def anchor(name):
    return name.replace(".", "").replace(":", "").lower()


def type_words(made):
    """A type as a link or as words with its bounds."""
    if made.kind == "list":
        least = f"{made.min} to " if made.min else "up to "
        return f"list of {type_words(made.of)}, {least}{made.max}"
    if made.kind == "struct":
        return f"[{made.shape.name}](#struct-{made.shape.name})"
    if made.name == "int":
        return f"whole number, {made.min} to {made.max}"
    return f"[{made.name}](#types)"


def fields(shape, empty):
    if not shape.fields:
        return [empty, ""]
    lines = ["| field | type | |", "| --- | --- | --- |"]
    for field in shape.fields:
        marks = ("?" if field.optional else "") + (" or nil" if field.nullable else "")
        lines.append(f"| `{field.name}`{marks} | {type_words(field.type)} | {cell(field.prose)} |")
    return [*lines, ""]


def operations(schema):
    lines = ["## Operations", "", "A `?` marks a field that may be absent. Every operation can also answer `invalid`, `too_large`, `rate_limited`,",
        "`unavailable` and `internal`.", "", "| operation | needs | |", "| --- | --- | --- |"]
    lines += [f"| [{made.name}](#{anchor(made.name)}) | {made.needs} | {cell(made.summary)} |" for made in schema.operations.values()]
    lines.append("")
    for made in schema.operations.values():
        marks = [f"needs {made.needs}", f"since {made.since}"]
        marks += ["early"] if made.early else []
        marks += [f"counts as {made.cost} requests"] if made.cost > 1 else []
        marks += ["a search"] if made.lane == "search" else []
        marks += ["takes a nonce"] if made.nonce else ["changes, without a nonce"] if made.changes else []
        lines += [f"### {made.name}", "", f"{made.summary} *({', '.join(marks)})*", ""]
        lines += [made.prose, ""] if made.prose else []
        lines += ["Takes:", "", *fields(made.takes, "nothing.")] if made.takes.fields else ["Takes nothing.", ""]
        lines += ["Gives:", "", *fields(made.gives, "nothing.")] if made.gives.fields else ["Gives nothing.", ""]
    return lines


def happenings(title, intro, entries, schema):
    lines = [f"## {title}", "", intro, ""]
    for made in entries.values():
        lines += [f"### {title.lower().removesuffix('s')} {made.name}", "", f"{made.prose} *(since {made.since})*", ""]
        if made.shape in schema.structs.values():
            lines += [f"Each is a [{made.shape.name}](#struct-{made.shape.name}).", ""]
        else:
            lines += fields(made.shape, "Nothing inside.")
    return lines


def errors(schema):
    lines = ["## Errors", "", "`code` is one of a closed list; `message` is the words for a person, in the session's language.", "",
        "| code | words | |", "| --- | --- | --- |"]
    lines += [f"| `{made.name}` | {cell(made.words)} | {cell(made.prose)} |" for made in schema.errors.values()]
    lines += ["", "`conflict` carries one of these in `detail`:", "", "| reason | |", "| --- | --- |"]
    lines += [f"| `{made.name}` | {cell(made.prose)} |" for made in schema.reasons.values()]
    return [*lines, ""]


def bounds(made):
    words = {"int": f"{made.min} to {made.max}", "bool": "", "any": f"nested {made.max} deep at most",
        "enum": ", ".join(f"`{value}`" for value in made.values)}
    if made.kind in ("text", "bytes"):
        size = f"{made.min} to {made.max} bytes" if made.min != made.max else f"{made.max} bytes"
        return size + (", printable" if made.printable else "")
    return words[made.kind]


def types(schema):
    lines = ["## Types", "", "| type | kind | bounds | |", "| --- | --- | --- | --- |"]
    lines += [f"| `{made.name}` | {made.kind} | {bounds(made)} | {cell(made.prose)} |" for made in schema.types.values()]
    lines += ["", "## Structs", ""]
    for made in sorted(schema.structs.values(), key=lambda made: made.name):
        lines += [f"### struct {made.name}", "", made.prose, "", *fields(made, "Nothing inside.")]
    return lines


def lifecycle(made):
    """One life-cycle as a Mermaid diagram and a table of its moves."""
    lines = [f"### {made.name}", "", f"{made.prose} *(since {made.since})*", "", "```mermaid", "stateDiagram-v2", f"  [*] --> {made.first}"]
    lines += [f"  {name} : {state['words']}" for name, state in made.states.items()]
    lines += [f"  {move.from_} --> {move.to} : {', '.join(move.by)}" for move in made.moves]
    lines += [f"  {name} --> [*]" for name, state in made.states.items() if state["ends"]]
    lines += ["```", "", "| from | to | by | |", "| --- | --- | --- | --- |"]
    lines += [f"| {move.from_} | {move.to} | {', '.join(move.by)} | {cell(move.prose)} |" for move in made.moves]
    return [*lines, ""]


def write(schema):
    """The text of REFERENCE.md."""
    lines = HEAD.format(version=schema.version).splitlines() + [""]
    lines += operations(schema)
    lines += happenings("Events", "What a channel's log holds. The body, by kind:", schema.events, schema)
    lines += happenings("Notifications", "What the daemon sends unasked. Each map inside:", schema.notifications, schema)
    lines += errors(schema) + types(schema) + ["## Life-cycles", ""]
    for made in schema.lifecycles.values():
        lines += lifecycle(made)
    return "\n".join(lines).rstrip() + "\n"
