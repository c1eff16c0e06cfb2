-- Promise: who holds this session token, and which channel is their inbox. An unknown, ended or old one is unauthenticated.
-- At the door: runs as the owner, because nobody is signed in yet. Lock: the session's row, once an hour, to note that it lives.
create or replace function api.session_hello(_token text)
returns table (outcome text, detail text, person bigint, session bigint, inbox bigint, name text, language text, roles text[])
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_session session;
begin
	select s.* into _session
	from session s
	where s.token_sha256 = hashed(_token) and s.ended_at is null and s.until > clock();
	if _session.id is null then
		return query select 'unauthenticated', null, null::bigint, null::bigint, null::bigint, null, null, null::text[];
		return;
	end if;
	if _session.seen_at < clock() - interval '1 hour' then
		update session s set seen_at = clock(), until = clock() + interval '90 days' where s.id = _session.id and s.ended_at is null;
	end if;
	return query
	select 'ok', null, p.id, _session.id, c.id, p.name, p.language,
		(select coalesce(array_agg(distinct r.role), '{}') from role_held r where r.person = p.id)
	from person p
	join channel c on c.owner = p.id and c.kind = 'inbox'
	where p.id = _session.person;
end
$$;
