-- Searching: what people type becomes a query, and a find becomes a snippet. No locks.

-- Promise: the words of a text, each once, with that between them; an empty query if there is none.
create or replace function waymark.words_query(_config regconfig, _text text, _between text) returns tsquery
language sql stable parallel safe as $$
	select coalesce(string_agg('''' || replace(replace(w, '\', '\\'), '''', '''''') || '''', _between), '')::tsquery
	from unnest(tsvector_to_array(to_tsvector(_config, left(_text, 400)))) w
$$;

-- Promise: the words in any form in which they are kept. Phrases, exclusions and alternatives are followed in a query of ordinary
-- size, which is about a dozen words; a longer one is for all of its words, each once, because many phrases or exclusions cost
-- seconds for every find.
create or replace function waymark.search_query(_text text) returns tsquery
language sql stable parallel safe as $$
	select case
		when numnode(q.plain) > 40 -- which has the commonest words too
			then waymark.words_query('waymark.english', _text, ' & ') || waymark.words_query('waymark.simple', _text, ' & ')
		else websearch_to_tsquery('waymark.english', _text) || q.plain
	end || waymark.welsh_query(_text)
	from (select websearch_to_tsquery('waymark.simple', _text) as plain offset 0) q
$$;

-- Promise: the words around the find, without marks, at most 4000 bytes. Any of the words will do, each once: for a query of all or
-- of phrases ts_headline tries every way in which they stand together, which may take minutes.
create or replace function waymark.snippet(_text text, _query text) returns text
language sql stable parallel safe as $$
	select left(coalesce(nullif(ts_headline('waymark.english', left(_text, 8000),
		waymark.words_query('waymark.english', _query, ' | '),
		'StartSel="", StopSel="", MaxWords=35, MinWords=12'), ''), left(_text, 200)), 1000)
$$;
