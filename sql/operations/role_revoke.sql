-- Promise: the person holds that role there no longer; but the service never loses its last broker or safeguarding lead.
-- Lock: an advisory lock on the role, so that the last two do not go at once.
create or replace function operation.role_revoke(_me bigint, _person bigint, _role text, _place bigint) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
begin
	perform pg_advisory_xact_lock(hashtext('waymark.role'), hashtext(_role));
	if not exists (select from role_held r where r.person = _person and r.role = _role and r.place is not distinct from _place) then
		return refuse('not_found');
	elsif _role in ('broker', 'safeguarding') and (select count(*) from role_held r where r.role = _role) = 1 then
		return refuse('conflict', 'last_holder');
	end if;
	delete from role_held r where r.person = _person and r.role = _role and r.place is not distinct from _place;
	return ok(jsonb_build_object('roles', grants_shape(_person)));
end
$$;
