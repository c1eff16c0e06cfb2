-- Promise: the session is ended for ever, or all of the person's. Ending an ended one is ok. Lock: the sessions' rows.
create or replace function api.session_end(_me bigint, _session bigint, _everywhere boolean)
returns table (outcome text, detail text)
language plpgsql security definer set search_path = waymark, pg_temp as $$
begin
	update session s set ended_at = clock()
	where s.person = _me and s.ended_at is null and (s.id = _session or coalesce(_everywhere, false));
	return query select 'ok', null;
end
$$;
