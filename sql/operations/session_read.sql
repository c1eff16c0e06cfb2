-- Promise: whose link this is, and until when; nothing is used up.
-- At the door: runs as the owner. No lock.
create or replace function operation.session_read(_me bigint, _code text) returns waymark.answer
language plpgsql stable security definer set search_path = waymark, pg_temp as $$
declare
	_link sign_in;
begin
	select s.* into _link from sign_in s where s.link_sha256 = hashed(_code) and s.person is not null;
	if _link.id is null then
		return refuse('not_found');
	elsif _link.used_at is not null then
		return refuse('conflict', 'already_used');
	elsif _link.until <= clock() then
		return refuse('conflict', 'expired');
	end if;
	return (
		select ok(jsonb_build_object('name', p.name, 'until', micros(_link.until))) from person p where p.id = _link.person
	);
end
$$;
