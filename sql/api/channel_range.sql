-- Promise: the visible events just after a position, in order, for a subscription that catches up: one row each, or one row with
-- a null seq if there is none. head is read before the events, so nothing up to it is missing. Members only. No lock.
create or replace function api.channel_range(_me bigint, _channel bigint, _after bigint, _limit bigint)
returns table (outcome text, seq bigint, at bigint, actor bigint, kind text, lang text, body jsonb, head bigint, more boolean)
language plpgsql stable security definer set search_path = waymark, pg_temp as $$
declare
	_head bigint;
	_from bigint;
begin
	select c.head, (select min(r.from_seq) from membership r where r.channel = c.id and r.person = _me) into _head, _from
	from channel c
	join membership m on m.channel = c.id and m.person = myself(_me) and m.until_seq is null
	where c.id = _channel;
	if _head is null then
		return query select 'not_found', null::bigint, null::bigint, null::bigint, null, null, null::jsonb, null::bigint, null::boolean;
		return;
	end if;
	return query
	select 'ok', e.seq, micros(e.at), e.actor, e.kind, e.lang,
		event_body(e.kind, heard(_channel, e.seq, e.text, e.altered_at), e.about, e.altered_at is not null, e.body), _head,
		count(*) over () > least(greatest(_limit, 1), 1000)
	from (
		select v.* from event v
		where v.channel = _channel and v.seq > greatest(_after, _from) and v.seq <= _head -- not through all that was before them
			and exists (select from membership r where r.channel = _channel and r.person = _me
				and v.seq > r.from_seq and v.seq <= coalesce(r.until_seq, v.seq))
		order by v.seq
		limit least(greatest(_limit, 1), 1000) + 1
	) e
	order by e.seq
	limit least(greatest(_limit, 1), 1000);
	if not found then
		return query select 'ok', null::bigint, null::bigint, null::bigint, null, null, null::jsonb, _head, false;
	end if;
end
$$;
