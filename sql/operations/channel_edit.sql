-- Promise: the message has the new words, the older ones are nowhere any more, and an event says so; with the words, unless somebody
-- came since who does not see the message itself. One's own messages only.
-- Lock: the channel's row, so that it is not taken back meanwhile.
create or replace function operation.channel_edit(_me bigint, _channel bigint, _seq bigint, _text text, _lang text) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
declare
	_message event;
	_words text := normalize(_text, NFC);
	_tongue text;
	_events jsonb;
begin
	perform channel_lock(_channel);
	_message := message_seen(_me, _channel, _seq);
	_tongue := coalesce(_lang, _message.lang);
	if _message.seq is null then
		return refuse('not_found');
	elsif _message.actor is distinct from _me then
		return refuse('denied');
	elsif _message.text is null then
		return refuse('conflict', 'retracted');
	elsif octet_length(_words) > 16000 then
		return refuse('too_large', 'text');
	elsif not is_language(_tongue) then
		return refuse('invalid', 'lang: is not a language tag');
	end if;
	perform words_change(_channel, _seq, _words, _tongue);
	_events := append(array[row(_channel, _me, 'edited', _tongue, case when all_saw(_channel, _seq) then _words end, _seq, null)::happening]);
	return ok(jsonb_build_object('seq', _events -> 0 -> 'seq'), _events);
end
$$;
