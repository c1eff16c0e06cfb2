-- Welsh words change at their beginning ("cymuned", "y gymuned", "fy nghymuned", "a chymuned"), so a search finds a word by every
-- radical that it may have come from, and by its stem without the commonest endings. PostgreSQL knows no Welsh. No locks.

-- Promise: the stems that a word, without case and accents, may belong to; each begins with 'cy/', apart from English ones.
create or replace function waymark.welsh_stems(_word text) returns text[]
language sql stable parallel safe as $$
	select array_agg(distinct 'cy/' || case when length(r.radical) > 5
		then regexp_replace(r.radical, '(iaid|iau|ion|oedd|odd|wyd|ydd|au|od|on|io)$', '') else r.radical end)
	from (
		select _word as radical
		union all
		select m.radical || substr(_word, length(m.mutated) + 1)
		from (values
			('b', 'p'), ('d', 't'), ('g', 'c'), ('f', 'b'), ('f', 'm'), ('dd', 'd'), ('l', 'll'), ('r', 'rh'),          -- soft
			('mh', 'p'), ('nh', 't'), ('ngh', 'c'), ('m', 'b'), ('n', 'd'), ('ng', 'g'),                               -- nasal
			('ph', 'p'), ('th', 't'), ('ch', 'c'),                                                                     -- aspirate
			('a', 'ga'), ('e', 'ge'), ('i', 'gi'), ('o', 'go'), ('u', 'gu'), ('w', 'gw'), ('y', 'gy'), ('l', 'gl'), ('r', 'gr'), -- g goes
			('ha', 'a'), ('he', 'e'), ('hi', 'i'), ('ho', 'o'), ('hu', 'u'), ('hw', 'w'), ('hy', 'y')                  -- h comes
		) m(mutated, radical)
		where length(_word) > 2 and starts_with(_word, m.mutated)
	) r
$$;

-- Promise: the words of a Welsh text by their stems.
create or replace function waymark.welsh_words(_text text) returns tsvector
language sql stable parallel safe as $$
	select array_to_tsvector(coalesce(array_agg(distinct s), '{}'))
	from unnest(tsvector_to_array(to_tsvector('waymark.simple', _text))) w
	cross join unnest(waymark.welsh_stems(w)) s
$$;

-- Promise: a query for all the words, each by any of its stems; an empty one if there is no word.
create or replace function waymark.welsh_query(_text text) returns tsquery
language sql stable parallel safe as $$
	select coalesce(string_agg('(' || (
			select string_agg('''' || replace(replace(s, '\', '\\'), '''', '''''') || '''', ' | ') from unnest(waymark.welsh_stems(w)) s
		) || ')', ' & '), '')::tsquery
	from unnest(tsvector_to_array(to_tsvector('waymark.simple', left(_text, 400)))) w
$$;
