-- Promise: the person holds the role, in that place or everywhere. Again is ok. Operators only (the wrapper and the wall see to it).
-- Lock: none but the row.
create or replace function operation.role_grant(_me bigint, _person bigint, _role text, _place bigint) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
begin
	if not person_is(_person) then
		return refuse('not_found', 'person');
	elsif _place is not null and not exists (select from place p where p.id = _place) then
		return refuse('not_found', 'place');
	elsif (select count(*) from role_held r where r.person = _person) >= 100 then
		return refuse('too_large', 'role: a hundred are held');
	end if;
	insert into role_held (person, role, place, given_at) values (_person, _role, _place, clock()) on conflict do nothing;
	return ok(jsonb_build_object('roles', grants_shape(_person)));
end
$$;
