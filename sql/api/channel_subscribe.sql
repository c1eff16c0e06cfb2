-- Promise: where the channel's log ends, and behind which position to begin: the head if none is asked for, never beyond it.
-- Members only; to all others the channel does not exist. No lock.
create or replace function api.channel_subscribe(_me bigint, _channel bigint, _after bigint)
returns table (outcome text, detail text, kind text, head bigint, after bigint)
language plpgsql stable security definer set search_path = waymark, pg_temp as $$
begin
	return query
	select 'ok', null, c.kind, c.head, least(coalesce(_after, c.head), c.head)
	from channel c
	join membership m on m.channel = c.id and m.person = myself(_me) and m.until_seq is null
	where c.id = _channel;
	if not found then
		return query select 'not_found', null, null, null::bigint, null::bigint;
	end if;
end
$$;
