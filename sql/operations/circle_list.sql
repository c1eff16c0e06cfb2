-- Promise: the circles that the person is asked into, the newest asking first, then those they are in, the last moved first. One that
-- has ended asks nobody in. No lock.
create or replace function operation.circle_list(_me bigint) returns waymark.answer
language sql stable set search_path = waymark, pg_temp as $$
	select ok(jsonb_build_object('circles', coalesce(jsonb_agg(to_jsonb(l) - 'at' order by l.you = 'invited' desc, l.at desc, l.id), '[]')))
	from (
		select c.id, null::bigint as channel, c.title, c.state, 'invited' as you, i.at
		from circle_invited i
		join circle c on c.id = i.circle and c.state <> 'closed'
		where i.person = myself(_me)
		union all
		select c.id, c.channel, c.title, c.state, m.role, c.moved_at
		from membership m
		join circle c on c.channel = m.channel
		where m.person = myself(_me) and m.until_seq is null
		order by channel nulls first, at desc
		limit 500
	) l
$$;
