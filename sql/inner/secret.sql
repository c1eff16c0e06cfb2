-- Secrets: codes and tokens of 256 random bits. Only their SHA-256 is ever kept. No locks.

create or replace function waymark.secret() returns text
language sql volatile
return rtrim(translate(encode(waymark.gen_random_bytes(32), 'base64'), E'+/\n', '-_'), '=');

create or replace function waymark.hashed(_secret text) returns bytea
language sql stable strict parallel safe
return sha256(convert_to(_secret, 'UTF8'));

-- Promise: six random digits. Four random bytes modulo a million: the skew is below one in four thousand.
create or replace function waymark.six_digits() returns text
language sql volatile
return lpad(((('x' || encode(waymark.gen_random_bytes(4), 'hex'))::bit(32)::bigint & 4294967295) % 1000000)::text, 6, '0');

-- Promise: a link with the code behind the #, where no server logs it.
create or replace function waymark.link(_page text, _code text) returns text
language sql stable security definer set search_path = waymark, pg_temp as $$
	select coalesce((select s.value from setting s where s.name = 'public_url'), 'http://127.0.0.1:7878') || '/' || _page || '#' || _code
$$;
