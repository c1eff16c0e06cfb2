-- Promise: true if the person holds the role, in whatever place. Behind the wall: a person sees their own roles only. No lock.
create or replace function waymark.has_role(_person bigint, _role text) returns boolean
language sql stable as $$
	select exists (select from waymark.role_held r where r.person = _person and r.role = _role)
$$;
