-- Shapes: the structs of the protocol as JSON, each written in one place. As the caller sees it: behind the wall. No locks.

-- struct self. As the owner: it is told at the door too, before anybody is signed in.
create or replace function waymark.self_shape(_person bigint) returns jsonb
language sql stable security definer set search_path = waymark, pg_temp as $$
	select jsonb_build_object('id', p.id, 'name', p.name, 'language', p.language, 'roles', (
		select coalesce(jsonb_agg(distinct r.role), '[]') from role_held r where r.person = p.id
	))
	from person p
	where p.id = _person
$$;

-- struct place, with its name in that language if it has one.
create or replace function waymark.place_shape(_place bigint, _language text) returns jsonb
language sql stable as $$
	select jsonb_build_object('id', p.id, 'code', p.code, 'name', coalesce(n.name, p.name), 'nation', p.nation, 'within', p.within)
	from waymark.place p
	left join waymark.place_name n on n.place = p.id and n.lang = _language
	where p.id = _place
$$;

-- list of struct grant.
create or replace function waymark.grants_shape(_person bigint) returns jsonb
language sql stable as $$
	select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'place', r.place) order by r.role, r.place nulls first), '[]')
	from waymark.role_held r
	where r.person = _person
$$;

-- struct profile: what others may see, and one's own private part.
create or replace function waymark.profile_shape(_person bigint, _own boolean, _language text) returns jsonb
language sql stable as $$
	select jsonb_build_object('person', p.id, 'name', p.name, 'language', p.language,
			'place', waymark.place_shape(p.place, _language),
			'topics', (select coalesce(jsonb_agg(t.topic order by t.topic), '[]') from waymark.person_topic t where t.person = p.id))
		|| case when _own then jsonb_build_object('hours_per_month', a.hours_per_month, 'may_ask', a.may_ask,
				'paused_until', waymark.micros(a.paused_until))
			|| case when a.email is null then '{}'::jsonb else jsonb_build_object('email', a.email) end
		else '{}'::jsonb end
	from waymark.person p
	left join waymark.account a on a.person = p.id
	where p.id = _person
$$;

-- The language that a person reads first; English for nobody.
create or replace function waymark.language_of(_person bigint) returns text
language sql stable as $$
	select coalesce((select p.language from waymark.person p where p.id = _person), 'en')
$$;

-- Promise: how many bytes the text has as it is kept, in normal form C, which makes a few letters longer.
create or replace function waymark.kept_bytes(_text text) returns int
language sql stable strict parallel safe
return octet_length(normalize(_text, NFC));

-- Promise: true if that can be a language tag of BCP 47.
create or replace function waymark.is_language(_tag text) returns boolean
language sql stable parallel safe
return _tag ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' and octet_length(_tag) <= 35;

-- Promise: true if either of the two does not wish to meet the other.
create or replace function waymark.blocked(_one bigint, _other bigint) returns boolean
language sql stable security definer set search_path = waymark, pg_temp as $$
	select exists (select from block b where (b.person, b.other) in ((_one, _other), (_other, _one)))
$$;
