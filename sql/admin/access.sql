-- Access: tokens and links that the operator hands out, and takes back.

-- Promise: a session of the person; its token is told once and kept nowhere. No lock.
create or replace function admin.token_make(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_person bigint := person_meant(_with);
begin
	if _person is null then
		return refuse('not_found', 'person');
	end if;
	return ok(jsonb_build_object('person', _person, 'token', session_make(_person)));
end
$$;

-- Promise: all sessions and open sign-in links of the person are ended; the daemon then closes their connections.
-- Lock: the rows of those.
create or replace function admin.token_revoke(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_person bigint := person_meant(_with);
begin
	if _person is null then
		return refuse('not_found', 'person');
	end if;
	-- Links first: one that is being used right now is waited for, and then its session is seen.
	update sign_in s set until = clock() where s.person = _person and s.used_at is null and s.until > clock();
	perform sessions_end(_person);
	return ok(jsonb_build_object('person', _person), _ended => _person);
end
$$;

-- Promise: a sign-in link to hand over, good once, for a day. No lock.
create or replace function admin.link_make(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_person bigint := person_meant(_with);
	_code text := secret();
begin
	if _person is null then
		return refuse('not_found', 'person');
	end if;
	insert into sign_in (person, link_sha256, made_at, until) values (_person, hashed(_code), clock(), clock() + interval '1 day');
	return ok(jsonb_build_object('person', _person, 'link', link('enter', _code)));
end
$$;
