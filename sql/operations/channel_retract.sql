-- Promise: the message's words are nowhere any more, neither in it nor in its edited events nor, shortly, in search; its position
-- stays, and an event tells every device to blank it. One's own messages, or any of a circle for its facilitator.
-- Lock: the channel's row, so that it is not edited meanwhile.
create or replace function operation.channel_retract(_me bigint, _channel bigint, _seq bigint) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
declare
	_message event;
	_events jsonb;
begin
	perform channel_lock(_channel);
	_message := message_seen(_me, _channel, _seq);
	if _message.seq is null then
		return refuse('not_found');
	elsif _message.actor is distinct from _me and _channel not in (select my_facilitated()) then
		return refuse('denied');
	elsif _message.text is null then
		return refuse('conflict', 'retracted');
	end if;
	perform words_change(_channel, _seq, null, _message.lang);
	_events := append(array[row(_channel, _me, 'retracted', null, null, _seq, null)::happening]);
	return ok(jsonb_build_object('seq', _events -> 0 -> 'seq'), _events);
end
$$;
