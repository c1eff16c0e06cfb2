-- Answers: the two shapes that an operation returns. No locks.

-- Promise: what was asked is done. _ended: the person whose sessions ended by it; the daemon then closes all their connections.
create or replace function waymark.ok(_reply jsonb, _events jsonb default null, _ended bigint default null) returns waymark.answer
language sql stable parallel safe
return row('ok', null, _reply, _events, _ended)::waymark.answer;

-- Promise: a refusal; the outcome is a code of errors.toml, the detail the conflict's reason or words that name the field.
create or replace function waymark.refuse(_outcome text, _detail text default null) returns waymark.answer
language sql stable parallel safe
return row(_outcome, _detail, null, null, null)::waymark.answer;
