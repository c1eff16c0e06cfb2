-- Promise: the mark is on the message, or off, and an event says so. The same again changes nothing and gives the same position.
-- Lock: the channel's row.
create or replace function operation.channel_react(_me bigint, _channel bigint, _seq bigint, _mark text, _off boolean) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
declare
	_message event;
	_last reaction;
	_events jsonb;
	_body jsonb := jsonb_build_object('mark', normalize(_mark, NFC))
		|| case when _off then jsonb_build_object('off', true) else '{}'::jsonb end;
begin
	perform channel_lock(_channel);
	_message := message_seen(_me, _channel, _seq);
	if _message.seq is null then
		return refuse('not_found');
	elsif _message.text is null then
		return refuse('conflict', 'retracted');
	end if;
	select r.* into _last from reaction r
	where r.channel = _channel and r.seq = _seq and r.person = _me and r.mark = normalize(_mark, NFC);
	if _last.off is null and coalesce(_off, false) then
		return refuse('not_found', 'mark: is not on it');
	elsif _last.off = coalesce(_off, false) then
		return ok(jsonb_build_object('seq', _last.event_seq));
	elsif _last.off is null
		and (select count(*) from reaction r where r.channel = _channel and r.seq = _seq and r.person = _me) >= 20 then
		return refuse('too_large', 'mark: twenty are enough');
	end if;
	_events := append(array[row(_channel, _me, 'reaction', null, null, _seq, _body)::happening]);
	insert into reaction (channel, seq, person, mark, off, event_seq)
	values (_channel, _seq, _me, normalize(_mark, NFC), coalesce(_off, false), (_events -> 0 ->> 'seq')::bigint)
	on conflict (channel, seq, person, mark) do update set off = excluded.off, event_seq = excluded.event_seq;
	return ok(jsonb_build_object('seq', _events -> 0 -> 'seq'), _events);
end
$$;
