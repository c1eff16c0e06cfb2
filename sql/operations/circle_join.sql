-- Promise: whoever was asked is a member, sees the talk from here on, and no more people are in it than it has seats. The second
-- member makes it active. Lock: the circle's row, then its channel's.
create or replace function operation.circle_join(_me bigint, _circle bigint) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
declare
	_now record;
	_after happening[] := '{}';
	_events jsonb;
begin
	_now := circle_seats(_circle, _me);
	if exists (select from membership m where m.channel = _now.channel and m.person = _me and m.until_seq is null) then
		return refuse('conflict', 'already_member');
	elsif not exists (select from circle_invited i where i.circle = _circle and i.person = _me) then
		return refuse('not_found');
	elsif _now.state = 'closed' then
		return refuse('conflict', 'closed');
	elsif _now.free < 1 then
		return refuse('conflict', 'full');
	end if;
	if _now.state = 'inviting' then
		_after := array[move('circle', _circle, 'active', null)];
	end if;
	delete from circle_invited i where i.circle = _circle and i.person = _me;
	_events := join_channel(_now.channel, _me, 'member', _after => _after);
	return ok(jsonb_build_object('state', 'member', 'channel', _now.channel), _events);
end
$$;
