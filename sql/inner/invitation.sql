-- Invitations: what stands behind the door, so runs as the owner.

-- Promise: the invitation is mailed if it has an address, unless its owner and the one who invites are kept apart. The mail says
-- who invites, so that the link is trusted; what to and why are people's words, and the page behind the link shows them.
create or replace function waymark.invitation_mail(_invitation bigint, _link text) returns void
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_made invitation;
	_known bigint;
begin
	select i.* into strict _made from invitation i where i.id = _invitation;
	select a.person into _known from account a where lower(a.email) = lower(_made.email);
	if _made.email is null or blocked(_made."by", _known) then
		return;
	end if;
	perform mail_put(_known, _made.email, 'invitation', p.language,
		jsonb_build_object('who', p.name, 'link', _link), 'invitation ' || _invitation, _made.until)
	from person p
	where p.id = _made."by";
end
$$;

-- Promise: true if this person may ask others into the circle: they are in it now. Whoever is out of it, by themselves or taken out,
-- must not come back through a link of their own. No lock.
create or replace function waymark.asks_into(_person bigint, _circle bigint) returns boolean
language sql stable security definer set search_path = waymark, pg_temp as $$
	select exists (
		select from circle c
		join membership m on m.channel = c.channel and m.person = _person and m.until_seq is null
		where c.id = _circle
	)
$$;

-- Promise: nobody is asked into the circle by this person any more. Lock: the rows of those who were.
create or replace function waymark.asks_withdraw(_person bigint, _circle bigint) returns void
language sql security definer set search_path = waymark, pg_temp as $$
	delete from circle_invited i where i.circle = _circle and i.by = _person
$$;

-- Promise: a seat of the circle is kept for the person for thirty days, if one is free; asked in they are either way, unless the
-- circle has ended or the one who asks is in it no longer. Lock: the circle's row.
create or replace function waymark.seat_keep(_circle bigint, _person bigint, _by bigint) returns void
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_now record := circle_seats(_circle, _person);
begin
	if _now.state <> 'closed' and asks_into(_by, _circle) then
		insert into circle_invited (circle, person, by, at, keeps_seat_until)
		values (_circle, _person, _by, clock(), case when _now.free > 0 then clock() + interval '30 days' end)
		on conflict do nothing;
	end if;
end
$$;

-- Promise: the answer that this invitation's acceptance gave to this nonce, or nothing. No lock.
create or replace function waymark.acceptance(_made waymark.invitation, _nonce bytea) returns jsonb
language sql stable set search_path = waymark, pg_temp as $$
	select case when _made.nonce_sha256 = sha256(_nonce) then convert_from(decrypt(_made.sealed, _nonce, 'aes'), 'UTF8')::jsonb end
$$;
