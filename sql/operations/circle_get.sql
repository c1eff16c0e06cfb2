-- Promise: what a circle is, for its members and for those who are asked into it; for all others it does not exist. No lock.
create or replace function operation.circle_get(_me bigint, _circle bigint) returns waymark.answer
language plpgsql stable set search_path = waymark, pg_temp as $$
declare
	_you text;
	_shape jsonb;
begin
	select m.role into _you
	from circle c
	join membership m on m.channel = c.channel and m.person = myself(_me) and m.until_seq is null
	where c.id = _circle;
	if _you is null then
		select 'invited' into _you from circle_invited i where i.circle = _circle and i.person = myself(_me);
	end if;
	if _you is null then
		return refuse('not_found');
	end if;
	select jsonb_build_object('id', c.id, 'channel', case when _you <> 'invited' then c.channel end, 'title', c.title,
		'purpose', c.purpose, 'language', c.language, 'topics',
		(select coalesce(jsonb_agg(t.topic order by t.topic), '[]') from circle_topic t where t.circle = c.id),
		'seats', c.seats, 'taken', circle_taken(c.channel), 'state', c.state, 'you', _you)
	into _shape
	from circle c
	where c.id = _circle;
	return ok(jsonb_build_object('circle', _shape));
end
$$;
