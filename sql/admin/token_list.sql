-- Promise: the person's open sessions, newest first, two hundred at most; no token is kept, so none is shown. No lock.
create or replace function admin.token_list(_with jsonb) returns waymark.answer
language plpgsql stable security definer set search_path = waymark, pg_temp as $$
declare
	_person bigint := person_meant(_with);
begin
	if _person is null then
		return refuse('not_found', 'person');
	end if;
	return ok(jsonb_build_object('sessions', (
		select coalesce(jsonb_agg(jsonb_build_object('session', l.id, 'made_at', micros(l.made_at), 'seen_at', micros(l.seen_at),
			'until', micros(l.until)) order by l.made_at desc), '[]')
		from (
			select * from session s
			where s.person = _person and s.ended_at is null and s.until > clock()
			order by s.made_at desc
			limit 200
		) l
	)));
end
$$;
