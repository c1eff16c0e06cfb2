-- Promise: at most twenty places whose official code, name or name in another language is like the text, best first. No lock.
create or replace function operation.place_find(_me bigint, _text text, _code text) returns waymark.answer
language sql stable set search_path = waymark, pg_temp as $$
	select ok(jsonb_build_object('places', coalesce(jsonb_agg(place_shape(f.place, language_of(_me)) order by f.score desc, f.name), '[]')))
	from (
		select n.place, max(n.score) as score, min(n.name) as name
		from place_scores(_text, _code) n
		group by n.place
		order by score desc, name
		limit 20
	) f
$$;
