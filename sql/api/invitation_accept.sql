-- Promise: an account, a session, and a seat kept in the circle until they join; once. The same nonce gives the same answer again.
-- There is no person yet to keep the command under, so it is kept on the invitation. Adults only. The address is not proven by this:
-- see session_enter. An address that somebody has is conflict / already_registered, so that they know to sign in instead; as that
-- tells who is here, the fifth such try ends the invitation, and it counts among its maker's thirty for a month.
-- At the door: runs as the owner. Lock: the invitation's row, the address (advisory), then the circle's row.
create or replace function api.invitation_accept(_me bigint, _nonce bytea, _code text, _name text, _email text, _place bigint,
	_language text, _adult boolean, _may_ask boolean) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_made invitation;
	_address text;
	_person bigint;
	_reply jsonb;
begin
	select i.* into _made from invitation i where i.code_sha256 = hashed(_code) for update;
	if _made.id is null then
		return refuse('not_found');
	elsif _made.used_at is not null then
		_reply := acceptance(_made, _nonce);
		return case when _reply is null then refuse('conflict', 'already_used') else ok(_reply) end;
	elsif _made.until <= clock() then
		return refuse('conflict', 'expired');
	end if;
	_address := coalesce(_made.email, btrim(_email));
	if not _adult then
		return refuse('invalid', 'adult: must be true');
	elsif kept_bytes(_name) > 200 then
		return refuse('too_large', 'name is longer than 200 bytes');
	elsif not is_language(_language) then
		return refuse('invalid', 'language: is not a language tag');
	elsif _address !~ '^[^@[:space:]]+@[^@[:space:]]+$' then
		return refuse('invalid', 'email: is no mail address');
	elsif _place is not null and not exists (select from place p where p.id = _place) then
		return refuse('not_found', 'place');
	end if;
	perform pg_advisory_xact_lock(hashtext('waymark.address'), hashtext(lower(_address)));
	if exists (select from account a where lower(a.email) = lower(_address)) then
		update invitation i set tries = i.tries + 1, until = case when i.tries < 4 then i.until else clock() end where i.id = _made.id;
		return refuse('conflict', 'already_registered');
	end if;
	_person := person_make(_name, _language, _place, _address, _may_ask, _proven => false);
	if _made.circle is not null then
		perform seat_keep(_made.circle, _person, _made."by");
	end if;
	_reply := jsonb_build_object('token', session_make(_person), 'person', self_shape(_person));
	update invitation i
	set used_at = clock(), person = _person, nonce_sha256 = sha256(_nonce),
		sealed = encrypt(convert_to(_reply::text, 'UTF8'), _nonce, 'aes')
	where i.id = _made.id;
	return ok(_reply);
end
$$;
