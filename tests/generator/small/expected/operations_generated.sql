-- Made by protocol/generate from protocol/schema; not for editing.
-- Promise: for each operation of path sql one function of schema api: texts must fit, then a repeated nonce gives the first
-- answer, then who asks is checked, then the body in schema operation acts. Locks: those of waymark.command_begin, then the body's.

create or replace function api.tea_look(_me bigint, _words text[])
  returns waymark.answer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  _answer waymark.answer;
begin
  begin
    _answer := operation.tea_look(_me, _words);
  exception when query_canceled then
    return waymark.refuse('too_large', 'that takes too long to find: ask for fewer or longer words');
  end;
  return _answer;
end;
$$;
alter function api.tea_look(bigint, text[]) owner to waymark_operations;
revoke all on function api.tea_look(bigint, text[]) from public;
grant execute on function api.tea_look(bigint, text[]) to waymark_daemon;

create or replace function api.tea_pour(_me bigint, _nonce bytea, _cups jsonb, _sugar bigint)
  returns waymark.answer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  _answer waymark.answer;
begin
  _answer := waymark.command_begin(_me, _nonce, 'tea.pour', sha256(convert_to(jsonb_build_array(_cups, _sugar)::text, 'UTF8')));
  if _answer.outcome is not null then
    return _answer;
  end if;
  if waymark.has_role(_me, 'host') then
    _answer := operation.tea_pour(_me, _cups, _sugar);
  else
    _answer.outcome := 'denied';
  end if;
  perform waymark.command_end(_me, _nonce, _answer);
  return _answer;
end;
$$;
alter function api.tea_pour(bigint, bytea, jsonb, bigint) owner to waymark_operations;
revoke all on function api.tea_pour(bigint, bytea, jsonb, bigint) from public;
grant execute on function api.tea_pour(bigint, bytea, jsonb, bigint) to waymark_daemon;

-- Who may move what from where to where.
delete from waymark.lifecycle_move;
insert into waymark.lifecycle_move (lifecycle, "from", "to", by) values
  ('pot', null, 'hot', array['system']),
  ('pot', 'hot', 'cold', array['system', 'host']);
