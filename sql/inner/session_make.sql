-- Promise: a session of ninety days; gives its token, of which only the hash is kept. Lock: none but the new row.
create or replace function waymark.session_make(_person bigint) returns text
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_token text := secret();
begin
	insert into session (person, token_sha256, made_at, seen_at, until)
	values (_person, hashed(_token), clock(), clock(), clock() + interval '90 days');
	return _token;
end
$$;

-- Promise: no session of the person that was made before is good any more. Lock: the rows of those.
create or replace function waymark.sessions_end(_person bigint) returns void
language sql security definer set search_path = waymark, pg_temp as $$
	update session s set ended_at = clock() where s.person = _person and s.ended_at is null
$$;
