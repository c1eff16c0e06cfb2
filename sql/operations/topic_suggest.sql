-- Promise: at most ten topics that fit the words, best first: by their labels in every language, hidden ones too, word by word
-- with typing errors forgiven, and by their definitions. No lock.
create or replace function operation.topic_suggest(_me bigint, _text text) returns waymark.answer
language sql stable set search_path = waymark, pg_temp as $$
	select ok(jsonb_build_object('topics', coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'slug', t.slug,
		'label', topic_label_in(t.id, language_of(_me)),
		'parent', (select p.parent from topic_parent p where p.topic = t.id order by p.rank, p.parent limit 1),
		'score', f.score) order by f.score desc, t.id), '[]')))
	from (
		select s.topic, round(1000 * least(sum(s.score), 1))::bigint as score
		from topic_scores(_text) s
		group by s.topic
		having sum(s.score) >= 0.2
		order by score desc, s.topic
		limit 10
	) f
	join topic t on t.id = f.topic
$$;
