-- Who is asking, as the wall sees it: the daemon sets waymark.person for each question. No locks.

create or replace function waymark.me() returns bigint
language sql stable parallel safe
return nullif(nullif(current_setting('waymark.person', true), ''), '0')::bigint;

-- The person whom a function is called for, if the wall stands around them; else null, and the function finds nothing.
create or replace function waymark.myself(_me bigint) returns bigint
language sql stable parallel safe
return case when _me = waymark.me() then _me end;

-- The channels that they are in now. As the owner, because the wall around memberships is made of this very answer.
create or replace function waymark.my_channels() returns setof bigint
language sql stable security definer set search_path = waymark, pg_temp as $$
	select m.channel from membership m where m.person = waymark.me() and m.until_seq is null
$$;

-- Those, and the ones they have left.
create or replace function waymark.my_channels_ever() returns setof bigint
language sql stable security definer set search_path = waymark, pg_temp as $$
	select m.channel from membership m where m.person = waymark.me()
$$;

-- Everybody who was ever in a channel together with them, of those that they are in now. Who had left before they came stays
-- unknown to them, like what was said then.
create or replace function waymark.my_fellows() returns setof bigint
language sql stable security definer set search_path = waymark, pg_temp as $$
	select f.person
	from membership here
	join membership m on m.channel = here.channel and m.person = here.person
	join membership f on f.channel = m.channel and (m.until_seq is null or f.from_seq < m.until_seq)
		and (f.until_seq is null or f.until_seq > m.from_seq)
	where here.person = waymark.me() and here.until_seq is null
$$;

-- The channels that they facilitate.
create or replace function waymark.my_facilitated() returns setof bigint
language sql stable security definer set search_path = waymark, pg_temp as $$
	select m.channel from membership m where m.person = waymark.me() and m.until_seq is null and m.role = 'facilitator'
$$;

-- The circles that they are asked into.
create or replace function waymark.my_invited() returns setof bigint
language sql stable security definer set search_path = waymark, pg_temp as $$
	select i.circle from circle_invited i where i.person = waymark.me()
$$;

create or replace function waymark.am(_role text) returns boolean
language sql stable security definer set search_path = waymark, pg_temp as $$
	select exists (select from role_held r where r.person = waymark.me() and r.role = _role)
$$;
