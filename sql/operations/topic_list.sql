-- Promise: all topics that were not merged into another, parents before children, in one language. No lock.
create or replace function operation.topic_list(_me bigint, _language text) returns waymark.answer
language sql stable set search_path = waymark, pg_temp as $$
	select ok(jsonb_build_object('topics', coalesce(jsonb_agg(to_jsonb(l) - 'depth' order by l.depth, l.label, l.id), '[]')))
	from (
		select t.id, t.slug, topic_label_in(t.id, coalesce(_language, language_of(_me))) as label, p.parent,
			(select max(c.depth) from topic_closure c where c.topic = t.id) as depth
		from topic t
		left join lateral (select p.parent from topic_parent p where p.topic = t.id order by p.rank, p.parent limit 1) p on true
		where t.merged_into is null
		order by depth, t.id
		limit 5000
	) l
$$;
