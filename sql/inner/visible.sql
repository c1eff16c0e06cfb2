-- Promise: at most _count events of a channel that this person may see, between two positions, from the lower end if _rising,
-- else from the upper. Behind the wall. No lock.
create or replace function waymark.visible(_me bigint, _channel bigint, _before bigint, _after bigint, _rising boolean, _count bigint)
returns setof waymark.event
language plpgsql stable set search_path = waymark, pg_temp as $$
declare
	_low bigint; -- so that a newcomer's question does not read through all that was before them
	_high bigint;
begin
	select greatest(min(m.from_seq), _after), least(max(coalesce(m.until_seq, 9223372036854775806)) + 1, _before)
	into _low, _high
	from membership m
	where m.channel = _channel and m.person = _me;
	if _rising then
		return query
		select e.* from event e
		where e.channel = _channel and e.seq > _low
			and exists (select from membership m where m.channel = _channel and m.person = _me
				and e.seq > m.from_seq and e.seq <= coalesce(m.until_seq, e.seq))
		order by e.seq
		limit _count;
	else
		return query
		select e.* from event e
		where e.channel = _channel and e.seq > _low and e.seq < _high
			and exists (select from membership m where m.channel = _channel and m.person = _me
				and e.seq > m.from_seq and e.seq <= coalesce(m.until_seq, e.seq))
		order by e.seq desc
		limit _count;
	end if;
end
$$;
