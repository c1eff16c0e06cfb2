-- Circles: what more than one operation on them needs.

-- Promise: how many people are in the channel, for those too who are only asked in. No lock.
create or replace function waymark.circle_taken(_channel bigint) returns bigint
language sql stable security definer set search_path = waymark, pg_temp as $$
	select count(*) from membership m where m.channel = _channel and m.until_seq is null
$$;

-- Promise: a channel with members has a facilitator: if there is none, whoever has been there longest is made one, and an event,
-- which is given back, says so. Lock: the caller holds the circle's row; the channel's.
create or replace function waymark.facilitator_keep(_channel bigint) returns jsonb
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_person bigint;
begin
	update membership m set role = 'facilitator'
	where m.channel = _channel and m.until_seq is null
		and not exists (select from membership f where f.channel = _channel and f.until_seq is null and f.role = 'facilitator')
		and m.person = (
			select l.person from membership l
			where l.channel = _channel and l.until_seq is null
			order by l.from_seq, l.person
			limit 1
		)
	returning m.person into _person;
	if _person is null then
		return '[]';
	end if;
	return append(array[row(_channel, null, 'role', null, null, null,
		jsonb_build_object('person', _person, 'role', 'facilitator'))::happening]);
end
$$;

-- Promise: the channel of a person's own notices. No lock.
create or replace function waymark.inbox_of(_person bigint) returns bigint
language sql stable security definer set search_path = waymark, pg_temp as $$
	select c.id from channel c where c.owner = _person and c.kind = 'inbox'
$$;

-- Promise: the circle as it is, and how many seats are free for this person, with nobody able to take one until we commit.
-- A seat that is kept for somebody else is not free; one that is kept for them is.
-- Lock: the circle's row; always taken before the channel's.
create or replace function waymark.circle_seats(_circle bigint, _person bigint, out state text, out channel bigint, out free bigint)
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_seats int;
begin
	select c.state, c.channel, c.seats into circle_seats.state, circle_seats.channel, _seats
	from circle c where c.id = _circle for no key update;
	free := _seats
		- (select count(*) from membership m where m.channel = circle_seats.channel and m.until_seq is null)
		- (select count(*) from circle_invited i where i.circle = _circle and i.person is distinct from _person
			and i.keeps_seat_until > clock());
end
$$;
