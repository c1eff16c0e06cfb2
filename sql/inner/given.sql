-- What an operator gives, which no schema has checked. No locks.

-- Promise: the words of a list of texts, none if it is absent; null if it is something else.
create or replace function waymark.words_given(_list jsonb) returns text[]
language sql stable parallel safe as $$
	select case
		when coalesce(jsonb_typeof(_list), 'null') = 'null' then '{}'
		when jsonb_typeof(_list) = 'array' and not jsonb_path_exists(_list, 'strict $[*] ? (@.type() <> "string")')
			then array(select jsonb_array_elements_text(_list))
	end
$$;

-- Promise: the number behind which a list begins, 0 if it is absent; null if it is no whole number.
create or replace function waymark.after_given(_with jsonb) returns bigint
language sql stable parallel safe as $$
	select case when _with ->> 'after' is null then 0 else waymark.whole(_with ->> 'after') end
$$;

-- Promise: true if something of the line can be seen, and nothing of it is a control character: as the type "printable" of the schema.
create or replace function waymark.is_printable(_line text) returns boolean
language sql stable strict parallel safe
return _line ~ '[^[:space:]]' and _line !~ '[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]';
