-- Topics: their labels, and how well each fits some words. No locks.

-- Promise: what the topic is called in that language; in English where it has no name there; else its slug.
create or replace function waymark.topic_label_in(_topic bigint, _language text) returns text
language sql stable as $$
	select coalesce(
		(select l.label from waymark.topic_label l where l.topic = _topic and l.kind = 'preferred' and l.lang = _language),
		(select l.label from waymark.topic_label l where l.topic = _topic and l.kind = 'preferred' and l.lang = 'en'),
		(select t.slug from waymark.topic t where t.id = _topic))
$$;

-- Promise: rows of topic and score, to be added up: the best of its labels (1 for one that stands whole in the words or the other
-- way round) and a part for its definition.
create or replace function waymark.topic_scores(_text text) returns table (topic bigint, score numeric)
language sql stable as $$
	select coalesce(t.merged_into, t.id), max(greatest(
			waymark.strict_word_similarity(waymark.plain(l.label), waymark.plain(_text)),
			waymark.similarity(waymark.plain(l.label), waymark.plain(_text))) ^ 2)::numeric * 0.8
	from waymark.topic_label l
	join waymark.topic t on t.id = l.topic
	group by 1
	union all
	select coalesce(t.merged_into, t.id), least(ts_rank_cd(to_tsvector('waymark.english', t.definition || ' ' || t.slug), q.any_word, 1), 0.2)::numeric
	from waymark.topic t,
		(select replace(plainto_tsquery('waymark.english', _text)::text, '&', '|')::tsquery as any_word) q
	where to_tsvector('waymark.english', t.definition || ' ' || t.slug) @@ q.any_word
$$;

-- Promise: every topic has each topic above it in topic_closure, at its shortest distance, and itself at 0. Lock: all of that table.
create or replace function waymark.topic_close() returns void
language sql security definer set search_path = waymark, pg_temp as $$
	lock table topic_closure in share row exclusive mode;
	delete from topic_closure;
	insert into topic_closure (topic, ancestor, depth)
	with recursive up(topic, ancestor, depth) as (
		select t.id, t.id, 0 from topic t
		union
		select u.topic, p.parent, u.depth + 1 from up u join topic_parent p on p.topic = u.ancestor where u.depth < 20
	)
	select u.topic, u.ancestor, min(u.depth) from up u group by u.topic, u.ancestor
$$;
