-- People, as the operator sees them: added, listed, given and relieved of roles. Nobody's words are shown.

-- Promise: the person that a command means, by id or mail address; null if there is none. No lock.
create or replace function waymark.person_meant(_with jsonb) returns bigint
language sql stable security definer set search_path = waymark, pg_temp as $$
	select p.id
	from person p
	left join account a on a.person = p.id
	where p.id::text = _with ->> 'person' or lower(a.email) = lower(_with ->> 'email')
	limit 1
$$;

-- Promise: the place that a word means, by id or official code; null if there is none. No lock.
create or replace function waymark.place_meant(_word text) returns bigint
language sql stable security definer set search_path = waymark, pg_temp as $$
	select p.id from place p where p.id::text = _word or p.code = upper(_word) limit 1
$$;

-- Promise: a person with an account, who has said nothing yet about helping. An address that somebody has is already_registered.
-- Lock: an advisory lock on the address.
create or replace function admin.person_add(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_name text := btrim(_with ->> 'name');
	_email text := btrim(_with ->> 'email');
	_language text := coalesce(_with ->> 'language', 'en');
	_roles text[] := words_given(_with -> 'roles');
	_person bigint;
begin
	if coalesce(_name, '') = '' or kept_bytes(_name) > 200 then
		return refuse('invalid', 'name: 1 to 200 bytes');
	elsif not is_printable(_name) then
		return refuse('invalid', 'name: cannot be shown');
	elsif _email !~ '^[^@[:space:]]+@[^@[:space:]]+$' or octet_length(_email) > 254 then
		return refuse('invalid', 'email: is no mail address');
	elsif not is_language(_language) then
		return refuse('invalid', 'language: is not a language tag');
	elsif _with ->> 'place' is not null and place_meant(_with ->> 'place') is null then
		return refuse('not_found', 'place');
	elsif _roles is null then
		return refuse('invalid', 'roles: must be a list of words');
	elsif exists (select from unnest(_roles) r where not is_role(r)) then
		return refuse('invalid', 'roles: no such role');
	end if;
	perform pg_advisory_xact_lock(hashtext('waymark.address'), hashtext(lower(_email)));
	if exists (select from account a where lower(a.email) = lower(_email)) then
		return refuse('conflict', 'already_registered');
	end if;
	_person := person_make(_name, _language, place_meant(_with ->> 'place'), _email, false, _proven => true);
	insert into role_held (person, role, given_at) select _person, r, clock() from unnest(_roles) r on conflict do nothing;
	return ok(self_shape(_person) || jsonb_build_object('person', _person, 'email', _email));
end
$$;

create or replace function waymark.is_role(_role text) returns boolean
language sql stable parallel safe
return _role in ('member', 'coach', 'facilitator', 'coordinator', 'broker', 'safeguarding', 'operator');

-- Promise: two hundred people behind an id, in order. No lock.
create or replace function admin.person_list(_with jsonb) returns waymark.answer
language sql stable security definer set search_path = waymark, pg_temp as $$
	select case when after_given(_with) is null then refuse('invalid', 'after: must be a whole number')
		else ok(jsonb_build_object('people', coalesce(jsonb_agg(to_jsonb(l) order by l.person), '[]'))) end
	from (
		select p.id as person, p.name, p.language, a.email, grants_shape(p.id) as roles,
			(select count(*) from session s where s.person = p.id and s.ended_at is null and s.until > clock()) as sessions
		from person p
		left join account a on a.person = p.id
		where p.id > after_given(_with)
		order by p.id
		limit 200
	) l
$$;

-- Promise: the person holds the role, there or everywhere. Lock: none but the row.
create or replace function admin.person_grant(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_person bigint := person_meant(_with);
begin
	if _person is null then
		return refuse('not_found', 'person');
	elsif not coalesce(is_role(_with ->> 'role'), false) then
		return refuse('invalid', 'role: no such role');
	elsif _with ->> 'place' is not null and place_meant(_with ->> 'place') is null then
		return refuse('not_found', 'place');
	end if;
	insert into role_held (person, role, place, given_at)
	values (_person, _with ->> 'role', place_meant(_with ->> 'place'), clock())
	on conflict do nothing;
	return ok(jsonb_build_object('person', _person, 'roles', grants_shape(_person)));
end
$$;

-- Promise: the person holds it no longer, but the service never loses its last broker or safeguarding lead.
-- Lock: an advisory lock on the role.
create or replace function admin.person_revoke(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_person bigint := person_meant(_with);
	_answer answer;
begin
	if _person is null or _with ->> 'place' is not null and place_meant(_with ->> 'place') is null then
		return refuse('not_found');
	end if;
	_answer := operation.role_revoke(null, _person, _with ->> 'role', place_meant(_with ->> 'place'));
	if _answer.outcome = 'ok' then
		_answer.reply := _answer.reply || jsonb_build_object('person', _person);
	end if;
	return _answer;
end
$$;

-- Promise: the same two under one name: off takes the role back.
create or replace function admin.person_role(_with jsonb) returns waymark.answer
language sql security definer set search_path = waymark, pg_temp as $$
	select case
		when coalesce(jsonb_typeof(_with -> 'off'), 'null') not in ('boolean', 'null') then refuse('invalid', 'off: must be true or false')
		when _with -> 'off' = 'true' then admin.person_revoke(_with)
		else admin.person_grant(_with)
	end
$$;
