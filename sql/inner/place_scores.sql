-- Promise: the places that are like the text, each with how much: a beginning counts more than a likeness inside. By code: exactly.
-- No lock.
create or replace function waymark.place_scores(_text text, _code text) returns table (place bigint, name text, score real)
language sql stable set search_path = waymark, pg_temp set pg_trgm.similarity_threshold = 0.25 as $$
	select p.id, p.name, 3::real from place p where p.code = upper(_code)
	union all
	select n.place, n.name,
		similarity(plain(n.name), plain(_text)) + case when starts_with(plain(n.name), plain(_text)) then 1 else 0 end
	from (
		select p.id as place, p.name from place p
		where _code is null and (plain(p.name) % plain(_text) or plain(p.name) like like_safe(plain(_text)) || '%')
		union all
		select w.place, w.name from place_name w
		where _code is null and (plain(w.name) % plain(_text) or plain(w.name) like like_safe(plain(_text)) || '%')
	) n
$$;

-- Promise: the text without a meaning for "like". No lock.
create or replace function waymark.like_safe(_text text) returns text
language sql stable strict parallel safe
return regexp_replace(_text, '([\\%_])', '\\\1', 'g');
