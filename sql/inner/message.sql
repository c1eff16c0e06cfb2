-- Messages: reading one to change it, and changing its words.

-- Promise: the message at that position, if the person is a member now and may see it; else nothing. Behind the wall. No lock.
create or replace function waymark.message_seen(_me bigint, _channel bigint, _seq bigint) returns waymark.event
language sql stable set search_path = waymark, pg_temp as $$
	select e.*
	from event e
	where e.channel = _channel and e.seq = _seq and e.kind = 'message'
		and exists (select from membership m where m.channel = _channel and m.person = _me and m.until_seq is null)
		and exists (select from membership m where m.channel = _channel and m.person = _me
			and e.seq > m.from_seq and e.seq <= coalesce(m.until_seq, e.seq))
$$;

-- Promise: the message has these words (null: none), its older edited events have none, and search will follow. The caller has
-- judged whether they may. Behind the wall: only one's own messages, or those of a channel that one facilitates.
-- Lock: the caller holds the channel's row.
create or replace function waymark.words_change(_channel bigint, _seq bigint, _text text, _lang text) returns void
language plpgsql set search_path = waymark, pg_temp as $$
begin
	update event e set text = _text, lang = _lang, altered_at = clock() where e.channel = _channel and e.seq = _seq;
	if not found then
		raise exception 'the message %/% is not theirs to change', _channel, _seq;
	end if;
	update event e set text = null, altered_at = clock()
	where e.channel = _channel and e.kind = 'edited' and e.about = _seq and e.altered_at is null;
	insert into search_due (channels, seqs, at) values (array[_channel], array[_seq], clock());
end
$$;

-- Promise: true if everybody who is in the channel now may see that position: nobody came since. Behind the wall, as a member.
-- Lock: the caller holds the channel's row, so nobody comes meanwhile.
create or replace function waymark.all_saw(_channel bigint, _seq bigint) returns boolean
language sql stable set search_path = waymark, pg_temp as $$
	select not exists (
		select from membership m
		where m.channel = _channel and m.until_seq is null and not exists (
			select from membership r
			where r.channel = _channel and r.person = m.person and _seq > r.from_seq and _seq <= coalesce(r.until_seq, _seq)
		)
	)
$$;
