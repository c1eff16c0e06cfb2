"""SQL: the functions of schema api that the daemon calls, around the hand-written bodies in schema operation; and the life-cycles."""

COLUMNS = {"int": "bigint", "bool": "boolean", "text": "text", "bytes": "bytea", "enum": "text", "struct": "jsonb", "any": "jsonb"}

HEAD = """-- Made by protocol/generate from protocol/schema; not for editing.
-- Promise: for each operation of path sql one function of schema api: texts must fit, then a repeated nonce gives the first
-- answer, then who asks is checked, then the body in schema operation acts. Locks: those of waymark.command_begin, then the body's.
"""

BODY = """
create or replace function api.{function}({parameters})
  returns waymark.answer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  _answer waymark.answer;
begin
{steps}
  return _answer;
end;
$$;
alter function api.{function}({types}) owner to waymark_operations;
revoke all on function api.{function}({types}) from public;
grant execute on function api.{function}({types}) to waymark_daemon;
"""

BEGIN = """  _answer := waymark.command_begin(_me, _nonce, {name}, sha256(convert_to(jsonb_build_array({digest})::text, 'UTF8')));
  if _answer.outcome is not null then
    return _answer;
  end if;"""

# Normal form C, in which texts are kept, makes a few letters longer than they came.
FITS = """  if octet_length(normalize({parameter}, nfc)) > {bytes} then
    return waymark.refuse('too_large', '{field} is longer than {bytes} bytes');
  end if;"""

ACT = "  _answer := operation.{function}({arguments});"

# The lane of searches gives a statement up after two seconds (daemon/database).
ACT_IN_TIME = """  begin
    _answer := operation.{function}({arguments});
  exception when query_canceled then
    return waymark.refuse('too_large', 'that takes too long to find: ask for fewer or longer words');
  end;"""

ACT_IF_ROLE = """  if waymark.has_role(_me, {role}) then
    _answer := operation.{function}({arguments});
  else
    _answer.outcome := 'denied';
  end if;"""

END = "  perform waymark.command_end(_me, _nonce, _answer);"


def column(made):
    """The column type that carries a value of a schema type."""
    if made.kind == "list":
        return column(made.of) + "[]" if made.of.kind in ("int", "text", "enum", "bool") else "jsonb"
    return COLUMNS[made.kind]


def quoted(word):
    return "'" + word.replace("'", "''") + "'"


def has_wrapper(operation):
    """True if the wrapper is generated. Who is nobody has no nonces to look up, so such a function is written by hand."""
    return operation.path == "sql" and not (operation.nonce and operation.needs == "nobody")


def wrapper(operation):
    """The function of schema api for one operation."""
    fields = [("_me", "bigint")] + [(f"_{field.name}", column(field.type)) for field in operation.takes.fields]
    own = [name for name, _ in fields if name != "_nonce"]
    names = {"function": operation.function, "name": quoted(operation.name), "arguments": ", ".join(own), "digest": ", ".join(own[1:])}
    steps = []
    if operation.changes:
        texts = [field for field in operation.takes.fields if field.type.kind == "text"]
        steps += [FITS.format(parameter=f"_{field.name}", field=field.name, bytes=field.type.max) for field in texts]
    if operation.nonce:
        steps.append(BEGIN.format(**names))
    act = ACT_IN_TIME if operation.lane == "search" else ACT
    steps.append(ACT_IF_ROLE.format(role=quoted(operation.role), **names) if operation.role else act.format(**names))
    if operation.nonce:
        steps.append(END)
    return BODY.format(function=operation.function, parameters=", ".join(f"{name} {kind}" for name, kind in fields),
        types=", ".join(kind for _, kind in fields), steps="\n".join(steps))


def lifecycle_rows(schema):
    """The moves of all life-cycles, for the mover waymark.move; a null start is where an object begins."""
    rows = []
    for cycle in schema.lifecycles.values():
        rows.append(f"  ({quoted(cycle.name)}, null, {quoted(cycle.first)}, array['system'])")
        for move in cycle.moves:
            by = ", ".join(quoted(who) for who in move.by)
            rows.append(f"  ({quoted(cycle.name)}, {quoted(move.from_)}, {quoted(move.to)}, array[{by}])")
    if not rows:
        return ""
    return ("\n-- Who may move what from where to where.\ndelete from waymark.lifecycle_move;\n"
        'insert into waymark.lifecycle_move (lifecycle, "from", "to", by) values\n' + ",\n".join(rows) + ";\n")


def write(schema):
    """The text of operations_generated.sql."""
    parts = [wrapper(operation) for _, operation in sorted(schema.operations.items()) if has_wrapper(operation)]
    return HEAD + "".join(parts) + lifecycle_rows(schema)
