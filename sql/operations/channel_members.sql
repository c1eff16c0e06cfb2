-- Promise: who is in the channel now, by name. Members only. No lock.
create or replace function operation.channel_members(_me bigint, _channel bigint) returns waymark.answer
language plpgsql stable set search_path = waymark, pg_temp as $$
begin
	if not exists (select from membership m where m.channel = _channel and m.person = myself(_me) and m.until_seq is null) then
		return refuse('not_found');
	end if;
	return (
		select ok(jsonb_build_object('members', jsonb_agg(to_jsonb(l) order by l.name, l.person)))
		from (
			select m.person, p.name, m.role, place_shape(p.place, language_of(_me)) -> 'name' as place
			from membership m
			join person p on p.id = m.person
			where m.channel = _channel and m.until_seq is null
			order by p.name
			limit 1000
		) l
	);
end
$$;
