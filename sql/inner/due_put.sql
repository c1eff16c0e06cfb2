-- Promise: the job runs once at that time; asked for again it moves to the earlier of the two. Lock: the job's row.
create or replace function waymark.due_put(_kind text, _object bigint, _at timestamptz) returns void
language sql security definer set search_path = waymark, pg_temp as $$
	insert into due (kind, object, at) values (_kind, _object, _at)
	on conflict (kind, object) do update set at = least(due.at, excluded.at)
$$;
