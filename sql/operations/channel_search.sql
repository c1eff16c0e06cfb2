-- Promise: messages that hold the words, best first, out of what the person may see and no more. What only says which words are not
-- wanted is invalid: nearly everything would be found, and all of it read. No lock.
create or replace function operation.channel_search(_me bigint, _text text, _channel bigint, _limit bigint) returns waymark.answer
language plpgsql stable set search_path = waymark, pg_temp as $$
begin
	if querytree(websearch_to_tsquery('waymark.simple', _text)) = 'T' then
		return refuse('invalid', 'text: name a word that is to be found');
	end if;
	return (
		select ok(jsonb_build_object('hits', coalesce(jsonb_agg(jsonb_build_object('channel', h.channel, 'seq', h.seq, 'at', micros(h.at),
			'snippet', snippet(h.text, _text)) order by h.rank desc, h.at desc), '[]')))
		from (
			select e.channel, e.seq, e.at, e.text, ts_rank(s.words, q.asked) as rank
			from membership m
			cross join (select search_query(_text) as asked offset 0) q
			join search s on s.channel = m.channel and s.seq > m.from_seq and s.seq <= coalesce(m.until_seq, s.seq)
			join event e on e.channel = s.channel and e.seq = s.seq and heard(e.channel, e.seq, e.text, e.altered_at) is not null
			where m.person = myself(_me) and s.words @@ q.asked and s.channel = coalesce(_channel, s.channel)
			order by rank desc, e.at desc
			limit least(coalesce(_limit, 20), 50)
		) h
	);
end
$$;
