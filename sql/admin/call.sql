-- Promise: the operator's command of that name, or not_found. The daemon's admin socket is the only way here.
-- Lock: none of its own.
create or replace function admin.call(_command text, _with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_answer answer;
begin
	if not exists (select from pg_proc p where p.pronamespace = 'admin'::regnamespace and p.proname = _command and _command <> 'call') then
		return refuse('not_found', 'no such command');
	end if;
	execute format('select * from admin.%I($1)', _command) into _answer using coalesce(_with, '{}');
	return _answer;
end
$$;
