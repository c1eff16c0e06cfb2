-- Promise: who invites to what and why; nothing is used up. A circle that they have left is not named.
-- At the door: runs as the owner. No lock.
create or replace function operation.invitation_read(_me bigint, _code text) returns waymark.answer
language plpgsql stable security definer set search_path = waymark, pg_temp as $$
declare
	_made invitation;
begin
	select i.* into _made from invitation i where i.code_sha256 = hashed(_code);
	if _made.id is null then
		return refuse('not_found');
	elsif _made.used_at is not null then
		return refuse('conflict', 'already_used');
	elsif _made.until <= clock() then
		return refuse('conflict', 'expired');
	end if;
	return (
		select ok(jsonb_build_object('who', p.name, 'what', coalesce(c.title, 'Waymark'), 'circle', c.id, 'why', _made.why,
			'email', _made.email, 'asks_hours', _made.asks_hours, 'until', micros(_made.until)))
		from person p
		left join circle c on c.id = _made.circle and asks_into(p.id, c.id)
		where p.id = _made."by"
	);
end
$$;
