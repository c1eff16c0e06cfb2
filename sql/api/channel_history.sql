-- Promise: a page of the log in rising order: just before a position, just after one, or the newest; only what lies in a range
-- in which the person was a member, so those who left may still read what they took part in. One row with a null seq if there is
-- none; not_found for who never was a member. No lock.
create or replace function api.channel_history(_me bigint, _channel bigint, _before bigint, _after bigint, _limit bigint)
returns table (outcome text, seq bigint, at bigint, actor bigint, kind text, lang text, body jsonb, head bigint, more boolean)
language plpgsql stable security definer set search_path = waymark, pg_temp as $$
declare
	_count bigint := least(greatest(coalesce(_limit, 50), 1), 200);
	_rising boolean := _after is not null and _before is null;
	_head bigint;
begin
	select c.head into _head
	from channel c
	where c.id = _channel and exists (select from membership m where m.channel = _channel and m.person = myself(_me));
	if _head is null then
		return query select 'not_found', null::bigint, null::bigint, null::bigint, null, null, null::jsonb, null::bigint, null::boolean;
		return;
	end if;
	return query
	select 'ok', e.seq, micros(e.at), e.actor, e.kind, e.lang,
		event_body(e.kind, heard(_channel, e.seq, e.text, e.altered_at), e.about, e.altered_at is not null, e.body), _head, e.found > _count
	from (
		select v.*, count(*) over () as found, row_number() over (order by case when _rising then v.seq else - v.seq end) as place
		from (select * from waymark.visible(_me, _channel, _before, _after, _rising, _count + 1)) v
	) e
	where e.place <= _count
	order by e.seq;
	if not found then
		return query select 'ok', null::bigint, null::bigint, null::bigint, null, null, null::jsonb, _head, false;
	end if;
end
$$;
