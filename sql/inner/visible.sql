-- Promise: at most _count events of a channel that this person may see, between two positions, from the lower end if _rising,
-- else from the upper. Behind the wall. No lock.
create or replace function waymark.visible(_me bigint, _channel bigint, _before bigint, _after bigint, _rising boolean, _count bigint)
returns setof waymark.event
language plpgsql stable set search_path = waymark, pg_temp as $$
begin
	if _rising then
		return query
		select e.* from event e
		where e.channel = _channel and e.seq > _after
			and exists (select from membership m where m.channel = _channel and m.person = _me
				and e.seq > m.from_seq and e.seq <= coalesce(m.until_seq, e.seq))
		order by e.seq
		limit _count;
	else
		return query
		select e.* from event e
		where e.channel = _channel and e.seq > coalesce(_after, 0) and e.seq < coalesce(_before, 9223372036854775807)
			and exists (select from membership m where m.channel = _channel and m.person = _me
				and e.seq > m.from_seq and e.seq <= coalesce(m.until_seq, e.seq))
		order by e.seq desc
		limit _count;
	end if;
end
$$;
