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

-- Promise: the words of a message that this person has heard: none, if it got its present words while they were away. Behind the
-- wall, which shows an edited event only to who was there; all but the last are altered themselves. No lock.
create or replace function waymark.heard(_channel bigint, _seq bigint, _text text, _altered_at timestamptz) returns text
language sql stable set search_path = waymark, pg_temp as $$
	select case
		when _altered_at is null or _text is null then _text
		when exists (
			select from event e where e.channel = _channel and e.about = _seq and e.kind = 'edited' and e.altered_at is null
		) then _text
	end
$$;
