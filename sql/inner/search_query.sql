-- Searching: what people type becomes a query, and a find becomes a snippet. No locks.

-- Promise: the words in any form in which they are kept.
create or replace function waymark.search_query(_text text) returns tsquery
language sql stable parallel safe as $$
	select websearch_to_tsquery('waymark.english', _text) || websearch_to_tsquery('waymark.simple', _text) || waymark.welsh_query(_text)
$$;

-- Promise: the words around the find, without marks, at most 4000 bytes.
create or replace function waymark.snippet(_text text, _query text) returns text
language sql stable parallel safe as $$
	select left(coalesce(nullif(ts_headline('waymark.english', left(_text, 8000), waymark.search_query(_query),
		'StartSel="", StopSel="", MaxWords=35, MinWords=12'), ''), left(_text, 200)), 1000)
$$;
