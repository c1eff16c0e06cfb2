-- Promise: true if there is such a person, whether or not the one who asks may see anything of them. No lock.
create or replace function waymark.person_is(_person bigint) returns boolean
language sql stable security definer set search_path = waymark, pg_temp as $$
	select exists (select from person p where p.id = _person)
$$;
