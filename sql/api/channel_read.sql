-- Promise: the read mark stands at that position or further, never beyond the head, never back. Members only. Lock: the mark's row.
create or replace function api.channel_read(_me bigint, _channel bigint, _seq bigint)
returns table (outcome text, detail text, read bigint)
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_head bigint;
	_read bigint;
begin
	select c.head into _head
	from channel c
	join membership m on m.channel = c.id and m.person = myself(_me) and m.until_seq is null
	where c.id = _channel;
	if _head is null then
		return query select 'not_found', null, null::bigint;
		return;
	end if;
	insert into read_mark as r (channel, person, seq) values (_channel, _me, least(_seq, _head))
	on conflict (channel, person) do update set seq = greatest(r.seq, excluded.seq)
	returning r.seq into _read;
	return query select 'ok', null, _read;
end
$$;
