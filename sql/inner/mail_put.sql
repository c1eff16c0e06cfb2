-- Promise: one mail waits to be sent, once for each cause (unique_key), and not after _until. No lock but the row's own.
create or replace function waymark.mail_put(_person bigint, _email text, _template text, _language text, _params jsonb,
	_unique_key text, _until timestamptz) returns void
language sql security definer set search_path = waymark, pg_temp as $$
	insert into mail (person, email, template, language, params, unique_key, until, made_at)
	values (_person, _email, _template, _language, _params, _unique_key, _until, clock())
	on conflict (unique_key) do nothing
$$;
