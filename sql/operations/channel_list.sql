-- Promise: the channels that the person is in, newest activity first, each with its own read mark and up to 99 unread. No lock.
create or replace function operation.channel_list(_me bigint) returns waymark.answer
language sql stable set search_path = waymark, pg_temp as $$
	select ok(jsonb_build_object('channels', coalesce(jsonb_agg(to_jsonb(l) - 'last_at' order by l.last_at desc, l.id), '[]')))
	from (
		select c.id, c.kind, k.id as about, k.title, c.head, coalesce(r.seq, m.from_seq) as read, u.unread, m.role,
			coalesce(k.state, 'open') as state, c.last_at
		from membership m
		join channel c on c.id = m.channel
		left join circle k on k.channel = c.id
		left join read_mark r on r.channel = c.id and r.person = _me
		cross join lateral (
			select count(*) as unread from (
				select from event e
				where e.channel = c.id and e.seq > greatest(r.seq, m.from_seq) and e.actor is distinct from _me
					and (c.kind = 'inbox' or e.kind = 'message' and e.text is not null)
				limit 99
			) others
		) u
		where m.person = myself(_me) and m.until_seq is null
		order by c.last_at desc
		limit 500
	) l
$$;
