-- Promise: the person is out at once. When the last facilitator leaves, whoever has been there longest takes over, and an event says so; when the last
-- member leaves, the circle is closed. A facilitator may take another out; those whom that one asked in are asked no longer.
-- Lock: the circle's row, then its channel's.
create or replace function operation.circle_leave(_me bigint, _circle bigint, _person bigint) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
declare
	_who bigint := coalesce(_person, _me);
	_now record;
	_mine text;
	_after happening[] := '{}';
	_events jsonb;
begin
	_now := circle_seats(_circle, _me);
	select m.role into _mine from membership m where m.channel = _now.channel and m.person = _me and m.until_seq is null;
	if _mine is null then
		return refuse('not_found');
	elsif _who <> _me and _mine <> 'facilitator' then
		return refuse('denied');
	elsif not exists (select from membership m where m.channel = _now.channel and m.person = _who and m.until_seq is null) then
		return refuse('not_found', 'person');
	end if;
	if (select count(*) from membership m where m.channel = _now.channel and m.until_seq is null) = 1 then
		_after := array[move('circle', _circle, 'closed', null)];
	end if;
	_events := part_channel(_now.channel, _who, _after);
	_events := _events || facilitator_keep(_now.channel);
	if _who <> _me then
		perform asks_withdraw(_who, _circle);
	end if;
	return ok(jsonb_build_object('state', 'left'), _events);
end
$$;
